"""A delivery is due by its own row alone, is told in order, and loses nothing to a late worker."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

import database
from dispatch import deliveries, outcomes, refusals, subscribers
from dispatch.deliveries import Batch, Untold
from dispatch.errors import BusDeskOnly
from dispatch.outcomes import Outcome, Refusal
from dispatch.subscribers import Subscriber
from reach import SYSTEM, Post, Reach, ReachKind, Role
from tests.journal_builders import NOON, saved_case, saved_entries
from tests.polling import until

Connection = asyncpg.Connection
LEASE = timedelta(minutes=1)
EXPIRED = "UPDATE dispatch.deliveries SET lease_until = clock_timestamp() - interval '1 second'"
# A second may be over before anybody looks; a pause that never began stays none.
PAUSE_LONG = "UPDATE dispatch.deliveries SET next_try = next_try + interval '1 hour'"
PAUSE_OVER = "UPDATE dispatch.deliveries SET next_try = clock_timestamp() - interval '1 second'"
BLOCKED = """SELECT count(*) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database()"""
BUS_DESK = Reach(ReachKind.STAFF, 1, (Post(Role.BUS_DESK),))
CLERK = Reach(ReachKind.STAFF, 2, (Post(Role.CLERK, "350300/"),))
NO = Refusal(2, 422, "unknown item", NOON)


@pytest.fixture
async def pump(pump: "Connection[asyncpg.Record]") -> "Connection[asyncpg.Record]":
    for code in ("city", "province"):
        await subscribers.put(Subscriber(code, "http://127.0.0.1:1/", code, "generic-json", 50))
    return pump


async def _taken(pump: "Connection[asyncpg.Record]", limit: int = 10) -> Batch | None:
    ticket = await deliveries.claim_batch(pump, "city", limit, LEASE)
    return None if ticket is None else await deliveries.take(ticket, LEASE)


async def _due(pump: "Connection[asyncpg.Record]", limit: int = 10) -> Batch:
    batch = await _taken(pump, limit)
    assert batch is not None
    return batch


async def test_every_subscriber_is_told_of_every_entry(pump: "Connection[asyncpg.Record]") -> None:
    case = await saved_case(entries=2)
    await saved_entries(case, 3)

    rows = await database.fetch("SELECT subscriber, next_seq, head_seq FROM dispatch.deliveries ORDER BY 1")
    assert [tuple(row) for row in rows] == [("city", 1, 5), ("province", 1, 5)]


async def test_an_act_beside_a_batch_under_way_leaves_its_entry_due(
    pump: "Connection[asyncpg.Record]",
) -> None:
    case = await saved_case(entries=1)
    batch = await _due(pump)
    act_wrote, record_waits = asyncio.Event(), asyncio.Event()

    async def act() -> None:
        async with database.transaction():
            await deliveries.raise_heads(case.id, 2)
            act_wrote.set()
            await record_waits.wait()

    acting = asyncio.create_task(act())
    await act_wrote.wait()
    recording = asyncio.create_task(outcomes.record(batch, [Outcome(case.id, 2)]))
    await _until_blocked(pump)
    record_waits.set()
    await asyncio.gather(acting, recording)

    assert (await _due(pump)).cases == (Untold(case.id, 2, 2),)


async def _until_blocked(connection: "Connection[asyncpg.Record]") -> None:
    async def blocked() -> bool:
        return bool(await connection.fetchval(BLOCKED))

    await until(blocked)


async def test_a_lower_head_never_replaces_a_higher_one(pump: "Connection[asyncpg.Record]") -> None:
    case = await saved_case(entries=5)
    await deliveries.raise_heads(case.id, 3)

    assert (await _due(pump)).cases == (Untold(case.id, 1, 5),)


async def test_the_longest_waiting_case_is_told_first(pump: "Connection[asyncpg.Record]") -> None:
    first, second = await saved_case(entries=1), await saved_case(entries=1)
    await saved_entries(first)

    assert [untold.case_id for untold in (await _due(pump, 1)).cases] == [first.id]
    assert [untold.case_id for untold in (await _due(pump, 1)).cases] == [second.id]
    assert await _taken(pump) is None


async def test_a_message_that_comes_twice_hands_the_batch_out_once(
    pump: "Connection[asyncpg.Record]",
) -> None:
    await saved_case(entries=1)
    ticket = await deliveries.claim_batch(pump, "city", 10, LEASE)
    assert ticket is not None

    assert await deliveries.take(ticket, LEASE) is not None
    assert await deliveries.take(ticket, LEASE) is None


async def test_who_lost_his_lease_records_nothing(pump: "Connection[asyncpg.Record]") -> None:
    case = await saved_case(entries=2)
    late = await _due(pump)
    await database.execute(EXPIRED)
    present = await _due(pump)

    assert await outcomes.record(late, [Outcome(case.id, 3)]) == 0
    assert await outcomes.record(present, [Outcome(case.id, 2)]) == 1
    assert (await _due(pump)).cases == (Untold(case.id, 2, 2),)


async def test_a_refused_entry_waits_with_all_behind_it_until_it_is_replayed(
    pump: "Connection[asyncpg.Record]",
) -> None:
    case = await saved_case(entries=3)
    await outcomes.record(await _due(pump), [Outcome(case.id, 2, refusal=NO)])
    await saved_entries(case)
    assert await _taken(pump) is None

    (refused,) = await refusals.waiting(BUS_DESK, "city")
    assert (refused.case_id, refused.seq, refused.head_seq) == (case.id, 2, 4)
    assert (refused.status, refused.reason, refused.at) == (422, "unknown item", NOON)
    assert await refusals.replay(BUS_DESK, "city", case.id)
    assert (await _due(pump)).cases == (Untold(case.id, 2, 4),)


async def test_a_replay_goes_back_but_never_skips(pump: "Connection[asyncpg.Record]") -> None:
    case = await saved_case(entries=5)
    await outcomes.record(await _due(pump), [Outcome(case.id, 3)])

    await refusals.replay(SYSTEM, "city", case.id, from_seq=5)
    assert (await _due(pump)).cases == (Untold(case.id, 3, 5),)
    await refusals.replay(SYSTEM, "city", case.id, from_seq=1)
    assert (await _due(pump)).cases == (Untold(case.id, 1, 5),)


async def test_a_batch_under_way_cannot_undo_a_replay(pump: "Connection[asyncpg.Record]") -> None:
    case = await saved_case(entries=3)
    batch = await _due(pump)
    await refusals.replay(BUS_DESK, "city", case.id, from_seq=1)

    assert await outcomes.record(batch, [Outcome(case.id, 4)]) == 0
    assert (await _due(pump)).cases == (Untold(case.id, 1, 3),)


async def test_all_refusals_of_a_subscriber_are_replayed_at_once(pump: "Connection[asyncpg.Record]") -> None:
    for _ in range(3):
        await saved_case(entries=1)
    batch = await _due(pump)
    await outcomes.record(batch, [Outcome(untold.case_id, 1, refusal=NO) for untold in batch.cases])

    assert await refusals.replay_all(BUS_DESK, "city") == 3
    assert len((await _due(pump)).cases) == 3


async def test_a_bus_desk_mends_the_cases_of_its_own_area_only(pump: "Connection[asyncpg.Record]") -> None:
    case = await saved_case(entries=1)
    await outcomes.record(await _due(pump), [Outcome(case.id, 1, refusal=NO)])
    away = Reach(ReachKind.STAFF, 3, (Post(Role.BUS_DESK, "110000/"), Post(Role.CLERK, "350300/")))
    there = Reach(ReachKind.STAFF, 4, (Post(Role.BUS_DESK, "350300/"),))

    assert await refusals.waiting(away, "city") == []
    assert not await refusals.replay(away, "city", case.id)
    assert await refusals.replay_all(away, "city") == 0
    assert len(await refusals.waiting(there, "city")) == 1
    assert await refusals.replay(there, "city", case.id)


async def test_only_the_bus_desk_sees_and_replays_refusals(pump: "Connection[asyncpg.Record]") -> None:
    for asking in (
        refusals.waiting(CLERK, "city"),
        refusals.replay(CLERK, "city", 1),
        refusals.replay_all(CLERK, "city"),
    ):
        with pytest.raises(BusDeskOnly):
            await asking


async def test_a_case_we_cannot_word_pauses_alone_and_says_so(pump: "Connection[asyncpg.Record]") -> None:
    case = await saved_case(entries=1)
    await outcomes.record(await _due(pump), [Outcome(case.id, 1, error="KeyError")])
    await database.execute(PAUSE_LONG)
    assert await _taken(pump) is None

    await database.execute(PAUSE_OVER)
    assert (await _due(pump)).cases == (Untold(case.id, 1, 1),)
    assert (
        await database.fetch_value("SELECT last_error FROM dispatch.deliveries WHERE tries = 1") == "KeyError"
    )


async def test_a_new_subscriber_can_be_told_the_whole_past(pump: "Connection[asyncpg.Record]") -> None:
    case = await saved_case(entries=4)
    await subscribers.put(Subscriber("archive", "http://127.0.0.1:1/", "archive", "generic-json", 50))

    assert await deliveries.backfill("archive") == 1
    row = await database.fetch_row("SELECT * FROM dispatch.deliveries WHERE subscriber = 'archive'")
    assert row is not None
    assert (row["case_id"], row["next_seq"], row["head_seq"]) == (case.id, 1, 4)
