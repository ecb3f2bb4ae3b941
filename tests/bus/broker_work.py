"""Work for brokers under test: an actor that notes what it was given, and a worker that runs it."""

from collections.abc import Iterator
from contextlib import contextmanager

import dramatiq
from dramatiq import Actor
from dramatiq.broker import Broker


class Told(Exception):
    """Raised by the actor of these tests for numbers below zero."""


def actor_of(broker: Broker, queue: str, seen: list[int]) -> "Actor[[int], None]":
    """Notes each number it is given, and fails for those below zero."""

    def work(number: int) -> None:
        seen.append(number)
        if number < 0:
            raise Told

    actor: Actor[[int], None] = dramatiq.actor(broker=broker, queue_name=queue, throws=Told)(work)
    return actor


@contextmanager
def working(broker: Broker, threads: int = 3) -> Iterator[None]:
    """A worker on the broker's queues for as long as the block lasts."""
    worker = dramatiq.Worker(broker, worker_threads=threads, worker_timeout=20)
    worker.start()
    try:
        yield
    finally:
        worker.stop()


def empty(broker: Broker, queue: str) -> bool:
    """Whether a queue has no message, not even one that was taken and not answered."""
    consumer = broker.consume(queue, timeout=200)
    try:
        return next(consumer) is None
    finally:
        consumer.close()
