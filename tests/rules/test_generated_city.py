"""The demo city tiles without gap or overlap, is as large and lies as published, and looks alive."""

import csv
import hashlib
import math
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from grid.generating import DemoMap, demo_city, generate
from grid.rules.levels import Level
from grid.rules.shapes import AreaShape
from grid.rules.topology import Piece, Pin, prove

WENXIAN, CHANGSHOU, YINGLONG, FENGSHAN, MEIFENG, XINJIAO = (
    "350304001001",
    "350304001002",
    "350304001003",
    "350304001004",
    "350304001005",
    "350304002004",
)
TAIPING, XINGAN, GONGCHEN_STREET = "350302001001", "350302001002", "350304002"
EAST, NORTH, WEST, SOUTH = 0, 90, 180, -90


@pytest.fixture(scope="module")
def made() -> DemoMap:
    return generate()


@pytest.fixture(scope="module")
def in_metres(made: DemoMap) -> dict[str, AreaShape]:
    """Every area by code, its shape measured in the city's own system."""
    forth = Transformer.from_crs(4326, demo_city().metric_srid, always_xy=True)

    def project(points: np.ndarray) -> np.ndarray:
        return np.column_stack(forth.transform(points[:, 0], points[:, 1]))

    shapes = shapely.transform(np.array([area.geometry for area in made.areas]), project)
    return {
        area.code: AreaShape(area.level, area.code, area.name, shape, area.parent_code)
        for area, shape in zip(made.areas, shapes, strict=True)
    }


def _of(areas: dict[str, AreaShape], level: Level) -> list[AreaShape]:
    return [area for area in areas.values() if area.level is level]


def test_the_proof_finds_nothing_to_blame(made: DemoMap, in_metres: dict[str, AreaShape]) -> None:
    forth = Transformer.from_crs(4326, demo_city().metric_srid, always_xy=True)
    pieces = [Piece(area.level, area.code, area.parent_code, area.geometry) for area in in_metres.values()]
    pins = [Pin(address.code, *forth.transform(address.lon, address.lat)) for address in made.addresses[::7]]

    assert prove(pieces, pins, tolerance_m2=1e-3) == ()


@pytest.mark.parametrize("level", list(Level))
def test_neighbours_share_every_vertex_at_every_level(made: DemoMap, level: Level) -> None:
    shapes = np.array([area.geometry for area in made.areas if area.level is level])

    assert shapely.coverage_is_valid(shapes)
    assert {shape.geom_type for shape in shapes} == {"Polygon"}


def test_both_streets_have_their_23_communities(in_metres: dict[str, AreaShape]) -> None:
    zhenhai = [area.name for area in in_metres.values() if area.parent_code == "350304001"]
    gongchen = [area.name for area in in_metres.values() if area.parent_code == "350304002"]

    assert "".join(name[:2] for name in zhenhai) == "文献长寿英龙凤山梅峰镇海阔口新溪埭里步云古山"
    assert "".join(name[:2] for name in gongchen) == "拱辰畅林濠浦莘郊南郊荔浦陡门张镇西洙东阳长丰七步"
    assert [name[2:] for name in zhenhai] == ["社区"] * 9 + ["村"] * 2
    assert [name[2:] for name in gongchen] == ["社区"] * 7 + ["村"] * 5


@pytest.mark.outside_data
def test_codes_and_names_are_those_of_the_statistical_list(in_metres: dict[str, AreaShape]) -> None:
    with (Path(os.environ["OUTSIDE_DATA"]) / "china" / "villages_putian_3503.csv").open(
        encoding="utf-8"
    ) as file:
        listed = {row["code"]: row["name"] for row in csv.DictReader(file)}

    drawn = {area.code: area.name for area in _of(in_metres, Level.COMMUNITY)}
    streets = {code[:9] for code in drawn}
    expected = {
        code: name.removesuffix("居委会").replace("村委会", "村")
        for code, name in listed.items()
        if code[:9] in streets
    }
    assert drawn == expected


@pytest.mark.parametrize(("code", "km2"), [(WENXIAN, 0.3), (YINGLONG, 0.7), (MEIFENG, 0.39), (XINJIAO, 5.0)])
def test_known_sizes_are_met_within_a_tenth(in_metres: dict[str, AreaShape], code: str, km2: float) -> None:
    assert in_metres[code].geometry.area / 1e6 == pytest.approx(km2, rel=0.1)


