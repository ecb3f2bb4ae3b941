"""A dramatiq broker inside one process: bounded, without delays, its dead letters counted and not kept."""

import itertools
import queue
import threading
from collections.abc import Iterable

from dramatiq import Message
from dramatiq.broker import Broker, Consumer, MessageProxy
from dramatiq.errors import QueueNotFound
from dramatiq.middleware import Middleware

from dispatch.broker_errors import BrokerFull, DelayRefused

Letter = Message[None]


class FailedMeansDead(Middleware):
    """Turns an actor that raised into a dead letter; nothing here tries again, rows do."""

    @property
    def actor_options(self) -> set[str]:
        """`throws`: errors an actor has already told of, which dramatiq need not print."""
        return {"throws"}

    def after_process_message(
        self,
        broker: Broker,  # noqa: ARG002
        message: MessageProxy,
        *,
        result: object = None,  # noqa: ARG002
        exception: BaseException | None = None,
    ) -> None:
        if exception is not None:
            message.fail()


class InProcessBroker(Broker):
    """Hands messages from the pump to the threads of the same process.

    Messages are wake-ups: what is lost with the process is handed out again when the rows' leases end.
    """

    def __init__(self, capacity: int, middleware: Iterable[Middleware] = ()) -> None:
        """`capacity`: how many messages each queue holds before BrokerFull is raised."""
        super().__init__([*middleware, FailedMeansDead()])
        self._capacity = capacity
        self._dead = itertools.count(1)
        self.dead_letters = 0

    def declare_queue(self, queue_name: str) -> None:
        """Makes a queue unless it is there; there are no queues for delayed messages."""
        if queue_name in self.queues:
            return
        self.emit_before("declare_queue", queue_name)
        self.queues[queue_name] = queue.Queue(self._capacity)
        self.emit_after("declare_queue", queue_name)

    def enqueue(self, message: Letter, *, delay: int | None = None) -> Letter:
        """Puts a message into its queue at once; raises BrokerFull, DelayRefused or QueueNotFound."""
        if delay is not None:
            raise DelayRefused(f"{message.actor_name} by {delay} ms")
        if message.queue_name not in self.queues:
            raise QueueNotFound(message.queue_name)  # type: ignore[no-untyped-call]
        self.emit_before("enqueue", message, delay)
        try:
            self.queues[message.queue_name].put_nowait(message)
        except queue.Full:
            raise BrokerFull(message.queue_name) from None
        self.emit_after("enqueue", message, delay)
        return message

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 30000) -> Consumer:
        """A consumer of the queue that holds at most `prefetch` messages and waits `timeout` ms for one."""
        if queue_name not in self.queues:
            raise QueueNotFound(queue_name)  # type: ignore[no-untyped-call]
        return _Consumer(self, self.queues[queue_name], prefetch, timeout / 1000)

    def takers(self) -> int:
        """How many worker processes take messages: this one."""
        return 1

    @property
    def away(self) -> str | None:
        """Why the broker is not reached, as the name of an error; this one always is."""
        return None

    def count_dead_letter(self) -> None:
        """Counts a message whose actor failed; its row knows why and is tried again by itself."""
        self.dead_letters = next(self._dead)


class _Consumer(Consumer):
    def __init__(
        self, broker: InProcessBroker, letters: "queue.Queue[Letter]", prefetch: int, timeout: float
    ) -> None:
        self._broker, self._letters, self._timeout = broker, letters, timeout
        # Messages taken but not finished count against the prefetch, as with a broker over the network.
        self._slots = threading.BoundedSemaphore(prefetch)

    def __next__(self) -> MessageProxy | None:
        if not self._slots.acquire(timeout=self._timeout):
            return None
        try:
            return MessageProxy(self._letters.get(timeout=self._timeout))
        except queue.Empty:
            self._slots.release()
            return None

    def ack(self, message: MessageProxy) -> None:  # noqa: ARG002
        self._letters.task_done()
        self._slots.release()

    def nack(self, message: MessageProxy) -> None:
        self._broker.count_dead_letter()
        self.ack(message)
