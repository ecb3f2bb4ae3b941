"""The road in a city with daylight saving: office hours are local, urgent hours run through the night."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desk.intake import register
from dispatch.calendar_store import install_calendar
from dispatch.calendars import published_calendar
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.incident_facts import Filing
from dispatch.rules.states import Act
from grid.city import load_city, save_city
from reach import SYSTEM
from tests.usecases.walking import CaseWalk
from tests.world import PIPE, RUBBISH, World, an_application, an_incident

# Friday 6 March 2026, 16:00 in Boston (UTC-5); on Sunday the 8th its clocks go forward.
FRIDAY = datetime(2026, 3, 6, 21, tzinfo=UTC)


@pytest.fixture
async def boston(world: World) -> World:
    """The same world on the other side of the earth."""
    calendar = published_calendar("boston")
    await install_calendar(SYSTEM, calendar, FRIDAY)
    city = replace(world.city, time_zone="America/New_York", calendar_code=calendar.code)
    await save_city(city)
    return replace(world, city=await load_city())


async def taken_in(world: World, matter: str) -> CaseWalk:
    done = await register(an_incident(matter=matter), world.who("worker"), world.city, FRIDAY)
    return CaseWalk(world, done.case_id, FRIDAY)


async def test_working_hours_go_on_on_monday_by_the_new_local_time(boston: World) -> None:
    walk = await taken_in(boston, RUBBISH)
    await walk.act("operator", Act.FILE, Filing(RUBBISH, "1", criterion_met=True))

    await walk.act("dispatcher", Act.DISPATCH)

    due = (await walk.clock(ClockKind.HANDLING)).due_at
    calendar = published_calendar("boston")
    friday = calendar.office_windows(FRIDAY.astimezone(boston.city.zone).date())[-1][1]
    left = 4 - (friday - FRIDAY).total_seconds() / 3600
    assert due is not None
    local = due.astimezone(boston.city.zone)
    opens = calendar.office_windows(local.date())[0][0]
    assert local.date().isoformat() == "2026-03-09"
    assert (due - opens).total_seconds() / 3600 == left
    # 12 o'clock in summer time is 16:00 UTC; in winter time it would have been 17:00.
    assert local.utcoffset() != FRIDAY.astimezone(boston.city.zone).utcoffset()


async def test_urgent_hours_run_through_night_and_weekend(boston: World) -> None:
    walk = await taken_in(boston, PIPE)

    handling = await walk.clock(ClockKind.HANDLING)

    assert handling.due_at is not None
    assert (handling.due_at - FRIDAY).total_seconds() == 3 * 3600


async def test_a_day_ends_at_local_midnight_on_the_far_side_of_a_clock_change(boston: World) -> None:
    done = await register(an_application(), boston.who("clerk"), boston.city, FRIDAY)

    (due,) = done.dues

    # Five working days from Friday: to the end of Friday the 13th, 00:00 local time, four hours from UTC.
    assert due.clock.due_at == datetime(2026, 3, 14, 4, tzinfo=UTC)
    assert done.case_no.endswith("202603060001")


async def test_a_case_keeps_the_calendar_it_was_taken_in_under(boston: World) -> None:
    walk = await taken_in(boston, RUBBISH)
    await install_calendar(SYSTEM, replace(published_calendar("boston"), version=99), FRIDAY)

    await walk.act("operator", Act.FILE, Filing(RUBBISH, "1", criterion_met=True))

    assert (await walk.case()).calendar_version == published_calendar("boston").version
