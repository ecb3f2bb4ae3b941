"""The roster: who is on duty for a grid at a moment."""

from datetime import datetime, timedelta

import asyncpg
import pytest

from dispatch import roster
from dispatch.errors import UnknownDuty
from dispatch.roster import Duty, NewDuty
from dispatch.rules.assignment import OnDuty, Rank, assign
from reach import Reach, ReachKind
from registry import audit
from tests.responsibility_builders import CELL, GRID, NOW, STREET

ADMIN = Reach(ReachKind.STAFF, 9)
HOUR = timedelta(hours=1)


async def give(
    staff: int,
    area: str = GRID,
    rank: Rank = Rank.PRIMARY,
    since: datetime = NOW - HOUR,
    until: datetime | None = None,
) -> Duty:
    return await roster.give_duty(ADMIN, NewDuty(area, staff, rank, since, until), NOW)


async def test_those_of_the_grid_and_of_the_areas_around_it_are_on_duty(db: str) -> None:
    await give(30)
    await give(5, STREET, Rank.POOL_OWNER)
    await give(31, GRID.replace("G1/", "G2/"))
    await give(32, CELL)

    found = await roster.on_duty(GRID, NOW)

    assert set(found) == {OnDuty(30, GRID, Rank.PRIMARY), OnDuty(5, STREET, Rank.POOL_OWNER)}


async def test_a_duty_runs_from_its_first_moment_and_no_longer_at_its_last(db: str) -> None:
    await give(30, until=NOW + HOUR)

    on = [bool(await roster.on_duty(GRID, NOW + shift)) for shift in (-2 * HOUR, -HOUR, timedelta(), HOUR)]

    assert on == [False, True, True, False]


async def test_with_the_primary_off_duty_the_backup_is_asked(db: str) -> None:
    primary = await give(30)
    await give(20, rank=Rank.BACKUP)
    await roster.end_duty(ADMIN, primary.id, NOW, NOW)

    assignment = assign(GRID, await roster.on_duty(GRID, NOW))

    assert assignment.chosen == OnDuty(20, GRID, Rank.BACKUP)


async def test_the_same_duty_given_twice_counts_once(db: str) -> None:
    await give(30)
    await give(30)

    assert len(await roster.on_duty(GRID, NOW)) == 1


async def test_a_duty_that_has_ended_or_not_begun_cannot_be_ended_then(db: str) -> None:
    ended = await give(30, until=NOW)

    for moment in (NOW + HOUR, NOW - 2 * HOUR):
        with pytest.raises(UnknownDuty):
            await roster.end_duty(ADMIN, ended.id, moment, NOW)


async def test_areas_with_somebody_now_or_later_count_as_staffed(db: str) -> None:
    await give(30, until=NOW)
    await give(5, STREET, Rank.POOL_OWNER, since=NOW + HOUR)

    assert await roster.staffed_areas(NOW) == {STREET}


async def test_the_roster_of_an_area_tells_its_past_too(db: str) -> None:
    later, earlier = await give(30), await give(31, since=NOW - 2 * HOUR, until=NOW - HOUR)

    assert await roster.roster_of(GRID) == (earlier, later)


async def test_every_change_of_the_roster_is_recorded_in_the_audit_chain(db: str) -> None:
    duty = await give(30)
    await roster.end_duty(ADMIN, duty.id, NOW, NOW)

    given, ended = await audit.entries(audit.CONFIG)

    assert (given.kind, given.actor, given.data["valid_to"]) == ("duty_given", "staff:9", None)
    assert (ended.kind, ended.data["staff"], ended.data["valid_to"]) == ("duty_ended", 30, NOW.isoformat())


@pytest.mark.parametrize(
    "new", [NewDuty("350300", 1, Rank.PRIMARY, NOW), NewDuty(GRID, 1, Rank.PRIMARY, NOW, NOW)]
)
async def test_the_database_refuses_duties_that_mean_nothing(db: str, new: NewDuty) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await roster.give_duty(ADMIN, new, NOW)
