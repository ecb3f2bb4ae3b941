"""The in-process broker is bounded, refuses delays, and counts what failed without keeping it."""

import threading
from collections.abc import Iterator

import dramatiq
import pytest
from dramatiq import Actor

from dispatch.broker import InProcessBroker
from dispatch.errors import BrokerFull, DelayRefused


class Told(Exception):
    """Raised by the actor of these tests."""


def _actor(broker: InProcessBroker, seen: list[int]) -> "Actor[[int], None]":
    def work(number: int) -> None:
        seen.append(number)
        if number < 0:
            raise Told

    actor: Actor[[int], None] = dramatiq.actor(broker=broker, queue_name="jobs", throws=Told)(work)
    return actor


@pytest.fixture
def broker() -> Iterator[InProcessBroker]:
    before = {thread.name for thread in threading.enumerate()}
    yield InProcessBroker(5)
    assert {thread.name for thread in threading.enumerate()} == before


def test_a_full_queue_says_so_at_once(broker: InProcessBroker) -> None:
    actor = _actor(broker, [])
    for number in range(5):
        actor.send(number)

    with pytest.raises(BrokerFull):
        actor.send(5)


def test_nothing_is_delayed_by_the_broker(broker: InProcessBroker) -> None:
    with pytest.raises(DelayRefused):
        _actor(broker, []).send_with_options(args=(1,), delay=1000)


def test_every_message_is_worked_on_once_and_failures_are_counted_not_kept(broker: InProcessBroker) -> None:
    seen: list[int] = []
    actor = _actor(broker, seen)
    for number in (1, -1, 2, -2, 3):
        actor.send(number)
    worker = dramatiq.Worker(broker, worker_threads=3, worker_timeout=20)
    worker.start()
    broker.queues["jobs"].join()
    worker.stop()

    assert sorted(seen) == [-2, -1, 1, 2, 3]
    assert broker.dead_letters == 2
    assert broker.queues["jobs"].unfinished_tasks == 0


def test_a_consumer_holds_no_more_than_its_prefetch(broker: InProcessBroker) -> None:
    actor = _actor(broker, [])
    for number in range(3):
        actor.send(number)
    consumer = broker.consume("jobs", prefetch=2, timeout=10)
    held = [next(consumer), next(consumer)]

    assert next(consumer) is None
    assert held[0] is not None
    consumer.ack(held[0])
    assert next(consumer) is not None
