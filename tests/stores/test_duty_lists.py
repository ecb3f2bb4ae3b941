"""Rosters of a part of the city are found by indexes, and grids with nobody are counted and named."""

from dataclasses import replace
from datetime import timedelta

import database
from dispatch import duty_lists, roster
from dispatch.duty_lists import Staffing, lowest_level
from dispatch.roster import NewDuty
from dispatch.rules.assignment import OnDuty, Rank
from grid.rules.levels import Level
from reach import SYSTEM
from tests import builders_grid as grid
from tests.builders_grid import COMMUNITIES, DISTRICT, NOW, STREET

_STREET = f"350300/{DISTRICT}/{STREET}/"
_GRIDS = tuple(f"{_STREET}{code}/{code}G01/" for code in COMMUNITIES)
_HOUR = timedelta(hours=1)


async def _give(area: str, staff: int, rank: Rank, begins: timedelta = -_HOUR) -> None:
    await roster.give_duty(SYSTEM, NewDuty(area, staff, rank, NOW + begins), NOW)


async def test_grids_with_nobody_of_their_own_are_counted_and_named(db: str) -> None:
    await grid.saved_small_city()
    await _give(_GRIDS[1], 7, Rank.PRIMARY)
    await _give(_GRIDS[2], 8, Rank.PRIMARY, _HOUR)
    await _give(_STREET, 9, Rank.LEADER)

    counted = await duty_lists.staffing(Level.GRID, _STREET, NOW)
    alone = await duty_lists.unstaffed(Level.GRID, _STREET, NOW, 10)

    assert counted == Staffing(4, 3)
    assert [one.path for one in alone] == [_GRIDS[0], _GRIDS[2], _GRIDS[3]]
    assert [len(one.coming) for one in alone] == [0, 1, 0]
    assert {one.answers for one in alone} == {OnDuty(9, _STREET, Rank.LEADER)}


async def test_all_grids_are_read_page_by_page(db: str) -> None:
    await grid.saved_small_city()

    first = await duty_lists.rosters(Level.GRID, _STREET, NOW, "", 3)
    rest = await duty_lists.rosters(Level.GRID, _STREET, NOW, first[-1].path, 3)

    assert [one.path for one in (*first, *rest)] == list(_GRIDS)
    assert {one.answers for one in first} == {None}


def test_a_city_without_grids_has_rosters_of_its_communities() -> None:
    flat = replace(grid.a_city(), levels=(Level.CITY, Level.COMMUNITY, Level.CELL))

    assert (lowest_level(grid.a_city()), lowest_level(flat)) == (Level.GRID, Level.COMMUNITY)


async def test_no_list_of_duties_reads_whole_tables(db: str) -> None:
    await grid.saved_small_city()
    async with database.transaction():
        await database.execute("SET LOCAL enable_seqscan = off")
        plans = [
            "\n".join(row[0] for row in await database.fetch(f"EXPLAIN {statement}", *arguments))
            for statement, arguments in (
                (duty_lists._UNSTAFFED, ("GRID", _STREET, NOW, 10)),
                (duty_lists._GRIDS, ("GRID", _STREET, "", 10)),
                (roster._OVER, ([_STREET], NOW)),
                (roster._OF_STAFF, (7, NOW)),
            )
        ]

    assert [plan for plan in plans if "Seq Scan on duties" in plan or "Seq Scan on areas" in plan] == []
