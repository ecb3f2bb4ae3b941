"""RabbitMQ as the broker between machines: bounded, without delays, what failed counted and not kept."""

import itertools
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pika
from dramatiq.broker import Consumer
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.errors import ConnectionClosed, QueueNotFound
from dramatiq.middleware import Middleware
from pika.adapters.utils.connection_workflow import AMQPConnectorException
from pika.exceptions import AMQPError

from dispatch.broker import FailedMeansDead, Letter
from dispatch.broker_errors import BrokerAway, DelayRefused
from dispatch.leases import LEASE
from dispatch.watched_consumer import WatchedConsumer

# Seconds, unless the address says otherwise: whoever waits for the broker holds the pump up. A line on which
# nothing is heard is given up after one or two times the heartbeat and five seconds.
_PATIENCE = {
    "heartbeat": "5",
    "blocked_connection_timeout": "10",
    "socket_timeout": "5",
    "stack_timeout": "8",
}
_PUBLISHER = "publisher"
_LOST = (AMQPError, AMQPConnectorException, ConnectionClosed, OSError)
_LOG = logging.getLogger(__name__)


class RabbitBroker(RabbitmqBroker):
    """Hands messages from the pump to worker processes anywhere.

    Nothing is confirmed or written to disk, for rows are the truth: what is lost is handed out again when its
    lease ends, what comes twice or late does nothing. One thread publishes, each consumer has its own.
    """

    def __init__(
        self,
        url: str,
        prefetch: Mapping[str, int],
        middleware: Iterable[Middleware] = (),
        capacity: int = 1000,
    ) -> None:
        """`url`: amqp:// or amqps://. `prefetch`: how many messages of a queue one process holds at most.

        `capacity`: how many messages wait in a queue; of more the oldest are dropped.
        """
        super().__init__(url=_patient(url), middleware=[*middleware, FailedMeansDead()])
        self._prefetch, self._capacity = prefetch, capacity
        self._away: dict[str, str] = {}
        self._dead = itertools.count(1)
        self.dead_letters = 0

    @property
    def away(self) -> str | None:
        """Why the broker is not reached, as the name of an error; None where it is, or was never asked."""
        return next(iter([*self._away.values()]), None)

    def declare_queue(self, queue_name: str, *, ensure: bool = False) -> None:
        """Makes a queue known, with `ensure` at the broker too; there are no queues for delayed messages."""
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues.add(queue_name)
            self.queues_pending.add(queue_name)
            self.emit_after("declare_queue", queue_name)
        if ensure:
            self._consumers_of(queue_name)

    def _consumers_of(self, queue_name: str) -> int:
        # Whoever changes these arguments gives the queues new names: RabbitMQ refuses other ones for a queue
        # it has. What is older than a lease has been handed out anew, so it need not wait any longer.
        arguments = {"x-max-length": self._capacity, "x-message-ttl": int(LEASE.total_seconds() * 1000)}
        declared = self.channel.queue_declare(queue_name, durable=True, arguments=arguments)
        self.queues_pending.discard(queue_name)
        return int(declared.method.consumer_count)

    def takers(self) -> int:
        """How many worker processes take messages of every queue now; raises BrokerAway.

        Asking also keeps the publisher's line alive.
        """
        with self._line_of(_PUBLISHER):
            return min(self._consumers_of(queue_name) for queue_name in self.queues)

    def enqueue(self, message: Letter, *, delay: int | None = None) -> Letter:
        """Publishes a message without waiting for more than the line; raises as the in-process broker does.

        Raises BrokerAway too, and never BrokerFull.
        """
        if delay is not None:
            raise DelayRefused(f"{message.actor_name} by {delay} ms")
        if message.queue_name not in self.queues:
            raise QueueNotFound(message.queue_name)  # type: ignore[no-untyped-call]
        self.emit_before("enqueue", message, delay)
        with self._line_of(_PUBLISHER):
            if message.queue_name in self.queues_pending:
                self._consumers_of(message.queue_name)
            passing = pika.BasicProperties(delivery_mode=pika.DeliveryMode.Transient.value)
            self.channel.basic_publish("", message.queue_name, message.encode(), passing)
        self.emit_after("enqueue", message, delay)
        return message

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> Consumer:
        """A consumer of the queue that waits `timeout` ms for a message; raises ConnectionClosed.

        `prefetch` counts for queues of which the broker was told nothing else.
        """
        try:
            with self._line_of(queue_name):
                consumer = super().consume(queue_name, self._prefetch.get(queue_name, prefetch), timeout)
                # Nobody would answer the heartbeats of the line on which the queue was declared.
                del self.connection
        except BrokerAway as away:
            raise ConnectionClosed(away) from None  # type: ignore[no-untyped-call]
        return WatchedConsumer(self, queue_name, consumer)

    @contextmanager
    def _line_of(self, user: str) -> Iterator[None]:
        """What is done on a line; one that breaks is forgotten, so that the next attempt opens another."""
        try:
            yield
        except _LOST as error:
            del self.connection
            self.queues_pending |= self.queues
            raise BrokerAway(self.lost(user, error)) from None
        if self._away.pop(user, None) is not None:
            _LOG.warning("the broker is there again for the %s", user)

    def lost(self, user: str, error: BaseException) -> str:
        """Notes that a line is broken, and says so once; returns the name of the error."""
        name = type(_innermost(error)).__name__
        if user not in self._away:
            _LOG.warning("the broker is away for the %s: %s", user, name)
        self._away[user] = name
        return name

    def count_dead_letter(self) -> None:
        """Counts a message whose actor failed; its row knows why and is tried again by itself."""
        self.dead_letters = next(self._dead)


def _innermost(error: BaseException) -> BaseException:
    """What happened first, out of what was wrapped around it on the way."""
    while isinstance(inner := getattr(error, "exception", next(iter(error.args), None)), BaseException):
        error = inner
    return error


def _patient(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=urlencode({**_PATIENCE, **dict(parse_qsl(parts.query))})))