@pytest.mark.parametrize(
    ("code", "neighbour", "side"),
    [
        (WENXIAN, FENGSHAN, EAST),
        (WENXIAN, FENGSHAN, SOUTH),
        (WENXIAN, CHANGSHOU, NORTH),
        (WENXIAN, TAIPING, WEST),
        (YINGLONG, FENGSHAN, SOUTH),
        (YINGLONG, CHANGSHOU, SOUTH),
        (YINGLONG, MEIFENG, WEST),
        (YINGLONG, GONGCHEN_STREET, NORTH),
        (MEIFENG, YINGLONG, EAST),
        (MEIFENG, CHANGSHOU, SOUTH),
        (MEIFENG, XINGAN, WEST),
    ],
)
def test_listed_neighbours_touch_on_the_named_side(
    in_metres: dict[str, AreaShape], code: str, neighbour: str, side: float
) -> None:
    area = in_metres[code].geometry
    border = area.boundary.intersection(in_metres[neighbour].geometry.boundary)
    middle = area.centroid
    wedge = shapely.Polygon(
        [(middle.x, middle.y)]
        + [
            (middle.x + 5000 * math.cos(math.radians(turn)), middle.y + 5000 * math.sin(math.radians(turn)))
            for turn in (side - 50, side, side + 50)
        ]
    )

    assert border.intersection(wedge).length > 50


def test_cells_measure_about_ten_thousand_square_metres(in_metres: dict[str, AreaShape]) -> None:
    sizes = np.array([area.geometry.area for area in _of(in_metres, Level.CELL)])

    assert 3000 <= len(sizes) <= 6000
    assert sizes.mean() == pytest.approx(10_000, rel=0.1)
    assert np.percentile(sizes, 1) > 3000
    assert np.percentile(sizes, 99) < 20_000


def test_cells_are_numbered_from_west_to_east_and_north_to_south(in_metres: dict[str, AreaShape]) -> None:
    cells = sorted(
        code for code in in_metres if code.startswith(WENXIAN) and len(code) == 15 and "G" not in code
    )

    middles = [in_metres[code].geometry.centroid for code in cells]

    assert cells == [f"{WENXIAN}{number:03}" for number in range(1, len(cells) + 1)]
    for one, other in pairwise(middles):
        assert other.x > one.x or other.y < one.y


def test_a_few_hundred_grids_hold_some_cells_each(in_metres: dict[str, AreaShape]) -> None:
    grids = _of(in_metres, Level.GRID)
    held = [sum(area.parent_code == grid.code for area in _of(in_metres, Level.CELL)) for grid in grids[:40]]

    assert 200 <= len(grids) <= 500
    assert all(
        grid.parent_code is not None and grid.code.startswith(f"{grid.parent_code}G") for grid in grids
    )
    assert min(held) >= 4
    assert max(held) <= 40


def test_streets_are_no_checkerboard(in_metres: dict[str, AreaShape]) -> None:
    cells = _of(in_metres, Level.CELL)
    corners = {int(shapely.get_num_coordinates(area.geometry)) for area in cells}
    filled = [area.geometry.area / area.geometry.minimum_rotated_rectangle.area for area in cells[::25]]

    assert len(corners) > 5
    assert np.mean(filled) < 0.95


def test_addresses_stand_in_the_cell_their_code_begins_with(made: DemoMap) -> None:
    cells = {area.code: area.geometry for area in made.areas if area.level is Level.CELL}

    assert len(made.addresses) >= 5000
    assert len({address.text for address in made.addresses}) == len(made.addresses)
    assert all(
        cells[address.code[:15]].contains(shapely.Point(address.lon, address.lat))
        for address in made.addresses
    )


def test_every_area_says_that_its_shape_is_made_up(made: DemoMap) -> None:
    assert all(area.attributes["synthetic"] is True for area in made.areas)


def test_the_middle_of_the_town_lies_where_zhenhai_does(made: DemoMap) -> None:
    wenxian = next(area for area in made.areas if area.code == WENXIAN).geometry

    assert wenxian.distance(shapely.Point(119.02, 25.43)) < 0.002


def test_the_same_seed_makes_the_same_map_in_every_process(made: DemoMap) -> None:
    program = "from tests.rules.test_generated_city import digest; from grid.generating import generate;"
    told = subprocess.run(
        [sys.executable, "-c", f"{program} print(digest(generate()))"],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == digest(made)


def digest(made: DemoMap) -> str:
    """What tells two maps apart, in a few letters."""
    told = hashlib.sha256()
    for area in made.areas:
        told.update(f"{area.code} {area.name} {area.parent_code}".encode() + shapely.to_wkb(area.geometry))
    for address in made.addresses:
        told.update(f"{address.code} {address.text} {address.lon} {address.lat}".encode())
    return told.hexdigest()
