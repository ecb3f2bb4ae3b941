"""Makes the map of the demo city from a seed: all areas down to the cells, and standard addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from grid.city import City, DefaultPoint
from grid.demo.addressing import houses
from grid.demo.cells import cells_of
from grid.demo.facts import CITY_CODE, DIVISIONS, METRIC_SRID, ORIGIN, PUBLISHED_COUNTS, Division
from grid.demo.mesh import Indexes
from grid.demo.town import Drawing, draw
from grid.rules.levels import Level
from grid.rules.shapes import AddressPoint, AreaShape

SEED = 1
_NOTE = {
    "synthetic": True,
    "note": "示意图形，非测绘成果",
    "note_en": "a generated shape, not a surveyed one",
}


@dataclass(frozen=True, slots=True)
class DemoMap:
    """The areas of the demo city, the whole city among them, and its addresses; EPSG:4326."""

    areas: tuple[AreaShape, ...]
    addresses: tuple[AddressPoint, ...]


def demo_city() -> City:
    """The demo city as a value: Putian, with the origin of its map as the point geocoders fall back to."""
    return City(
        code=CITY_CODE,
        name="莆田市",
        name_en="Putian",
        time_zone="Asia/Shanghai",
        metric_srid=METRIC_SRID,
        calendar_code="putian",
        code_profile="gb",
        languages=("zh-CN", "en"),
        levels=tuple(Level),
        default_points=(DefaultPoint(*ORIGIN, radius_m=1.0, why="地理编码的市中心点"),),
    )


def generate(seed: int = SEED) -> DemoMap:
    """The map; the same seed gives the same map to the last digit."""
    random = Random(seed)
    drawing = draw(random)
    numbering = _Numbering(drawing)
    areas = tuple(_on_earth([*_divisions(drawing), *numbering.areas()]))
    built_up = np.flatnonzero(np.char.str_len(drawing.owner) == 12)
    return DemoMap(areas, tuple(_addresses(drawing, numbering.cell_codes, built_up, random)))


class _Numbering:
    """The cells and grids of all communities, numbered."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._cells = {
            division.code: cells_of(
                drawing.mesh, drawing.beside, np.flatnonzero(drawing.owner == division.code)
            )
            for division in DIVISIONS
            if division.level is Level.COMMUNITY
        }
        self.cell_codes = {
            int(face): f"{code}{number:03}"
            for code, cells in self._cells.items()
            for number, face in enumerate(cells.faces, start=1)
        }

    def areas(self) -> Iterator[AreaShape]:
        """Grids and cells, still in metres."""
        faces = self._drawing.mesh.faces
        for community, cells in self._cells.items():
            for grid in range(int(cells.grid.max()) + 1):
                code, members = f"{community}G{grid + 1:02}", cells.faces[cells.grid == grid]
                shape = shapely.coverage_union_all(faces[members])
                name = f"第{grid + 1}网格"
                yield AreaShape(Level.GRID, code, name, shape, community, f"Grid {grid + 1}", _NOTE)
                for face in members:
                    number = self.cell_codes[int(face)]
                    label = f"{number[12:]}号单元网格"
                    yield AreaShape(
                        Level.CELL, number, label, faces[face], code, f"Cell {number[12:]}", _NOTE
                    )


def _divisions(drawing: Drawing) -> Iterator[AreaShape]:
    for division in DIVISIONS:
        shape = shapely.coverage_union_all(drawing.mesh.faces[_faces_of(drawing, division)])
        yield AreaShape(
            division.level,
            division.code,
            division.name,
            shape,
            division.parent_code,
            division.name_en,
            _attributes(division.code),
        )


def _faces_of(drawing: Drawing, division: Division) -> NDArray[np.bool_]:
    significant = division.code[:4] if division.level is Level.CITY else division.code
    return np.char.startswith(drawing.owner, significant)


def _attributes(code: str) -> Mapping[str, object]:
    if code not in PUBLISHED_COUNTS:
        return _NOTE
    households, residents, groups = PUBLISHED_COUNTS[code]
    return {**_NOTE, "households": households, "residents": residents, "resident_groups": groups}


def _to_degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
    # From the local metres to the city's system and on to EPSG:4326; 9 digits are a tenth of a millimetre.
    east, north = Transformer.from_crs(4326, METRIC_SRID, always_xy=True).transform(*ORIGIN)
    back = Transformer.from_crs(METRIC_SRID, 4326, always_xy=True)
    lon, lat = back.transform(points[:, 0] + east, points[:, 1] + north)
    degrees: NDArray[np.float64] = np.round(np.column_stack([lon, lat]), 9)
    return degrees


def _on_earth(areas: list[AreaShape]) -> Iterator[AreaShape]:
    shapes = shapely.transform(np.array([area.geometry for area in areas]), _to_degrees)
    for area, shape in zip(areas, shapes, strict=True):
        yield AreaShape(
            area.level, area.code, area.name, shape, area.parent_code, area.name_en, area.attributes
        )


def _addresses(
    drawing: Drawing, cell_codes: Mapping[int, str], built_up: Indexes, random: Random
) -> Iterator[AddressPoint]:
    names = {division.code: division.name for division in DIVISIONS}
    found = sorted(houses(drawing, built_up, random), key=lambda house: cell_codes[house.face])
    places = _to_degrees(np.array([(house.east, house.north) for house in found]))
    serial: dict[str, int] = {}
    for house, (lon, lat) in zip(found, places.tolist(), strict=True):
        cell = cell_codes[house.face]
        serial[cell] = serial.get(cell, 0) + 1
        place = "".join(names[cell[:length]] for length in (6, 9, 12))
        text = f"{place}{house.street}{house.number}{house.building}"
        yield AddressPoint(
            f"{cell}{serial[cell]:03}", text, house.street, house.number, house.building, lon, lat
        )
