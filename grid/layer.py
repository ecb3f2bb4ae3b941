"""A foreign layer as whoever imports it describes it: its file, its columns, its system of coordinates."""

from dataclasses import dataclass
from pathlib import Path

from grid.rules.levels import Level


@dataclass(frozen=True, slots=True)
class Layer:
    """A file and how to read it: areas of a `level`, or zones of an `overlay`.

    `crs` names the system (`EPSG:2249`) unless the file does; `swapped` says that it has latitude (northing)
    first. `code_field` and `name_field` are properties of its features; without `name_field` the code is the
    name, without `code_field` the code is the feature's number. `prefix` goes before every code, so that
    layers do not take each other's codes. `parent_field` holds the parent's code (without prefix); without it
    areas hang below what they lie in most. `repair` lets outlines be mended; `merge` joins rows of one code.
    `table` is the layer of a GeoPackage with several, `encoding` that of a Shapefile's texts.
    """

    path: Path
    code_field: str
    level: Level | None = None
    overlay: str = ""
    crs: str | None = None
    name_field: str = ""
    prefix: str = ""
    parent_field: str = ""
    repair: bool = False
    swapped: bool = False
    merge: bool = False
    table: str = ""
    encoding: str = ""

    def __post_init__(self) -> None:
        if (self.level is None) == (self.overlay == ""):
            raise ValueError("a layer holds either areas of a level or zones of an overlay")
        if self.level is Level.CITY:
            raise ValueError("the city is drawn as the sum of its areas, not imported")
