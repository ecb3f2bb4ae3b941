"""Workers killed at any moment lose nothing and double nothing; one of them pumps, and another follows it."""

import asyncio
from asyncio.subprocess import PIPE

import asyncpg
import pytest

import database
from desk.job_kinds import PERIODIC
from dispatch import heartbeats, queue, waking
from tests.bus.processes import PretendCity, kill_hard, started
from tests.bus.worker_runs import BEGUN, HOLD, LET_GO, UNDONE, UNTOLD, a_worker, none, note, some
from tests.databases import CLUSTER
from tests.journal_builders import NOON, saved_case, saved_entries
from tests.polling import until

_OF_PUMPS = """FROM pg_stat_activity
    WHERE application_name = 'griddesk-pump' AND datname = current_database()"""
PUMPS = f"SELECT count(*) {_OF_PUMPS}"
CUT_THE_PUMP = f"SELECT count(pg_terminate_backend(pid)) {_OF_PUMPS}"


async def _pumps() -> list[str]:
    return [beat.process for beat in await heartbeats.heartbeats() if beat.pumping]


async def _someone_pumps() -> bool:
    return bool(await _pumps())


async def test_work_asked_for_is_done_once(db: str, effects: "asyncpg.Connection[asyncpg.Record]") -> None:
    async with a_worker(db) as worker:
        for number in range(50):
            await note(str(number))
        await until(lambda: none(UNDONE), process=worker)

    assert await database.fetch("SELECT 1 FROM public.effects WHERE began <> 1 OR NOT done") == []
    assert await database.fetch_value(BEGUN) == 50


async def test_a_job_whose_worker_is_killed_is_done_by_the_next(
    db: str, effects: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await effects.execute(HOLD)
    await note("long")
    async with a_worker(db) as first:
        await until(lambda: some(BEGUN), process=first)
        await kill_hard(first)
    await effects.execute(LET_GO)
    async with a_worker(db) as second:
        await until(lambda: none(UNDONE), process=second)

    row = await database.fetch_row("SELECT began, done FROM public.effects")
    assert row is not None
    assert tuple(row) == (2, True)


async def test_a_worker_told_to_stop_finishes_what_it_began(
    db: str, effects: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await effects.execute(HOLD)
    await note("long")
    async with a_worker(db) as worker:
        await until(lambda: some(BEGUN), process=worker)
        worker.terminate()
        await until(lambda: none(PUMPS), process=worker)
        await effects.execute(LET_GO)
        assert await worker.wait() == 0

    assert await database.fetch_value("SELECT done FROM public.effects")
    assert await none(UNDONE)
    assert await heartbeats.heartbeats() == []


async def test_a_worker_killed_while_cases_flow_loses_no_entry_and_keeps_their_order(
    db: str, city: PretendCity
) -> None:
    await city.switch(delay_ms=30)
    cases = [await saved_case(entries=3) for _ in range(60)]
    async with a_worker(db) as first:
        await until(lambda: city.has(50), process=first)
        await kill_hard(first)
    for case in cases:
        await saved_entries(case, 2)
    async with a_worker(db) as second:
        await until(lambda: none(UNTOLD), process=second)

    assert await city.faults() == []
    assert (await city.counts())["messages"] == 60 * 5


async def test_of_two_workers_one_pumps_and_when_it_is_killed_the_other_does(
    db: str, city: PretendCity
) -> None:
    async with a_worker(db) as first:
        await until(_someone_pumps, process=first)
        (name,) = await _pumps()
        async with a_worker(db) as second:
            await until(_two_live, process=second)
            assert await _pumps() == [name]
            await kill_hard(first)
            await saved_case(entries=1)
            await until(lambda: city.has(1), process=second)
            await until(lambda: _another_pumps(name), process=second)


async def _two_live() -> bool:
    return len(await heartbeats.heartbeats()) == 2


async def _another_pumps(name: str) -> bool:
    return any(beat.pumping and beat.process != name for beat in await heartbeats.heartbeats())


async def test_a_pump_whose_connection_is_cut_takes_office_again(db: str, city: PretendCity) -> None:
    async with a_worker(db) as worker:
        await until(_someone_pumps, process=worker)
        owner = await asyncpg.connect(CLUSTER.url("postgres", db))
        assert await owner.fetchval(CUT_THE_PUMP) == 1
        await owner.close()
        await saved_case(entries=1)
        await until(lambda: city.has(1), process=worker)


async def test_an_error_with_a_name_in_it_leaves_no_name_in_row_or_log(
    db: str, effects: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await queue.enqueue("breaks", "1", {"canary": 4711}, NOON)
    environment = {"DATABASE_URL": CLUSTER.url("griddesk_app", db), "LOG_LEVEL": "DEBUG"}
    async with started(["-m", "tests.bus.worker_of_tests"], environment, stdout=PIPE) as worker:
        await until(lambda: some("SELECT count(*) FROM dispatch.jobs WHERE tries > 0"), process=worker)
        worker.terminate()
        assert worker.stdout is not None
        log = (await worker.stdout.read()).decode()

    assert await database.fetch_value("SELECT last_error FROM dispatch.jobs") == "ValueError"
    assert "ValueError at worker_of_tests.py" in log
    assert "no such person" not in log


async def test_a_thousand_wakings_are_few_notifications(db: str) -> None:
    listener = await asyncpg.connect(CLUSTER.url("griddesk_app", db))
    heard: list[object] = []
    await listener.add_listener(waking.CHANNEL, lambda *_: heard.append(1))
    for _ in range(1000):
        await waking.wake()
    await until(lambda: _heard(heard))
    # One that went on by itself would be heard ten times by then.
    await asyncio.sleep(0.2)
    await listener.close()
    await waking.close()

    assert 1 <= len(heard) <= 2


async def _heard(heard: list[object]) -> bool:
    return bool(heard)


async def test_a_rolled_back_act_wakes_nobody(db: str) -> None:
    asked: list[object] = []
    listener = await asyncpg.connect(CLUSTER.url("griddesk_app", db))
    await listener.add_listener(waking.CHANNEL, lambda *_: asked.append(1))
    with pytest.raises(ZeroDivisionError):
        await _wake_and_roll_back()
    async with database.transaction():
        waking.wake_after_commit()
        await asyncio.sleep(0.1)
        assert asked == []
    await until(lambda: _heard(asked))
    await listener.close()
    await waking.close()

    assert len(asked) == 1


async def _wake_and_roll_back() -> None:
    async with database.transaction():
        waking.wake_after_commit()
        raise ZeroDivisionError


async def test_the_worker_as_it_is_installed_begins_its_rounds_and_stops_in_order(db: str) -> None:
    environment = {"DATABASE_URL": CLUSTER.url("griddesk_app", db)}
    async with started(["-m", "desk.worker"], environment) as worker:
        await until(_someone_pumps, process=worker)
        worker.terminate()
        assert await worker.wait() == 0

    begun = await database.fetch_value("SELECT array_agg(kind ORDER BY kind) FROM dispatch.jobs")
    assert begun == sorted(PERIODIC)
