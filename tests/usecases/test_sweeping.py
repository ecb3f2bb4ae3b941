"""The sweep of the clocks: oldest first, unassigned work too, nothing twice, each fault kept to itself."""

import asyncio
from datetime import timedelta

import database
from desk.new_case import Where
from dispatch.case_store import tasks_of
from dispatch.clockwork import sweep
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.incident_facts import Filing
from dispatch.rules.states import Act
from tests import builders_grid as grid
from tests.polling import somebody_waits, until
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import NOW, RUBBISH, World, an_application, an_incident

LATER = NOW + timedelta(days=30)


async def overdue(case_id: int) -> list[str]:
    """The kinds of the limits that were told to be overdue, as often as that was told."""
    sql = "SELECT data->>'clock' FROM dispatch.journal WHERE case_id = $1 AND kind = 'clock_breached'"
    return [row[0] for row in await database.fetch(sql, case_id)]


async def breaches(case_id: int) -> int:
    return len(await overdue(case_id))


async def filed(world: World) -> CaseWalk:
    walk = await taken_in(world, an_incident(), "worker")
    await walk.act("operator", Act.FILE, Filing(RUBBISH, "1", criterion_met=True))
    return walk


async def test_unassigned_work_escalates_too(world: World) -> None:
    walk = await filed(world)
    assert await walk.open_tasks() == []

    swept = await sweep(world.city, LATER)

    assert swept.breached == 1
    assert (await walk.kinds())[-1] == "clock_breached"
    assert await walk.folds()


async def test_the_escalation_scan_goes_oldest_first_not_newest_first(world: World) -> None:
    walks = [await taken_in(world, an_incident(), "worker", NOW + timedelta(hours=n)) for n in (2, 0, 1)]

    await sweep(world.city, LATER, limit=1)

    assert [await breaches(walk.case_id) for walk in walks] == [0, 1, 0]


async def test_a_sweep_that_met_its_limit_says_that_more_is_waiting(world: World) -> None:
    for _ in range(3):
        await taken_in(world, an_incident(), "worker")

    assert (await sweep(world.city, LATER, limit=2)).full
    assert not (await sweep(world.city, LATER, limit=2)).full


async def test_two_sweeps_at_once_do_nothing_twice(world: World) -> None:
    walks = [await taken_in(world, an_application()) for _ in range(6)]

    swept = await asyncio.gather(*(sweep(world.city, LATER) for _ in range(3)))

    # What is accepted as of its receipt is late for its decision too, which a sweep that begins later finds.
    told = [await overdue(walk.case_id) for walk in walks]
    assert sum(one.breached for one in swept) == sum(map(len, told))
    assert sum(one.acted for one in swept) == 6
    for kinds, walk in zip(told, walks, strict=True):
        assert kinds.count(ClockKind.ACCEPTANCE) == 1
        assert len(kinds) == len(set(kinds))
        assert (await walk.kinds()).count("deemed_accepted") == 1
        assert await walk.folds()


async def test_a_warning_is_given_once_and_moves_nothing(world: World) -> None:
    walk = await taken_in(world, an_application())
    clock = await walk.clock(ClockKind.ACCEPTANCE)
    assert clock.warn_at is not None
    before = await walk.case()

    first = await sweep(world.city, clock.warn_at)
    second = await sweep(world.city, clock.warn_at)

    assert (first.warned, second.warned) == (1, 0)
    after = await walk.case()
    assert (after.version, after.due_at, after.state) == (before.version, before.due_at, before.state)


async def test_what_nobody_is_known_for_is_accepted_and_waits_for_a_dispatcher(world: World) -> None:
    nowhere = await taken_in(world, an_application(where=Where(grid.at(0.5, 0.5))))
    walk = await taken_in(world, an_application(), now=NOW + timedelta(hours=1))

    swept = await sweep(world.city, LATER)

    assert swept.acted == 2
    assert await nowhere.state() == "ACCEPTED"
    (task,) = await tasks_of(await nowhere.case())
    assert (task.kind, task.state, task.department_id, task.worker) == ("handle", "open", None, None)
    assert await walk.state() == "ACCEPTED"


async def test_a_case_that_cannot_be_swept_keeps_none_behind_it_waiting(world: World) -> None:
    broken = await taken_in(world, an_application())
    walk = await taken_in(world, an_application(), now=NOW + timedelta(hours=1))
    await database.execute("UPDATE dispatch.cases SET matter_version = -1 WHERE id = $1", broken.case_id)

    swept = await sweep(world.city, LATER, limit=1)

    assert broken.case_id in swept.failed
    assert await walk.state() == "ACCEPTED"


async def test_what_was_deemed_accepted_meanwhile_is_accepted_with_the_date_of_receipt(world: World) -> None:
    walk = await taken_in(world, an_application())
    walk.now = LATER

    acted = await walk.act("clerk", Act.ACCEPT)

    assert (await walk.case()).accepted_at == NOW
    assert acted.change.card is not None


async def test_a_case_under_anothers_hand_is_swept_after_him(world: World) -> None:
    walk = await taken_in(world, an_application())
    held, goes_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with database.transaction():
            await database.execute("SELECT 1 FROM dispatch.cases WHERE id = $1 FOR UPDATE", walk.case_id)
            held.set()
            await goes_on.wait()
            await database.execute("UPDATE dispatch.clocks SET due_at = $1", LATER + timedelta(days=1))

    holding = asyncio.create_task(hold())
    await held.wait()
    sweeping = asyncio.create_task(sweep(world.city, LATER))
    await until(somebody_waits)
    goes_on.set()
    await holding

    # What it found due is no longer so when it gets its turn.
    assert (await sweeping).breached == 0
    assert await breaches(walk.case_id) == 0
    assert await walk.state() == "RECEIVED"
