"""Puts pictures of one page side by side on a sheet, and all sheets into an index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw

from tests.faces.browsing import Size

_GAP, _HEAD = 24, 28  # pixels
_LONGEST = 2600  # pixels of a page that are shown on its sheet; the single picture has all of it
_GROUND, _INK, _FOLD = (120, 126, 134), (255, 255, 255), (214, 40, 40)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page in one language on one screen, as a PNG file; it may be longer than the screen."""

    name: str
    language: str
    size: Size
    path: Path

    @property
    def said(self) -> str:
        return f"{self.name}  {self.language}  {self.size[0]}x{self.size[1]}"


def compose(pictures: Sequence[Picture], path: Path) -> None:
    """Writes all pictures of a page on one sheet, a row for each language; red marks show a screen's end."""
    rows = [
        _row([one for one in pictures if one.language == language])
        for language in dict.fromkeys(one.language for one in pictures)
    ]
    sheet = Image.new("RGB", (max(row.width for row in rows), sum(row.height for row in rows)), _GROUND)
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    sheet.save(path, compress_level=3)


def _row(pictures: Sequence[Picture]) -> Image.Image:
    opened = [(one, _shortened(one.path)) for one in pictures]
    width = sum(image.width for _, image in opened) + _GAP * (len(opened) + 1)
    row = Image.new("RGB", (width, max(image.height for _, image in opened) + _HEAD + _GAP), _GROUND)
    pen, left = ImageDraw.Draw(row), _GAP
    for picture, image in opened:
        row.paste(image, (left, _HEAD))
        pen.text((left, 8), picture.said, fill=_INK)
        fold = _HEAD + picture.size[1]
        if image.height > picture.size[1]:
            pen.rectangle((left - 10, fold - 2, left - 2, fold + 2), fill=_FOLD)
        left += image.width + _GAP
    return row


def _shortened(path: Path) -> Image.Image:
    image = Image.open(path).convert("RGB")
    return image.crop((0, 0, image.width, min(image.height, _LONGEST)))


def index(sheets: Mapping[str, Sequence[Picture]], path: Path) -> None:
    """Writes a page with all sheets, each picture leading to itself in full."""
    parts = [
        f'<section id="{escape(name)}"><h2>{escape(name)} '
        f'<small><a href="sheets/{escape(name)}.png">sheet</a></small></h2><div>'
        + "".join(_figure(one) for one in pictures)
        + "</div></section>"
        for name, pictures in sheets.items()
    ]
    links = " · ".join(f'<a href="#{escape(name)}">{escape(name)}</a>' for name in sheets)
    path.write_text(_PAGE.format(links=links, parts="\n".join(parts)), "utf-8")


def _figure(one: Picture) -> str:
    said, file = escape(one.said), escape(one.path.name)
    return (
        f'<figure><a href="{file}"><img src="{file}" alt="{said}" loading="lazy"></a>'
        f"<figcaption>{said}</figcaption></figure>"
    )


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Contact sheet</title>
<style>
  body {{ font: 14px/1.5 sans-serif; margin: 1rem; background: #788088; color: #fff }}
  a {{ color: #fff }} section div {{ display: flex; gap: 1rem; align-items: start; flex-wrap: wrap }}
  figure {{ margin: 0 }} img {{ max-height: 480px; background: #fff }}
</style>
<h1>Contact sheet</h1><p>{links}</p>
{parts}
"""
