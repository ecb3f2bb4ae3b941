"""The files browsers fetch, read once: our own and those of others, under one version of all of them."""

import functools
import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli

from desk.errors import AssetsNotMade, UnknownAsset
from desk.vendor_lock import Part, read_lock
from settings import settings

_OWN = Path(__file__).resolve().parents[1] / "static"
_VENDOR = "vendor"
# The framework says the charset of texts itself.
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_PACKED_ALREADY = frozenset({".png", ".webp", ".woff2"})
# Near the best there is, in a tenth of its time: our own files are packed whenever a process starts.
_QUALITY = 9


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its media type and content, and each encoding (`br`, `gzip`) of it that is smaller."""

    media_type: str
    content: bytes
    encoded: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by name (`css/desk.css`, `vendor/ol.js`); `version` changes with any of them."""

    version: str
    files: Mapping[str, Asset]

    def address(self, name: str) -> str:
        """Where a browser fetches it. Raises UnknownAsset."""
        if name not in self.files:
            raise UnknownAsset(name)
        return f"/static/{self.version}/{name}"


@functools.cache
def assets() -> Assets:
    """The files as they were when this process first looked. Raises AssetsNotMade."""
    return load(_OWN, settings.vendor_dir)


def asset(name: str) -> str:
    """The address of a file, for templates and headers. Raises UnknownAsset."""
    return assets().address(name)


def load(own: Path, vendor: Path) -> Assets:
    """Reads both folders; raises AssetsNotMade where the second is not what the list says."""
    files = dict(_own_files(own)) | dict(_vendor_files(vendor))
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\n{hashlib.sha256(files[name].content).hexdigest()}\n".encode())
    # One version for all: modules import each other by relative addresses, and none may be an older one.
    return Assets(digest.hexdigest()[:16], files)


def _own_files(folder: Path) -> Iterator[tuple[str, Asset]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            content = path.read_bytes()
            packed = {} if path.suffix in _PACKED_ALREADY else _packed(content)
            yield path.relative_to(folder).as_posix(), _asset(path, content, packed)


def _vendor_files(folder: Path) -> Iterator[tuple[str, Asset]]:
    for part in read_lock():
        if not part.develop:
            yield f"{_VENDOR}/{part.name}", _vendor_file(folder / part.name, part)


def _vendor_file(path: Path, part: Part) -> Asset:
    try:
        content = path.read_bytes()
        packed = {
            "br": path.with_name(f"{path.name}.br").read_bytes(),
            "gzip": path.with_name(f"{path.name}.gz").read_bytes(),
        }
    except FileNotFoundError as error:
        raise AssetsNotMade(part.name, "is not there") from error
    if hashlib.sha256(content).hexdigest() != part.sha256:
        raise AssetsNotMade(part.name, "is not the one listed")
    return _asset(path, content, packed)


def _packed(content: bytes) -> dict[str, bytes]:
    return {"br": brotli.compress(content, quality=_QUALITY), "gzip": gzip.compress(content, 9, mtime=0)}


def _asset(path: Path, content: bytes, packed: Mapping[str, bytes]) -> Asset:
    smaller = {coding: data for coding, data in packed.items() if len(data) < len(content)}
    return Asset(_TYPES[path.suffix], content, smaller)
