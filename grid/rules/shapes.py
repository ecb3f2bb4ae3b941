"""Areas, zones and addresses as values with their shapes, and the order they are nested in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from shapely.geometry.base import BaseGeometry

from grid.errors import MapNotNested
from grid.rules.levels import Level, fits_a_path, path_of


@dataclass(frozen=True, slots=True)
class AreaShape:
    """An area of a map being made; `geometry` is a (multi)polygon, longitude and latitude in EPSG:4326."""

    level: Level
    code: str
    name: str
    geometry: BaseGeometry
    parent_code: str | None = None
    name_en: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OverlayShape:
    """A zone of a named layer that crosses the areas; geometry as in AreaShape."""

    overlay: str
    code: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class AddressPoint:
    """A standard address: where it stands (EPSG:4326) and how it is written."""

    code: str
    text: str
    street: str
    number: str
    building: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Nested:
    """An area with its place in the tree."""

    area: AreaShape
    path: str
    is_lowest: bool


def nested(areas: Iterable[AreaShape]) -> tuple[Nested, ...]:
    """Every area with its path, parents before children, children by code.

    Raises MapNotNested where a code comes twice, a parent is missing or not of a higher level, or where not
    exactly one area stands without a parent.
    """
    by_code: dict[str, AreaShape] = {}
    for area in areas:
        if area.code in by_code:
            raise MapNotNested(area.code, "the code comes twice")
        by_code[area.code] = area
    roots = [area for area in by_code.values() if area.parent_code is None]
    if len(roots) != 1:
        found = ", ".join(area.code for area in roots[:5]) or "none"
        raise MapNotNested(found, "exactly one area stands at the top")
    parents = {area.parent_code for area in by_code.values()}
    ordered = sorted(by_code.values(), key=lambda area: (area.level.depth, area.code))
    paths: dict[str, str] = {}
    for area in ordered:
        paths[area.code] = _path(area, by_code, paths)
    return tuple(Nested(area, paths[area.code], area.code not in parents) for area in ordered)


def _path(area: AreaShape, by_code: Mapping[str, AreaShape], paths: Mapping[str, str]) -> str:
    if not fits_a_path(area.code):
        raise MapNotNested(area.code, "a code is not empty and holds no slash, percent sign or underscore")
    if area.parent_code is None:
        return path_of([area.code])
    parent = by_code.get(area.parent_code)
    if parent is None:
        raise MapNotNested(area.code, f"its parent {area.parent_code!r} is not in the map")
    if parent.level.depth >= area.level.depth:
        raise MapNotNested(area.code, f"its parent {parent.code!r} is not of a higher level")
    return paths[parent.code] + path_of([area.code])


def under(area: AreaShape, parent_code: str) -> AreaShape:
    """The same area hung below another parent."""
    return replace(area, parent_code=parent_code)
