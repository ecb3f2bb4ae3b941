"""A job is done once however often it is asked for, comes back after a crash, and never disappears unseen."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

import database
from dispatch import failed_jobs, queue
from dispatch.queue import Job, Ticket
from tests.journal_builders import NOON

Connection = asyncpg.Connection
LEASE = timedelta(minutes=1)
EXPIRED = "UPDATE dispatch.jobs SET lease_until = clock_timestamp() - interval '1 second'"
# A second may be over before anybody looks; a pause that never began stays none.
PAUSE_LONG = "UPDATE dispatch.jobs SET next_try = next_try + interval '1 hour'"
PAUSE_OVER = "UPDATE dispatch.jobs SET next_try = clock_timestamp() - interval '1 second'"


async def _claimed(pump: "Connection[asyncpg.Record]", limit: int = 10) -> list[Ticket]:
    return await queue.claim(pump, ["sweep", "index"], limit, LEASE, NOON)


async def _taken(pump: "Connection[asyncpg.Record]") -> Job:
    (ticket,) = await _claimed(pump)
    job = await queue.take(ticket, LEASE)
    assert job is not None
    return job


async def _rows() -> int:
    return int(await database.fetch_value("SELECT count(*) FROM dispatch.jobs"))


async def test_a_job_asked_for_twice_is_one_with_the_earlier_time_and_the_later_args(
    pump: "Connection[asyncpg.Record]",
) -> None:
    await queue.enqueue("index", "subject:1", {"round": 1}, NOON + timedelta(hours=1))
    await queue.enqueue("index", "subject:1", {"round": 2}, NOON)

    job = await _taken(pump)
    assert (job.kind, job.key, job.args) == ("index", "subject:1", {"round": 2})
    assert await _rows() == 1


async def _ask_and_roll_back() -> None:
    async with database.transaction():
        await queue.enqueue("index", "subject:1", {}, NOON)
        raise ZeroDivisionError


async def test_work_asked_for_in_a_transaction_that_rolls_back_was_never_asked_for(
    pump: "Connection[asyncpg.Record]",
) -> None:
    with pytest.raises(ZeroDivisionError):
        await _ask_and_roll_back()

    assert await _claimed(pump) == []


async def test_the_longest_due_comes_first_and_the_future_not_at_all(
    pump: "Connection[asyncpg.Record]",
) -> None:
    late = await queue.enqueue("index", "late", {}, NOON - timedelta(minutes=1))
    early = await queue.enqueue("index", "early", {}, NOON - timedelta(days=1))
    await queue.enqueue("index", "tomorrow", {}, NOON + timedelta(days=1))

    assert [ticket.job_id for ticket in await _claimed(pump, 1)] == [early]
    assert [ticket.job_id for ticket in await _claimed(pump)] == [late]
    assert await _claimed(pump) == []


async def test_a_kind_this_worker_does_not_know_waits(pump: "Connection[asyncpg.Record]") -> None:
    await queue.enqueue("of-a-newer-version", "1", {}, NOON)

    assert await _claimed(pump) == []
    assert await _rows() == 1


async def test_a_claim_passes_over_a_row_another_session_holds(pump: "Connection[asyncpg.Record]") -> None:
    held = await queue.enqueue("index", "held", {}, NOON - timedelta(days=1))
    free = await queue.enqueue("index", "free", {}, NOON)

    async with database.transaction():
        await database.execute("SELECT 1 FROM dispatch.jobs WHERE id = $1 FOR UPDATE", held)
        assert [ticket.job_id for ticket in await _claimed(pump)] == [free]


async def test_a_message_that_comes_twice_starts_the_job_once(pump: "Connection[asyncpg.Record]") -> None:
    await queue.enqueue("index", "1", {}, NOON)
    (ticket,) = await _claimed(pump)

    assert await queue.take(ticket, LEASE) is not None
    assert await queue.take(ticket, LEASE) is None
    assert await queue.take(Ticket(ticket.job_id, uuid4()), LEASE) is None


async def test_an_expired_lease_gives_the_job_to_another_and_the_first_can_no_longer_end_it(
    pump: "Connection[asyncpg.Record]",
) -> None:
    await queue.enqueue("index", "1", {}, NOON)
    first = await _taken(pump)
    assert await _claimed(pump) == []
    await database.execute(EXPIRED)

    second = await _taken(pump)
    assert not await queue.renew(first, LEASE)
    assert not await queue.done(first)
    assert await queue.done(second)
    assert await _rows() == 0


async def test_work_asked_for_while_it_runs_runs_once_more(pump: "Connection[asyncpg.Record]") -> None:
    await queue.enqueue("index", "1", {"round": 1}, NOON)
    first = await _taken(pump)
    await queue.enqueue("index", "1", {"round": 2}, NOON)
    await queue.enqueue("index", "1", {"round": 3}, NOON)

    assert await queue.done(first)
    second = await _taken(pump)
    assert second.args == {"round": 3}
    assert await queue.done(second)
    assert await _rows() == 0


async def test_a_sweep_that_asks_for_its_next_round_is_not_due_before_it(
    pump: "Connection[asyncpg.Record]",
) -> None:
    await queue.enqueue("sweep", "clocks", {}, NOON)
    running = await _taken(pump)
    await queue.enqueue("sweep", "clocks", {}, NOON + timedelta(minutes=1))

    assert await queue.done(running)
    assert await _claimed(pump) == []
    assert len(await queue.claim(pump, ["sweep"], 10, LEASE, NOON + timedelta(minutes=1))) == 1


async def test_a_failed_try_waits_its_pause_and_is_tried_for_ever(pump: "Connection[asyncpg.Record]") -> None:
    await queue.enqueue("index", "1", {}, NOON)
    for _ in range(40):
        assert await queue.retry_later(await _taken(pump), "ConnectionError")
        await database.execute(PAUSE_LONG)
        assert await _claimed(pump) == []
        await database.execute(PAUSE_OVER)

    assert (await _taken(pump)).tries == 40


async def test_a_job_set_aside_is_seen_and_comes_back_only_when_asked(
    pump: "Connection[asyncpg.Record]",
) -> None:
    job_id = await queue.enqueue("index", "1", {}, NOON)
    assert await queue.fail(await _taken(pump), "CannotBeDone")

    assert [(job.id, job.last_error) for job in await failed_jobs.failed()] == [(job_id, "CannotBeDone")]
    assert await _claimed(pump) == []
    assert await failed_jobs.revive(job_id)
    assert (await _taken(pump)).id == job_id


async def test_asking_anew_revives_a_job_that_was_set_aside(pump: "Connection[asyncpg.Record]") -> None:
    await queue.enqueue("index", "1", {}, NOON)
    assert await queue.fail(await _taken(pump), "CannotBeDone")
    await queue.enqueue("index", "1", {}, NOON)

    assert (await _taken(pump)).tries == 0
    assert await failed_jobs.failed() == []


async def test_what_is_in_flight_is_counted_from_the_rows(pump: "Connection[asyncpg.Record]") -> None:
    for key in range(3):
        await queue.enqueue("index", str(key), {}, NOON)
    await _claimed(pump, 2)
    assert await queue.in_flight(pump) == 2

    await database.execute(EXPIRED)
    assert await queue.in_flight(pump) == 0


def test_pauses_grow_and_stay_below_ten_minutes() -> None:
    pauses = [queue.backoff(tries) for tries in range(100)]

    assert pauses[:3] == [timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=10)
