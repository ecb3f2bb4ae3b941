"""Over RabbitMQ too, whatever dies or breaks off: no work is lost, none is doubled in effect, order stays."""

import asyncpg

import database
from dispatch import heartbeats
from tests.bus.cuttable import cuttable
from tests.bus.processes import PretendCity, kill_hard
from tests.bus.worker_runs import BEGUN, HOLD, LET_GO, UNDONE, UNTOLD, a_worker, none, note, some
from tests.journal_builders import saved_case, saved_entries
from tests.polling import until

AGAIN_SOON = {"dramatiq_restart_delay": "200"}  # milliseconds


async def _pumping() -> list[str]:
    return [beat.process for beat in await heartbeats.heartbeats() if beat.pumping]


async def _somebody_pumps(but: str = "") -> bool:
    return any(name != but for name in await _pumping())


async def _away(away: bool) -> bool:
    beats = await heartbeats.heartbeats()
    return bool(beats) and all((beat.broker_away is not None) is away for beat in beats)


async def test_a_machine_lost_with_pump_and_worker_is_replaced_by_another(
    db: str, effects: "asyncpg.Connection[asyncpg.Record]", rabbit: str
) -> None:
    await effects.execute(HOLD)
    await note("long")
    async with a_worker(db, BROKER_URL=rabbit) as first:
        await until(lambda: some(BEGUN), process=first)
        async with a_worker(db, BROKER_URL=rabbit) as second:
            await kill_hard(first)
            await effects.execute(LET_GO)
            await until(lambda: none(UNDONE), process=second)

    row = await database.fetch_row("SELECT began, done FROM public.effects")
    assert row is not None
    assert tuple(row) == (2, True)


async def test_of_two_pumps_one_hands_out_and_when_it_is_killed_the_other_does(
    db: str, effects: "asyncpg.Connection[asyncpg.Record]", rabbit: str
) -> None:
    for number in range(30):
        await note(f"before {number}")
    async with (
        a_worker(db, "--role", "pump", BROKER_URL=rabbit) as one,
        a_worker(db, "--role", "pump", BROKER_URL=rabbit) as other,
        a_worker(db, "--role", "work", BROKER_URL=rabbit) as worker,
    ):
        await until(lambda: none(UNDONE), process=worker)
        await until(_somebody_pumps, process=worker)
        (name,) = await _pumping()
        await kill_hard(one if name.endswith(f":{one.pid}") else other)
        for number in range(30):
            await note(f"after {number}")
        await until(lambda: none(UNDONE), process=worker)
        await until(lambda: _somebody_pumps(but=name), process=worker)

    assert await database.fetch("SELECT 1 FROM public.effects WHERE NOT done") == []
    assert await database.fetch_value(BEGUN) == 60


async def test_a_broker_that_comes_late_and_stops_under_work_costs_no_entry_and_no_order(
    db: str, city: PretendCity, rabbit: str
) -> None:
    await city.switch(delay_ms=30)
    cases = [await saved_case(entries=3) for _ in range(60)]
    with cuttable(rabbit) as line:
        line.cut()
        async with a_worker(db, BROKER_URL=line.address, **AGAIN_SOON) as worker:
            await until(lambda: _away(True), process=worker)
            assert not await _somebody_pumps()
            line.mend()
            await until(lambda: city.has(50), process=worker)
            line.cut()
            for case in cases:
                await saved_entries(case, 2)
            await until(lambda: _away(True), process=worker)
            line.mend()
            await until(lambda: none(UNTOLD), process=worker)
            await until(lambda: _away(False), process=worker)

    assert await city.faults() == []
    assert (await city.counts())["messages"] == 60 * 5
