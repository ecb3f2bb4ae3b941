"""A subscriber that cannot be reached gets one probe at a time, for as long as it takes."""

from datetime import timedelta

import asyncpg
import pytest

import database
from dispatch import subscribers
from dispatch.errors import LineInClear
from dispatch.subscribers import CallableNow, Subscriber

Connection = asyncpg.Connection
LEASE = timedelta(minutes=1)
# Half a second may be over before anybody looks; a pause that never began stays none.
PAUSE_LONG = "UPDATE dispatch.subscribers SET circuit_open_until = circuit_open_until + interval '1 hour'"
PAUSE_OVER = "UPDATE dispatch.subscribers SET circuit_open_until = clock_timestamp() - interval '1 second'"


@pytest.fixture
async def pump(pump: "Connection[asyncpg.Record]") -> "Connection[asyncpg.Record]":
    await subscribers.put(Subscriber("city", "http://127.0.0.1:1/", "city", "generic-json", 50))
    return pump


async def test_an_open_circuit_lets_nothing_through_until_its_pause_is_over(
    pump: "Connection[asyncpg.Record]",
) -> None:
    assert await subscribers.callable_now(pump) == [CallableNow("city", 50, on_trial=False)]
    await subscribers.unreachable("city", 0, "ConnectError")
    await database.execute(PAUSE_LONG)
    assert await subscribers.callable_now(pump) == []

    await database.execute(PAUSE_OVER)
    assert await subscribers.callable_now(pump) == [CallableNow("city", 50, on_trial=True)]


async def test_of_two_that_would_probe_one_does(pump: "Connection[asyncpg.Record]") -> None:
    await subscribers.unreachable("city", 0, "ConnectError")
    await database.execute(PAUSE_OVER)

    assert await subscribers.begin_probe(pump, "city", LEASE)
    assert not await subscribers.begin_probe(pump, "city", LEASE)


async def test_an_answer_closes_the_circuit(pump: "Connection[asyncpg.Record]") -> None:
    await subscribers.unreachable("city", 0, "ConnectError")
    await subscribers.reached("city")

    assert await subscribers.callable_now(pump) == [CallableNow("city", 50, on_trial=False)]
    assert not await subscribers.begin_probe(pump, "city", LEASE)


async def test_batches_that_broke_together_count_as_one_failure(pump: "Connection[asyncpg.Record]") -> None:
    for _ in range(4):
        await subscribers.unreachable("city", 0, "ConnectError")

    assert await subscribers.failures("city") == 1


async def test_no_number_of_failures_ends_the_probing(pump: "Connection[asyncpg.Record]") -> None:
    for seen in range(200):
        await subscribers.unreachable("city", seen, "ConnectError")
    await database.execute(PAUSE_OVER)

    assert await subscribers.begin_probe(pump, "city", LEASE)


async def test_a_paused_subscriber_is_not_called(pump: "Connection[asyncpg.Record]") -> None:
    await subscribers.put(Subscriber("city", "http://127.0.0.1:1/", "city", "generic-json", 50, active=False))

    assert await subscribers.callable_now(pump) == []


async def test_standings_tell_what_waits_and_why(pump: "Connection[asyncpg.Record]") -> None:
    await subscribers.unreachable("city", 0, "ConnectError")

    (standing,) = await subscribers.standings()
    assert (standing.code, standing.failures, standing.last_error) == ("city", 1, "ConnectError")
    assert (standing.cases_waiting, standing.entries_waiting, standing.cases_refused) == (0, 0, 0)


def test_pauses_of_a_circuit_grow_to_eight_seconds() -> None:
    pauses = [subscribers.pause(failures) for failures in range(1, 300)]

    assert pauses[0] == timedelta(seconds=0.5)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(seconds=8)


@pytest.mark.parametrize(
    "url", ["http://bus.example/", "http://127.0.0.1.example/", "ftp://127.0.0.1/", "https:///x", "bus"]
)
async def test_nobody_is_told_over_a_line_others_can_read(db: str, url: str) -> None:
    with pytest.raises(LineInClear):
        await subscribers.put(Subscriber("city", url, "city", "generic-json", 50))


@pytest.mark.parametrize("url", ["https://bus.example/in", "http://[::1]:8001/", "http://localhost:8001/bus"])
async def test_a_sealed_line_and_this_machine_itself_will_do(db: str, url: str) -> None:
    await subscribers.put(Subscriber("city", url, "city", "generic-json", 50))

    kept = await subscribers.get("city")
    assert kept is not None
    assert kept.url == url
