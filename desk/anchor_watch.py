"""Anchors while the desk runs: one each hour, compared at start and every few minutes, and loudly."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desk.anchor_words import remedy, sentence
from dispatch import anchor_check, anchoring, running, waking
from dispatch.anchor_check import Standing
from registry.anchor_folder import AnchorFolder
from registry.anchor_keys import load_anchor_keys
from registry.errors import AnchorError, AnchorExists, KeyFileProblem
from settings import settings

_FRESH = 300.0  # seconds for which what was found may be told again
_PATIENCE = 20.0  # seconds a comparison may take; a start must not wait longer
_LATE = timedelta(hours=3)  # for so long may entries wait for an anchor
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the last comparison found: sentences on what is wrong and what to do, none where all is well."""

    wrong: tuple[str, ...] = ()
    last_at: datetime | None = None
    restarts: int = 0


def the_folder() -> AnchorFolder:
    """The folder of this installation, with its keys; raises KeyFileProblem."""
    return AnchorFolder(settings.anchors_dir, load_anchor_keys(settings.keys_dir))


class Watch:
    """What this process knows of the anchors; looked at anew every few minutes, when somebody asks."""

    def __init__(self) -> None:
        self._looking = asyncio.Lock()
        self._again: asyncio.Task[None] | None = None
        self._until = 0.0
        self._seen: Seen | None = None

    async def look(self) -> Seen:
        """Compares now, and says in the log what is wrong."""
        async with self._looking:
            return await self._look()

    async def seen(self) -> Seen:
        """What was found last; asks nobody to wait for a new look but who comes before the first."""
        if self._seen is None:
            return await self.look()
        if time.monotonic() >= self._until and (self._again is None or self._again.done()):
            self._again = asyncio.create_task(self._look_again())
        return self._seen

    def forget(self) -> None:
        """Makes the next one look anew."""
        self._until, self._seen = 0.0, None

    async def _look_again(self) -> None:
        try:
            await self.look()
        except waking.LOST as error:
            _LOG.warning("anchors were not compared: %s", running.name(error))

    async def _look(self) -> Seen:
        known = self._seen.wrong if self._seen else ()
        found = await _compared(datetime.now(UTC))
        for one in found.wrong:
            if one not in known:
                _LOG.critical("anchors: %s", one)
        if known and not found.wrong:
            _LOG.warning("anchors and database agree again")
        self._seen, self._until = found, time.monotonic() + _FRESH
        return found


WATCH = Watch()


async def _compared(now: datetime) -> Seen:
    try:
        async with asyncio.timeout(_PATIENCE):
            standing = await anchor_check.look(the_folder())
    except TimeoutError:
        return Seen((f"they could not be compared within {_PATIENCE:.0f} s; run bin/desk verify-journal",))
    except (AnchorError, KeyFileProblem) as error:
        return Seen((str(error),))
    wrong = [f"{sentence(doubt)} → {remedy(doubt)}" for doubt in standing.doubts]
    last = standing.last.at if standing.last else None
    return Seen((*wrong, *_late(standing, now)), last, standing.restarts)


def _late(standing: Standing, now: datetime) -> list[str]:
    if standing.since is None or now - standing.since < _LATE:
        return []
    hours = (now - standing.since) // timedelta(hours=1)
    none = f"there is none, and entries have waited for one for {hours} hours"
    said = f"the last is {hours} hours old" if standing.last else none
    return [f"{said} → see that a worker runs, and what it says in its log"]


async def anchor_hourly(_present: datetime) -> bool:
    """The round of the worker; says whether more waits to be anchored. A demo's clock does not count here.

    Where folder and database contradict each other it makes none and says so: a person has to look.
    """
    now, complete = datetime.now(UTC), True
    try:
        if await anchoring.due(now):
            complete = (await anchoring.make(the_folder(), now)).complete
    except AnchorExists:
        _LOG.info("another process made this anchor")
    except (AnchorError, KeyFileProblem) as error:
        _LOG.critical("no anchor was made: %s", error)
    await WATCH.look()
    return not complete
