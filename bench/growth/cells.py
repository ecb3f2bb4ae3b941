"""What look-ups, tiles and the map in memory cost with so many cells."""

import os
import random
import time
from datetime import UTC, datetime

import numpy as np

import database
from bench.city.drawing import SOUTH, STEP, WEST, side_of
from bench.growth.cases import CLERK, intake
from bench.growth.cases import staff as seen_by
from bench.growth.counting import counted
from bench.growth.sizes import per_unit
from bench.growth.slopes import Point, Shape
from bench.processes import megabytes
from grid.area_search import search_areas
from grid.bulk import load_bulk_map
from grid.city import load_city
from grid.locate import locate
from grid.rules.coordinates import Position
from grid.rules.tiles import Tile
from grid.tiles import area_tile

TABLES = {"grid.areas": "SELECT count(*) FROM grid.areas"}
_EDITION = "SELECT number FROM grid.editions WHERE status = 'published'"
_CELLS = """
SELECT count(*) FROM grid.areas area JOIN grid.editions edition ON edition.id = area.edition_id
WHERE edition.number = $1 AND area.is_lowest AND area.geom && ST_Transform(ST_TileEnvelope($2, $3, $4), 4326)
"""
_LOOK_UPS, _IN_BULK, _PRECISION, _ZOOM = 100, 100_000, 20.0, 15


async def points(scale: float) -> list[Point]:
    """Everything measured against the cells of a city of this share of the full size."""
    city, now, side = await load_city(), datetime.now(UTC), side_of(scale)
    clerk = await seen_by(CLERK, now)
    edition = int(await database.fetch_value(_EDITION))
    middle = (WEST + side * STEP / 2, SOUTH + side * STEP / 2)
    chance = random.Random(5)
    places = [
        Position(WEST + STEP * chance.uniform(1, side - 1), SOUTH + STEP * chance.uniform(1, side - 1))
        for _ in range(_LOOK_UPS)
    ]

    async def look_up() -> None:
        for place in places:
            await locate(place, _PRECISION)

    single = await counted(look_up)
    tile = _tile(*middle)
    drawn = await counted(lambda: area_tile(edition, tile))
    cells = int(await database.fetch_value(_CELLS, edition, tile.z, tile.x, tile.y))
    taken_in = await counted(lambda: intake(city, clerk, now))
    found = [
        Point("locate a point", single.all_pages / _LOOK_UPS, "pages", Shape.FLAT),
        Point("draw a tile, each cell", drawn.all_pages / cells, "pages each", Shape.FLAT),
        Point("intake", taken_in.all_pages, "pages", Shape.FLAT),
    ]
    return [*found, *await per_unit(TABLES), *await _in_memory(side)]


async def _in_memory(side: int) -> list[Point]:
    """The map for locating in bulk, which jobs load, and what a web process keeps to find areas by name."""
    at_first = megabytes(os.getpid())
    await search_areas("镇海")
    named = megabytes(os.getpid())
    began = time.process_time()
    areas = await load_bulk_map()
    loading = time.process_time() - began
    heavy, many = megabytes(os.getpid()), len(areas.paths)
    chance = np.random.default_rng(3)
    lons, lats = (corner + chance.uniform(0, side * STEP, _IN_BULK) for corner in (WEST, SOUTH))
    areas.find(lons[:1000], lats[:1000])
    began = time.process_time()
    found = int((areas.find(lons, lats) >= 0).sum())
    finding = time.process_time() - began
    if found < _IN_BULK * 0.99:
        raise LookupError(f"only {found} of {_IN_BULK} points lie in the city")
    return [
        Point("bulk map in memory", (heavy - named) * 1e6 / many, "B a cell", Shape.EACH),
        Point("bulk map, loading", loading * 1e6 / many, "µs a cell", Shape.EACH),
        Point("locate in bulk", finding * 1e6 / _IN_BULK, "µs a point", Shape.TIME),
        Point("names of areas in memory", (named - at_first) * 1e6 / many, "B a cell", Shape.EACH),
    ]


def _tile(lon: float, lat: float) -> Tile:
    """The tile of the zoom from which cells are drawn around a place (EPSG:4326)."""
    across = 2**_ZOOM
    north = np.arcsinh(np.tan(np.radians(lat)))
    return Tile(_ZOOM, int((lon + 180) / 360 * across), int((1 - north / np.pi) / 2 * across))
