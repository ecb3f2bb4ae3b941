"""What pump and workers may rely on, whichever broker is between them."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from uuid import uuid4

import dramatiq
import pytest
from dramatiq.broker import Consumer, MessageProxy
from dramatiq.errors import QueueNotFound

from dispatch.broker import InProcessBroker
from dispatch.broker_errors import BrokerFull, DelayRefused
from dispatch.rabbit_broker import RabbitBroker
from tests.bus.broker_work import actor_of, empty, working
from tests.polling import until

Broker = InProcessBroker | RabbitBroker
NewBroker = Callable[[], Broker]


@pytest.fixture(params=["in process", "rabbit"])
def broker(request: pytest.FixtureRequest) -> Iterator[Broker]:
    """One whose queues hold five messages; no thread of it is left in the end."""
    before = {thread.name for thread in threading.enumerate()}
    made: Broker
    if request.param == "rabbit":
        made = RabbitBroker(request.getfixturevalue("rabbit"), {}, capacity=5)
    else:
        made = InProcessBroker(5)
    yield made
    made.close()
    left = {thread.name for thread in threading.enumerate()} - before
    assert not [name for name in left if not name.startswith("asyncio_")]


@pytest.fixture
def queue() -> str:
    return f"q{uuid4().hex}"


async def test_every_message_is_worked_on_once_and_failures_are_counted_not_kept(
    broker: Broker, queue: str
) -> None:
    seen: list[int] = []
    actor = actor_of(broker, queue, seen)
    for number in (1, -1, 2, -2, 3):
        actor.send(number)
    with working(broker):
        await until(lambda: _len(seen, 5))

    assert sorted(seen) == [-2, -1, 1, 2, 3]
    assert broker.dead_letters == 2
    assert empty(broker, queue)


async def _len(seen: list[int], length: int) -> bool:
    return len(seen) == length


def test_nothing_is_delayed_by_the_broker(broker: Broker, queue: str) -> None:
    with pytest.raises(DelayRefused):
        actor_of(broker, queue, []).send_with_options(args=(1,), delay=1000)


def test_a_queue_nobody_declared_takes_no_message(broker: Broker, queue: str) -> None:
    message = actor_of(broker, queue, []).message(1).copy(queue_name="elsewhere")

    with pytest.raises(QueueNotFound):
        broker.enqueue(message)


async def test_no_more_messages_wait_than_the_broker_holds(broker: Broker, queue: str) -> None:
    seen: list[int] = []
    actor = actor_of(broker, queue, seen)
    for number in range(8):
        with suppress(BrokerFull):
            actor.send(number)
    with working(broker):
        await until(lambda: _len(seen, 5))
        actor.send(100)
        await until(lambda: _len(seen, 6))

    assert empty(broker, queue)


def test_a_consumer_holds_no_more_than_its_prefetch(broker: Broker, queue: str) -> None:
    actor = actor_of(broker, queue, [])
    for number in range(3):
        actor.send(number)
    consumer = broker.consume(queue, prefetch=2, timeout=100)
    first, _ = _given(consumer), _given(consumer)

    assert next(consumer) is None
    consumer.ack(first)
    assert _given(consumer)
    consumer.close()


def _given(consumer: Consumer) -> MessageProxy:
    """The next message, however long it is on its way; raises StopIteration after a minute."""
    return next(filter(None, islice(consumer, 600)))


async def test_who_is_told_to_stop_finishes_what_was_begun(broker: Broker, queue: str) -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[int] = []

    def slow(number: int) -> None:
        begun.set()
        go_on.wait(30)
        done.append(number)

    dramatiq.actor(broker=broker, queue_name=queue, actor_name="slow")(slow).send(1)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=20)
    worker.start()
    await asyncio.to_thread(begun.wait, 30)
    stopping = asyncio.create_task(asyncio.to_thread(worker.stop))
    go_on.set()
    await stopping

    assert done == [1]
    assert empty(broker, queue)


def test_a_full_queue_in_the_process_says_so_at_once() -> None:
    broker = InProcessBroker(1)
    actor = actor_of(broker, "jobs", [])
    actor.send(1)

    with pytest.raises(BrokerFull):
        actor.send(2)
