"""A new notice of holidays moves open limits: shown beforehand, done in rounds, told in each journal."""

import json
from datetime import UTC, date, datetime

import pytest

import database
from dispatch import queue, recounting_cases
from dispatch.calendar_store import current_calendar
from dispatch.recounting_cases import install_and_recount, preview, recount_case
from dispatch.rules.calendar import Calendar
from dispatch.rules.calendar_year import CalendarYear
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.states import Act
from reach import SYSTEM
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import World, an_application, an_incident

# Nobody has announced 2027 yet: an acceptance late in December crosses into it.
LATE = datetime(2026, 12, 28, 2, tzinfo=UTC)


async def with_2027(world: World) -> Calendar:
    """The calendar once the first three working days of 2027 are announced to be off."""
    off = {date(2027, 1, day): "元旦" for day in (1, 4, 5)}
    known = await current_calendar(world.city.calendar_code)
    return known.with_year(CalendarYear(2027, off, {}, "国办发明电〔2026〕9号"))


async def waiting(world: World) -> CaseWalk:
    return await taken_in(world, an_application(), now=LATE)


async def run_job() -> None:
    async def clock() -> datetime:
        return LATE

    row = await database.fetch_row("SELECT args FROM dispatch.jobs WHERE kind = $1", recounting_cases.KIND)
    assert row is not None
    args = json.loads(row["args"])
    await recounting_cases.job(clock)(args)


async def test_a_limit_that_crosses_into_an_unannounced_year_says_so(world: World) -> None:
    walk = await waiting(world)

    assert (await walk.clock(ClockKind.ACCEPTANCE)).provisional


async def test_the_preview_shows_old_and_new_and_changes_nothing(world: World) -> None:
    walk = await waiting(world)
    before = await walk.case()

    (one,) = [found async for found in preview(SYSTEM, await with_2027(world))]

    assert (one.case_no, one.before.due_at) == (before.case_no, before.due_at)
    assert one.after.due_at is not None
    assert before.due_at is not None
    assert (one.after.due_at - before.due_at).days == 2
    assert (one.before.provisional, one.after.provisional) == (True, False)
    assert await walk.case() == before


async def test_the_preview_shows_what_is_in_reach_only(world: World) -> None:
    await waiting(world)

    assert [one async for one in preview(world.who("stranger"), await with_2027(world))] == []


async def test_the_recount_moves_clock_row_and_journal_together(world: World) -> None:
    walk = await waiting(world)
    before = await walk.case()
    calendar = await with_2027(world)

    await install_and_recount(SYSTEM, calendar, LATE)
    await run_job()

    case, clock = await walk.case(), await walk.clock(ClockKind.ACCEPTANCE)
    assert (case.calendar_version, case.version) == (calendar.version, before.version)
    assert case.due_at == clock.due_at
    assert not clock.provisional
    told = (await walk.entries())[-1]
    assert told.kind == "clocks_recounted"
    assert told.data["moved"] == [
        {"clock": "acceptance", "before": _utc(before.due_at), "after": _utc(clock.due_at)}
    ]
    assert await walk.folds()


def _utc(at: datetime | None) -> str:
    assert at is not None
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_the_recount_goes_on_where_it_stopped_and_does_nothing_twice(world: World) -> None:
    walks = [await waiting(world) for _ in range(3)]
    calendar = await with_2027(world)
    await install_and_recount(SYSTEM, calendar, LATE)
    assert await recount_case(walks[0].case_id, calendar, LATE)

    await run_job()
    await run_job()

    assert not await recount_case(walks[0].case_id, calendar, LATE)
    assert [(await walk.kinds()).count("clocks_recounted") for walk in walks] == [1, 1, 1]


async def test_a_closed_case_keeps_the_calendar_it_ended_under(world: World) -> None:
    walk = await waiting(world)
    await walk.act("clerk", Act.WITHDRAW)
    await install_and_recount(SYSTEM, await with_2027(world), LATE)

    await run_job()

    assert (await walk.kinds())[-1] == "withdrawn"


async def test_no_pause_is_lost_when_the_sla_changes(world: World) -> None:
    walk = await taken_in(world, an_incident(), "worker", LATE)
    await walk.act("operator", Act.START_VERIFY)
    paused = await walk.clock(ClockKind.FILE)
    calendar = await with_2027(world)

    await install_and_recount(SYSTEM, calendar, LATE)
    await run_job()

    assert (await walk.clock(ClockKind.FILE)).pauses == paused.pauses
    assert (await walk.clock(ClockKind.FILE)).due_at is None


async def test_a_notice_is_installed_with_its_recount_or_not_at_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> int:
        raise OSError("the power fails")

    monkeypatch.setattr(queue, "enqueue", broken)
    calendar = await with_2027(world)

    with pytest.raises(OSError, match="power"):
        await install_and_recount(SYSTEM, calendar, LATE)

    assert (await current_calendar(calendar.code)).version == calendar.version - 1
