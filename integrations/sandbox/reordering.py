"""Does to the order of requests what networks do: later ones overtake, and some arrive after their error."""

import asyncio
import random
from collections.abc import Sequence

from integrations.sandbox.record import Event, Record

_PUT_ASIDE = 0.25  # of the requests


class Disorder:
    """Holds requests up, and takes some only after their sender was told that they failed."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._late: set[asyncio.Task[None]] = set()

    async def put_aside(self, events: Sequence[Event], within_ms: int) -> bool:
        """Waits for a random part of `within_ms`, while other requests overtake.

        One time in four it returns True at once instead: the request counts as failed and is taken later all
        the same, as it was.
        """
        if random.random() >= _PUT_ASIDE:
            await _a_while(within_ms)
            return False
        task = asyncio.create_task(self._take_late(events, within_ms))
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        return True

    async def settled(self) -> None:
        """Waits until everything that was put aside is taken."""
        await asyncio.gather(*self._late)

    async def _take_late(self, events: Sequence[Event], within_ms: int) -> None:
        await _a_while(within_ms)
        await asyncio.to_thread(self._record.keep, events)


async def _a_while(within_ms: int) -> None:
    await asyncio.sleep(random.uniform(0, within_ms) / 1000)
