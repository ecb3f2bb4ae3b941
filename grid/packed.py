"""Finds out what a foreign file is, by its first bytes, and unpacks a ZIP no further than it may grow."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from grid.errors import LayerUnreadable

_MOST = 1_000_000_000  # bytes that may come out of a ZIP
_MEMBERS = 1_000
_WANTED = {".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg", ".geojson", ".json"}
_LAYERS = {".shp", ".gpkg", ".geojson", ".json"}
_PIECE = 1 << 20


class Kind(StrEnum):
    """What a file is."""

    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"


@contextmanager
def unpacked(path: Path, most: int = _MOST) -> Iterator[Path]:
    """The file itself, or the one layer in a ZIP, unpacked for a while and to so many bytes at most.

    Raises LayerUnreadable.
    """
    if not _head(path).startswith(b"PK\x03\x04"):
        yield path
        return
    with TemporaryDirectory(prefix="griddesk-") as folder:
        _unpack(path, Path(folder), most)
        found = [one for one in sorted(Path(folder).iterdir()) if one.suffix.lower() in _LAYERS]
        if len(found) != 1:
            held = ", ".join(one.name for one in found) or "none"
            raise LayerUnreadable(path.name, f"is a ZIP and must hold one layer; it holds {held}")
        yield found[0]


def kind_of(path: Path) -> Kind:
    """What a file is; raises LayerUnreadable where its name or its beginning promises what it is not."""
    head, ending = _head(path), path.suffix.lower()
    if head.startswith(b"SQLite format 3\x00"):
        if head[68:72] not in (b"GPKG", b"GP10", b"GP11") and ending != ".gpkg":
            raise LayerUnreadable(path.name, "is an SQLite database but no GeoPackage")
        return Kind.GEOPACKAGE
    if ending == ".gpkg":
        raise LayerUnreadable(path.name, "is named like a GeoPackage but is no SQLite database")
    if head.startswith(b"\x00\x00\x27\x0a"):
        _require_companions(path)
        return Kind.SHAPEFILE
    if ending in (".shp", ".shx", ".dbf"):
        raise LayerUnreadable(path.name, "is named like a Shapefile but does not begin like a .shp")
    return Kind.GEOJSON


def companion(path: Path, ending: str) -> Path | None:
    """The file beside a .shp with the same name and another ending, in whichever case."""
    for one in path.parent.iterdir():
        if one.stem == path.stem and one.suffix.lower() == ending:
            return one
    return None


def _require_companions(path: Path) -> None:
    missing = [ending for ending in (".shx", ".dbf") if companion(path, ending) is None]
    if missing:
        raise LayerUnreadable(
            path.name, f"is a part of a Shapefile only: {' and '.join(missing)} with the same name is missing"
        )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError as error:
        raise LayerUnreadable(path.name, f"cannot be read ({error.strerror})") from error


def _unpack(path: Path, folder: Path, most: int) -> None:
    """Takes what layers are made of out of a ZIP, whatever it says about the sizes of its members."""
    left = most
    try:
        with zipfile.ZipFile(path) as packed:
            members = [one for one in packed.infolist() if _suffix(one) in _WANTED and not one.is_dir()]
            if len(members) > _MEMBERS:
                raise LayerUnreadable(path.name, f"is a ZIP of {len(members)} layers' files")
            for member in members:
                # Folders are not made anew, so no name can lead out of this one.
                with (
                    packed.open(member) as inside,
                    (folder / PurePosixPath(member.filename).name).open("xb") as out,
                ):
                    while piece := inside.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise LayerUnreadable(path.name, f"is a ZIP that holds more than {most} bytes")
                        out.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise LayerUnreadable(path.name, f"is a ZIP that cannot be unpacked ({error})") from error
    except FileExistsError as error:
        raise LayerUnreadable(path.name, "is a ZIP with two files of one name") from error


def _suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()
