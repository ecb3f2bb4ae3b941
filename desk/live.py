"""Tells open pages which cases have changed, by number only: one reader of the feed for a whole process."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field

from dispatch import feed, running
from dispatch.case_lists import visible_numbers
from reach import Reach

_LOG = logging.getLogger("griddesk.live")
_EVERY = 2.0  # seconds between two looks at the feed
_AFTER_TROUBLE = 10.0
_AT_ONCE = 500
_WAITING = 50  # changes a page may be behind before it is told to look at everything
MOST_LINES = 8  # of one person; a board in every window of a browser is fewer
EVERYTHING = "*"


@dataclass(slots=True, eq=False)
class _Watcher:
    actor: str
    queue: asyncio.Queue[frozenset[int]] = field(default_factory=lambda: asyncio.Queue(_WAITING))
    overflown: bool = False


class Live:
    """The watchers of one process; the feed is read while there is one."""

    def __init__(self) -> None:
        self._watchers: set[_Watcher] = set()
        self._reading: asyncio.Task[None] | None = None

    async def changes(self, reach: Reach, quiet: float) -> AsyncGenerator[list[str], None]:
        """The numbers of cases in reach as they change; an empty list when woken, or after `quiet` seconds.

        [EVERYTHING] tells a page that is too far behind to look at all it shows.
        """
        watcher = _Watcher(reach.actor)
        self._watchers.add(watcher)
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        try:
            while True:
                yield await self._next(watcher, reach, quiet)
        finally:
            self._watchers.discard(watcher)

    def lines_of(self, reach: Reach) -> int:
        """How many lines this person has open in this process."""
        return sum(watcher.actor == reach.actor for watcher in self._watchers)

    def wake(self, reach: Reach) -> None:
        """Lets the lines of this person look at once whether they may still be open."""
        for watcher in self._watchers:
            if watcher.actor == reach.actor and watcher.queue.empty():
                watcher.queue.put_nowait(frozenset())

    async def _next(self, watcher: _Watcher, reach: Reach, quiet: float) -> list[str]:
        try:
            changed = await asyncio.wait_for(watcher.queue.get(), quiet)
        except TimeoutError:
            return []
        if watcher.overflown:
            watcher.overflown = False
            return [EVERYTHING]
        if not changed:
            return []
        return sorted((await visible_numbers(reach, sorted(changed))).values())

    async def _read(self) -> None:
        try:
            cursor = await feed.end()
            while self._watchers:
                await asyncio.sleep(_EVERY)
                entries = await feed.read(cursor, _AT_ONCE)
                if entries:
                    cursor = entries[-1].cursor
                    self._tell(frozenset(entry.case_id for entry in entries))
        except Exception as error:
            # Pages look for themselves once a minute; what was missed meanwhile they see then.
            _LOG.warning("the feed cannot be read now: %s", running.trail(error))
            await asyncio.sleep(_AFTER_TROUBLE)
        finally:
            self._reading = asyncio.create_task(self._read()) if self._watchers else None

    def _tell(self, changed: frozenset[int]) -> None:
        for watcher in self._watchers:
            with suppress(asyncio.QueueFull):
                watcher.queue.put_nowait(changed)
                continue
            watcher.overflown = True

    async def close(self) -> None:
        """Stops reading; for the end of the process."""
        self._watchers.clear()
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading


LIVE = Live()
