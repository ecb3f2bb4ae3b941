"""The map's tiles show the areas of one edition, where they are, and no more than the zoom can tell apart."""

import math

import pytest
import shapely

import database
from grid.editions import create_draft, discard_draft, publish
from grid.errors import NoEditionPublished, UnknownEdition
from grid.rules.levels import Level
from grid.rules.tiles import Tile
from grid.tile_statements import DRAWING
from grid.tiles import area_tile, ground
from tests import builders_grid as grid
from tests.databases import analyze
from tests.vector_tiles import layers

_MANY = """
INSERT INTO grid.areas (edition_id, level, code, name, parent_code, path, is_lowest, area_m2, geom, label)
SELECT $1, level, code, code, NULL, code || '/', level = 'CELL', 1, ST_Multi(box), ST_Centroid(box)
FROM (
    SELECT level, level || i AS code, ST_Translate(ST_MakeEnvelope(0, 0, size, size, 4326),
        119 + i % side * size, 25 + i / side * size) AS box
    FROM (VALUES ('CELL', 90, 0.001), ('GRID', 30, 0.003), ('COMMUNITY', 10, 0.009)) AS made
        (level, side, size), generate_series(0, side * side - 1) AS i
) AS drawn
"""


def tile_over(lon: float, lat: float, z: int) -> Tile:
    """The tile of a zoom that shows a position (EPSG:4326)."""
    row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return Tile(z, int((lon + 180) / 360 * 2**z), int(row * 2**z))


def middle(z: int) -> Tile:
    """The tile of a zoom that shows the middle of the small city."""
    return tile_over(grid.WEST + 1.9 * grid.STEP, grid.SOUTH + 1.9 * grid.STEP, z)


async def test_a_tile_shows_the_grids_that_lie_in_it_and_no_others(db: str) -> None:
    await grid.saved_small_city()
    tile = tile_over(grid.at(0.2, 0.2).lon, grid.at(0.2, 0.2).lat, 16)
    box = tile.box(64)

    drawn = {one.values["code"] for one in layers(await area_tile(1, tile))["grids"]}

    shown = shapely.box(box.west, box.south, box.east, box.north)
    grids = [one for one in grid.small_map() if one.level is Level.GRID]
    assert drawn == {one.code for one in grids if one.geometry.intersects(shown)}
    assert 0 < len(drawn) < 4


async def test_a_grid_is_drawn_where_it_lies(db: str) -> None:
    await grid.saved_small_city()
    tile = middle(14)

    (drawn,) = [
        one for one in layers(await area_tile(1, tile))["grids"] if one.values["code"] == "350304001001G01"
    ]

    lons, lats = zip(*drawn.degrees(tile), strict=True)
    box = grid.a_box(0, 0, 2, 2).bounds
    assert (min(lons), min(lats), max(lons), max(lats)) == pytest.approx(box, abs=1e-5)


@pytest.mark.parametrize(
    ("zoom", "expected"),
    [
        (5, {"districts", "labels"}),
        (8, {"districts", "streets", "labels"}),
        (11, {"districts", "streets", "communities", "labels"}),
        (12, {"districts", "streets", "communities", "grids", "labels"}),
        (15, {"districts", "streets", "communities", "grids", "cells", "labels"}),
    ],
)
async def test_the_deeper_the_zoom_the_smaller_the_areas(db: str, zoom: int, expected: set[str]) -> None:
    await grid.saved_small_city()

    shown = layers(await area_tile(1, middle(zoom)))

    # The small city itself is a dot from far away; an outline that would not be seen is not sent.
    assert set(shown) - {"labels"} <= expected
    if zoom >= 12:
        assert set(shown) == expected


async def test_a_name_stands_in_one_tile_in_both_languages(db: str) -> None:
    await grid.saved_small_city()
    tiles = [Tile(13, middle(13).x + i, middle(13).y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]

    named = [one.values for tile in tiles for one in layers(await area_tile(1, tile)).get("labels", [])]

    street = {"level": "STREET", "code": grid.STREET, "name": "镇海街道", "name_en": "Zhenhai"}
    assert [one for one in named if one["code"] == grid.STREET] == [street]


async def test_where_nothing_lies_a_tile_is_empty(db: str) -> None:
    await grid.saved_small_city()

    assert await area_tile(1, tile_over(10.0, 50.0, 12)) == b""


async def test_a_published_tile_never_changes(db: str) -> None:
    first = await grid.saved_small_city()
    before = await area_tile(first.number, middle(14))
    moved = [shape for shape in grid.small_map() if shape.level is not Level.CELL]
    second = await publish((await grid.a_draft(moved)).id, grid.NOW)

    after = await area_tile(first.number, middle(14))

    assert after == before
    assert second.number != first.number


@pytest.mark.parametrize("edition", [0, -1, 2, 99, 2**40])
async def test_a_draft_or_an_edition_nobody_made_has_no_tiles(db: str, edition: int) -> None:
    await grid.saved_small_city()
    await grid.a_draft()

    with pytest.raises(UnknownEdition):
        await area_tile(edition, middle(14))


async def test_no_tile_reads_the_whole_map(db: str) -> None:
    draft = await create_draft("many", grid.NOW)
    await database.execute(_MANY, draft.id)
    await analyze(db, "grid.areas")

    plans = {z: await _plan(draft.number, tile_over(119.03, 25.03, z)) for z in range(10, 17)}

    assert [z for z, plan in plans.items() if "Seq Scan on areas" in plan] == []
    assert "areas_grids_geom" in plans[13]
    await discard_draft(draft.id)


async def _plan(edition: int, tile: Tile) -> str:
    statement = DRAWING[max(zoom for zoom in DRAWING if zoom <= tile.z)]
    box = tile.box()
    values = {"edition": edition, "tolerance": 1.0, "z": tile.z, "x": tile.x, "y": tile.y}
    values |= {"west": box.west, "south": box.south, "east": box.east, "north": box.north}
    rows = await database.fetch(f"EXPLAIN {statement.sql}", *statement.arguments(values))
    return "\n".join(row["QUERY PLAN"] for row in rows)


async def test_the_ground_is_the_whole_city_or_what_is_asked_for(db: str) -> None:
    edition = await grid.saved_small_city()
    first = f"350300/{grid.DISTRICT}/{grid.STREET}/{grid.COMMUNITIES[0]}/"

    whole, part = await ground(), await ground((first, "350300/elsewhere/"))

    assert whole.edition == part.edition == edition.number
    assert whole.box.east == pytest.approx(grid.WEST + 4 * grid.STEP)
    assert part.box.east == pytest.approx(grid.WEST + 2 * grid.STEP)


async def test_ground_of_areas_the_map_does_not_have_is_the_whole_city(db: str) -> None:
    await grid.saved_small_city()

    assert await ground(("350300/elsewhere/",)) == await ground()


async def test_without_a_map_there_is_no_ground(db: str) -> None:
    with pytest.raises(NoEditionPublished):
        await ground()
