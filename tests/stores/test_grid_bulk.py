"""Points located in bulk lie where single look-ups put them, in the demo city too."""

import sys

import numpy as np
import pytest

import database
from grid.addresses import AddressQuery, search_addresses
from grid.bulk import load_bulk_map
from grid.city import load_city
from grid.editions import published
from grid.errors import NoEditionPublished, PointOutsideCity
from grid.locate import locate, locate_address
from grid.rules.coordinates import Position
from tests.builders_grid import SOUTH, STEP, WEST, at, saved_small_city


async def test_bulk_and_single_look_ups_agree_inside_outside_and_on_borders(db: str) -> None:
    await saved_small_city()
    held = await load_bulk_map()
    grid = [at(column / 4, row / 4) for column in range(-1, 18) for row in range(-1, 18)]

    found = held.find(np.array([p.lon for p in grid]), np.array([p.lat for p in grid]))

    for position, number in zip(grid, found, strict=True):
        if number < 0:
            with pytest.raises(PointOutsideCity):
                await locate(position, 0)
        else:
            assert (await locate(position, 0)).path == held.paths[number]
    assert (found >= 0).sum() == 17 * 17


async def test_what_is_no_number_lies_nowhere(db: str) -> None:
    await saved_small_city()

    found = (await load_bulk_map()).find(np.array([np.nan, np.inf]), np.array([25.43, 25.43]))

    assert list(found) == [-1, -1]


async def test_there_is_no_bulk_map_before_the_first_edition(db: str) -> None:
    with pytest.raises(NoEditionPublished):
        await load_bulk_map()


async def test_many_points_are_located_all_at_once(db: str) -> None:
    await saved_small_city()
    held, random = await load_bulk_map(), np.random.default_rng(3)
    lons, lats = WEST + random.uniform(0, 4, 100_000) * STEP, SOUTH + random.uniform(0, 4, 100_000) * STEP
    calls: list[str] = []

    sys.setprofile(lambda *told: calls.append(told[1]))
    try:
        found = held.find(lons, lats)
    finally:
        sys.setprofile(None)

    assert (found >= 0).all()
    # One by one they would be a hundred thousand.
    assert len(calls) < len(lons) / 10


async def test_the_demo_city_is_published_and_found_again(city: str) -> None:
    assert (await published()).number == 1
    assert (await load_city()).name == "莆田市"
    middle = await locate(Position(119.02, 25.43), 30)
    assert [area.name for area in middle.chain[:3]] == ["莆田市", "荔城区", "镇海街道"]
    assert len(middle.chain) == 6
    stray = "SELECT count(*) FROM grid.addresses WHERE cell_code IS DISTINCT FROM left(code, 15)"
    assert await database.fetch_value(stray) == 0
    first = (await search_addresses(AddressQuery("文献社区"))).addresses[0]
    assert (await locate_address(first.id)).lowest.code == first.cell_code
    held, random = await load_bulk_map(), np.random.default_rng(5)
    lons, lats = random.uniform(118.97, 119.08, 300), random.uniform(25.38, 25.48, 300)
    for lon, lat, number in zip(lons, lats, held.find(lons, lats), strict=True):
        assert (await locate(Position(lon, lat), 0)).path == held.paths[number]
