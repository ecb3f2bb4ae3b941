"""Whether the desk can serve and its processes work, and if not why."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

import database
from desk.anchor_watch import WATCH
from dispatch import heartbeats, subscribers
from dispatch.backlog import backlog
from dispatch.heartbeats import Heartbeat
from grid.editions import published
from grid.errors import GridError
from registry.errors import KeyFileProblem
from registry.key_match import check_keys
from settings import settings

_FRESH = 2.0  # seconds for which what was found may be told again
_SILENT = 15.0  # seconds without a sign of life after which a process counts as gone
_OLD_JOB = 120.0  # seconds
_TOLD = 3  # sentences of one finding; of anchors bin/desk verify-journal tells all
NEEDED = frozenset({"database", "keys", "map"})  # without these nobody can be served
_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, database.TransactionMisuse)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, whether it is well, and what is wrong."""

    what: str
    well: bool
    why: str = ""


async def findings() -> tuple[Finding, ...]:
    """Looks at database, keys, map, worker, pump, broker, jobs, bus and anchors."""
    found = await serving()
    if not found[0].well:
        return found
    return (*found, *await _background(), *await _bus(), await anchors())


async def serving() -> tuple[Finding, ...]:
    """Looks at what people cannot be served without: database, keys and map."""
    try:
        await database.fetch_value("SELECT 1")
    except _AWAY:
        return (Finding("database", False, "the database does not answer; bin/desk doctor says more"),)
    return (Finding("database", True), await _keys(), await _map())


class Latest:
    """What was found last, for a short while: whoever asks often makes nobody look often."""

    def __init__(self) -> None:
        self._looking = asyncio.Lock()
        self._until = 0.0
        self._found: tuple[Finding, ...] = ()

    async def findings(self) -> tuple[Finding, ...]:
        """What `findings` tells, at most _FRESH seconds old."""
        async with self._looking:
            if time.monotonic() >= self._until:
                self._found = await findings()
                self._until = time.monotonic() + _FRESH
            return self._found

    def forget(self) -> None:
        """Makes the next one look anew."""
        self._until = 0.0


LATEST = Latest()


async def _keys() -> Finding:
    try:
        await check_keys(settings.keys_dir)
    except KeyFileProblem as error:
        return Finding("keys", False, str(error))
    return Finding("keys", True)


async def _map() -> Finding:
    try:
        await published()
    except GridError as error:
        return Finding("map", False, str(error) or "no edition of the map is published")
    return Finding("map", True)


async def _background() -> list[Finding]:
    beats = [beat for beat in await heartbeats.heartbeats() if beat.silent_for < _SILENT]
    waiting = await backlog()
    works = any(beat.kind == "worker" for beat in beats)
    worker = Finding("worker", works, "" if works else "no worker has given a sign of life")
    pumping = any(beat.pumping for beat in beats)
    pump = Finding("pump", pumping, "" if pumping else "nobody pumps; entries and jobs wait")
    late = waiting.oldest > _OLD_JOB
    jobs = Finding("jobs", not late, f"{waiting.due} jobs are due, the oldest for {waiting.oldest:.0f} s")
    return [worker, pump, _broker(beats), jobs if late else Finding("jobs", True)]


def _broker(beats: Sequence[Heartbeat]) -> Finding:
    away = [f"{beat.process} does not reach it ({beat.broker_away})" for beat in beats if beat.broker_away]
    return Finding("broker", not away, "; ".join(away[:_TOLD]))


async def _bus() -> list[Finding]:
    found = []
    for one in await subscribers.standings():
        why = []
        if one.failures:
            why.append(f"not reached {one.failures} times; {one.entries_waiting} entries wait")
        if one.cases_refused:
            why.append(f"{one.cases_refused} cases refused, waiting at the bus desk")
        found.append(Finding(f"bus {one.code}", not why, "; ".join(why)))
    return found


async def anchors() -> Finding:
    """Whether anchors and database say the same."""
    wrong = (await WATCH.seen()).wrong
    return Finding("anchors", not wrong, "; ".join(wrong[:_TOLD]))
