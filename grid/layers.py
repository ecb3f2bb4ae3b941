"""Reads one layer of a map import: its system, its rows, their codes and names, their shapes in EPSG:4326."""

from dataclasses import dataclass, field
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from grid.errors import BadPosition, CrsNotStated, LayerElsewhere
from grid.geojson import FeatureFile, Row, read_features
from grid.projecting import System, Whereabouts, likely_system, stated_system
from grid.rules.coordinates import Position, distance
from grid.rules.import_report import RowFinding
from grid.rules.levels import Level, fits_a_path

_FARTHEST_M = 200_000.0  # the middle of a layer lies no farther than this from the middle of its city


@dataclass(frozen=True, slots=True)
class Layer:
    """A file and how to read it: areas of a `level`, or zones of an `overlay`.

    `crs` names the system (`EPSG:2249`) unless the file does. `code_field` and `name_field` are properties of
    its features; without `name_field` the code is the name. `prefix` goes before every code, so that layers
    do not take each other's codes. `parent_field` holds the parent's code (without prefix); without it areas
    hang below what they lie in most. `repair` lets outlines that cross themselves be mended.
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

    def __post_init__(self) -> None:
        if (self.level is None) == (self.overlay == ""):
            raise ValueError("a layer holds either areas of a level or zones of an overlay")
        if self.level is Level.CITY:
            raise ValueError("the city is drawn as the sum of its areas, not imported")


@dataclass(slots=True)
class LayerRow:
    """One row on its way into the map; the shape is in EPSG:4326."""

    number: int
    code: str
    name: str
    parent: str | None
    shape: BaseGeometry | None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def finding(self, file: str) -> RowFinding:
        """What the report says of it."""
        return RowFinding(file, self.number, self.code, tuple(self.problems), tuple(self.notes))


def read_layer(layer: Layer, city: Whereabouts) -> list[LayerRow]:
    """The rows of a layer, each with its problems.

    Raises NotGeoJson, CrsNotStated, UnknownCrs and LayerElsewhere.
    """
    file = read_features(layer.path)
    system = _system(layer, file, city)
    rows = [_row(layer, row, system) for row in file.rows]
    if not _lies_near(rows, city.middle):
        raise LayerElsewhere(layer.path.name, system.name, likely_system(*_sample(file), city))
    seen: dict[str, int] = {}
    for row in rows:
        if row.code and row.code in seen:
            row.problems.append(f"has the code {row.code!r} of row {seen[row.code]}")
        seen.setdefault(row.code, row.number)
    return rows


def _sample(file: FeatureFile) -> tuple[float, float]:
    for row in file.rows:
        if row.geometry is not None:
            x, y = shapely.get_coordinates(row.geometry)[0].tolist()
            return x, y
    return 0.0, 0.0


def _system(layer: Layer, file: FeatureFile, city: Whereabouts) -> System:
    named = [stated_system(name) for name in (layer.crs, file.crs) if name]
    if not named:
        sample = _sample(file)
        raise CrsNotStated(layer.path.name, sample, likely_system(*sample, city))
    if len({system.name for system in named}) > 1:
        raise LayerElsewhere(layer.path.name, named[0].name, f"{named[1].name}, which the file itself names")
    return named[0]


def _lies_near(rows: list[LayerRow], middle: Position) -> bool:
    shapes = [row.shape for row in rows if row.shape is not None]
    if not shapes:
        # Every row has a problem of its own then.
        return True
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    try:
        return distance(Position((west + east) / 2, (south + north) / 2), middle) <= _FARTHEST_M
    except BadPosition:
        return False


def _row(layer: Layer, row: Row, system: System) -> LayerRow:
    code = _text(row.properties.get(layer.code_field))
    name = _text(row.properties.get(layer.name_field)) if layer.name_field else code
    parent = _text(row.properties.get(layer.parent_field)) if layer.parent_field else None
    made = LayerRow(row.number, f"{layer.prefix}{code}" if code else "", name or code, parent, None)
    if not code:
        made.problems.append(f"has no code in {layer.code_field!r}")
    elif not fits_a_path(code):
        made.problems.append("has a slash, percent sign or underscore in its code")
    if layer.parent_field and not parent:
        made.problems.append(f"names no parent in {layer.parent_field!r}")
    if row.geometry is None:
        made.problems.append(row.problem)
        return made
    _take_shape(made, row.geometry, layer.repair)
    if made.shape is not None:
        made.shape = shapely.transform(made.shape, system.to_degrees)
    return made


def _take_shape(made: LayerRow, shape: BaseGeometry, repair: bool) -> None:
    reason = shapely.is_valid_reason(shape)
    if reason == "Valid Geometry":
        made.shape = shape
    elif repair:
        made.shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        made.notes.append(f"outline mended: {reason}")
        if made.shape.is_empty:
            made.problems.append("covers no ground once mended")
            made.shape = None
    else:
        made.problems.append(f"has an outline that is not valid: {reason}")


def _text(value: object) -> str:
    # 709.0 is how spreadsheets write 709.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, bool | dict | list) else str(value).strip()
