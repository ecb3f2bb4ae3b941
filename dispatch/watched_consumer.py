"""A consumer over the network: says when its line breaks, and answers only for what came over it."""

from collections.abc import Callable
from typing import Protocol

from dramatiq.broker import Consumer, MessageProxy
from dramatiq.errors import ConnectionClosed


class Watcher(Protocol):
    """Who is told what becomes of a line."""

    def lost(self, user: str, error: BaseException) -> str:
        """The line of this user is broken."""

    def count_dead_letter(self) -> None:
        """The work a message asked for has failed."""


class WatchedConsumer(Consumer):
    """Passes on what comes over one line; on its own it knows nothing of a broker."""

    def __init__(self, watcher: Watcher, queue_name: str, line: Consumer) -> None:
        self._watcher, self._queue_name, self._line = watcher, queue_name, line
        self._held: set[int] = set()

    def __next__(self) -> MessageProxy | None:
        try:
            message = next(self._line)
        except ConnectionClosed as error:
            self._watcher.lost(self._queue_name, error)
            raise
        if message is not None:
            self._held.add(id(message))
        return message

    def ack(self, message: MessageProxy) -> None:
        self._answer(self._line.ack, message)

    def nack(self, message: MessageProxy) -> None:
        self._watcher.count_dead_letter()
        self._answer(self._line.nack, message)

    def _answer(self, say: Callable[[MessageProxy], None], message: MessageProxy) -> None:
        # Messages are numbered anew on each line: an answer to what an earlier one brought would count for
        # another message. It comes again over this line, and does nothing.
        if id(message) not in self._held:
            return
        self._held.discard(id(message))
        try:
            say(message)
        except ConnectionClosed as error:
            self._watcher.lost(self._queue_name, error)

    def close(self) -> None:
        self._line.close()
