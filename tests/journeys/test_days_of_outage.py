"""The city's bus is away for three days: work goes on, time passes, and then everything arrives in order."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from bench.strain.comparer import compared
from tests.bus.processes import started
from tests.bus.relaying import CIRCUIT_PAUSE_OVER
from tests.journeys.bodies import DUST, allowance, incident
from tests.journeys.conftest import MONDAY
from tests.journeys.people import Case, People
from tests.polling import until

WENXIAN = "350304001001"
NEXT_DAYS = ("2026-03-03T09:00:00+08:00", "2026-03-04T09:00:00+08:00", "2026-03-05T09:00:00+08:00")
OFFICE = "handler.urban_management.licheng"


@pytest.fixture
async def weekdays(people: People) -> AsyncIterator[People]:
    """People whose clock is set back afterwards."""
    yield people
    await people.set_clock(MONDAY)


async def test_after_three_days_without_the_bus_it_is_told_everything_in_order(
    weekdays: People, tmp_path: Path
) -> None:
    bus = weekdays.town.bus
    await bus.switch(fail=503)
    cases = await _monday(weekdays)
    for day in NEXT_DAYS:
        await weekdays.set_clock(day)
        cases += await _a_day(weekdays, cases)
    waiting = await _entries_waiting(weekdays)
    arrived = [await bus.messages(case.number) for case in cases]

    await bus.switch()
    await _pause_over(weekdays)
    for case in cases:
        await case.reaches_the_bus("operator.zhenhai" if case in cases[1:] else "clerk.zhenhai")

    dump = await _dump(weekdays, tmp_path / "journals.jsonl")
    both = compared(dump, f"{bus.address}/record", frozenset(case.number for case in cases))
    assert (arrived, waiting > 20) == ([[]] * len(cases), True)
    assert (both.findings, both.messages) == ((), both.entries)
    assert both.entries > 20


async def _monday(people: People) -> list[Case]:
    application = await people.brings("clerk.zhenhai", "applications", allowance(WENXIAN, person=20))
    await application.does("clerk.zhenhai", "accept")
    return [application, await _dust(people)]


async def _a_day(people: People, cases: list[Case]) -> list[Case]:
    """Yesterday's incident goes on, and another one comes in."""
    await cases[-1].does(OFFICE, "sign-for")
    await cases[-1].does("operator.zhenhai", "comment", text="等待总线恢复")
    return [await _dust(people)]


async def _dust(people: People) -> Case:
    case = await people.brings("worker.fengshan", "incidents", incident(DUST, "fengshan"))
    await case.does("operator.zhenhai", "file", class_code=DUST, situation="1", criterion_met=True)
    office = (await (await people.the(OFFICE)).get("/api/v1/me")).json()["posts"][0]["department_id"]
    await case.does("dispatcher.licheng", "dispatch", lead={"department_id": office})
    return case


async def _entries_waiting(people: People) -> int:
    desk = await people.the("bus.city")
    return sum(int(one["entries_waiting"]) for one in (await desk.get("/api/v1/bus/health")).json())


async def _pause_over(people: People) -> None:
    """The real pause between two tries ends at once; it is eight seconds at most."""
    connection = await asyncpg.connect(people.town.environment["DATABASE_URL"])
    await connection.execute(CIRCUIT_PAUSE_OVER)
    await connection.close()


async def _dump(people: People, file: Path) -> Path:
    await until(lambda: _nothing_waits(people))
    command = ["-m", "desk.cli", "dump-journals", str(file)]
    async with started(command, people.town.environment) as process:
        assert await process.wait() == 0
    return file


async def _nothing_waits(people: People) -> bool:
    return await _entries_waiting(people) == 0
