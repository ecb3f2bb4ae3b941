"""The pictures in the README: which page in which language, made small enough for the clone."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.databases import ROOT
from tests.faces.browsing import CHINESE, DESKTOP, ENGLISH, PHONE, Size

_FOLDER = ROOT / "docs" / "pictures"
_LARGEST = 150_000  # bytes
_COLOURS = (256, 128, 64, 32)


@dataclass(frozen=True, slots=True)
class ReadmePicture:
    """One picture: the page's name in the page table, and how it is shown."""

    page: str
    language: str = CHINESE
    size: Size = DESKTOP

    def taken(self, folder: Path) -> Path:
        """Where the contact sheet put it."""
        return folder / f"{self.page}.{self.language}.{self.size[0]}x{self.size[1]}.png"


README_PICTURES: tuple[ReadmePicture, ...] = (
    ReadmePicture("window-filled"),
    ReadmePicture("board"),
    ReadmePicture("inbox"),
    ReadmePicture("case-in-review", ENGLISH),
    ReadmePicture("m-tasks", size=PHONE),
    ReadmePicture("home", size=PHONE),
    ReadmePicture("progress", ENGLISH, PHONE),
)


def keep_for_readme(folder: Path) -> None:
    """Writes the pictures just drawn into the docs, one screen high; raises ValueError for one too large."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for one in README_PICTURES:
        image = Image.open(one.taken(folder)).convert("RGB")
        _write(image.crop((0, 0, image.width, min(image.height, one.size[1]))), _FOLDER / f"{one.page}.png")


def _write(image: Image.Image, path: Path) -> None:
    for colours in _COLOURS:
        image.quantize(colours).save(path, optimize=True)
        if path.stat().st_size <= _LARGEST:
            return
    raise ValueError(f"{path.name} is larger than {_LARGEST} bytes even in {_COLOURS[-1]} colours")
