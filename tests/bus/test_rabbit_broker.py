"""RabbitMQ that comes late, breaks off, falls silent or loses patience: pump and workers go on alone."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import dramatiq
import pytest

from dispatch import rabbit_broker
from dispatch.broker_errors import BrokerAway
from dispatch.rabbit_broker import RabbitBroker
from tests.bus.broker_work import actor_of, empty, working
from tests.bus.cuttable import CuttableLine, cuttable
from tests.polling import until


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A consumer whose line broke opens another at once, not after three seconds."""
    monkeypatch.setattr(dramatiq.worker, "CONSUMER_RESTART_DELAY_SECS", 0.05)


@pytest.fixture
def line(rabbit: str) -> Iterator[CuttableLine]:
    with cuttable(rabbit) as made:
        yield made


@pytest.fixture
def broker(line: CuttableLine) -> Iterator[RabbitBroker]:
    made = RabbitBroker(line.address, {})
    yield made
    made.close()


@pytest.fixture
def queue() -> str:
    return f"q{uuid4().hex}"


@pytest.fixture
def other(rabbit: str) -> Iterator[RabbitBroker]:
    """Another process's broker, over a line nobody cuts."""
    made = RabbitBroker(rabbit, {})
    yield made
    made.close()


async def _takers(broker: RabbitBroker, number: int) -> bool:
    return broker.takers() == number


async def _has(seen: list[int], number: int) -> bool:
    return number in seen


async def _reached(broker: RabbitBroker, reached: bool) -> bool:
    return (broker.away is None) is reached


async def test_the_pump_knows_how_many_processes_take_its_messages(
    broker: RabbitBroker, other: RabbitBroker, queue: str
) -> None:
    for one in (broker, other):
        actor_of(one, queue, [])
    assert await _takers(broker, 0)
    with working(broker), working(other):
        await until(lambda: _takers(broker, 2))

    await until(lambda: _takers(broker, 0))


async def test_a_broker_that_comes_late_is_used_when_it_is_there(
    broker: RabbitBroker, line: CuttableLine, queue: str
) -> None:
    line.cut()
    seen: list[int] = []
    actor = actor_of(broker, queue, seen)
    with working(broker):
        await until(lambda: _reached(broker, False))
        with pytest.raises(BrokerAway, match="ConnectionRefusedError"):
            actor.send(1)
        line.mend()
        await until(lambda: _takers_at_last(broker, 1))
        actor.send(2)
        await until(lambda: _has(seen, 2))

        assert broker.away is None
        actor.send(3)
        await until(lambda: _has(seen, 3))
    assert seen == [2, 3]


async def _takers_at_last(broker: RabbitBroker, number: int) -> bool:
    try:
        return await _takers(broker, number)
    except BrokerAway:
        return False


async def test_a_line_that_breaks_under_work_is_opened_anew_and_no_answer_counts_for_another_message(
    broker: RabbitBroker, other: RabbitBroker, line: CuttableLine, queue: str
) -> None:
    seen: list[int] = []
    go_on = threading.Event()

    def slow(number: int) -> None:
        seen.append(number)
        go_on.wait(30)

    actor = dramatiq.actor(broker=broker, queue_name=queue, actor_name="slow")(slow)
    with working(broker):
        actor.send(1)
        await until(lambda: _has(seen, 1))
        line.cut()
        line.mend()
        await until(lambda: _twice(seen, 1))
        go_on.set()
        await until(lambda: _takers_at_last(broker, 1))
        actor.send(2)
        await until(lambda: _has(seen, 2))

    assert seen == [1, 1, 2]
    assert empty(other, _declared(other, queue))


def _declared(broker: RabbitBroker, queue: str) -> str:
    broker.declare_queue(queue)
    return queue


async def _twice(seen: list[int], number: int) -> bool:
    return seen.count(number) == 2


def test_a_broker_that_takes_the_line_and_says_nothing_holds_the_pump_up_for_seconds_only(
    line: CuttableLine, queue: str
) -> None:
    line.hold()
    broker = RabbitBroker(f"{line.address}?stack_timeout=1", {})
    actor_of(broker, queue, [])

    with pytest.raises(BrokerAway, match="Timeout"):
        broker.takers()


async def test_work_that_outlasts_the_patience_of_the_broker_ends_all_the_same(
    broker: RabbitBroker, other: RabbitBroker, queue: str
) -> None:
    """The node of the tests takes a message back after four seconds, as others do after thirty minutes."""
    seen: list[int] = []
    go_on = threading.Event()

    def slow(number: int) -> None:
        seen.append(number)
        if len(seen) > 1:
            go_on.set()
        go_on.wait(60)

    dramatiq.actor(broker=broker, queue_name=queue, actor_name="slow")(slow).send(1)
    with working(broker):
        await until(lambda: _twice(seen, 1))

    assert empty(other, _declared(other, queue))
    assert broker.dead_letters == 0


async def test_a_message_is_gone_with_the_lease_it_tells_of(
    broker: RabbitBroker, queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rabbit_broker, "LEASE", timedelta(milliseconds=1))
    actor_of(broker, queue, []).send(1)

    await asyncio.sleep(0.05)

    assert empty(broker, queue)


async def test_a_wrong_password_is_told_as_what_it_is(rabbit: str, queue: str) -> None:
    broker = RabbitBroker(rabbit.replace(":tests@", ":wrong@"), {})
    actor_of(broker, queue, [])

    with pytest.raises(BrokerAway, match="AuthenticationError"):
        broker.takers()
    assert broker.away is not None
