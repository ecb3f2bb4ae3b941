"""Whether the desk can serve, and if not why: for people, for supervisors of processes, for Prometheus."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
from litestar import Response, get
from litestar.exceptions import NotFoundException
from prometheus_client import CONTENT_TYPE_LATEST

import database
from desk import metrics
from desk.anchor_watch import WATCH
from desk.requests import DeskRequest
from dispatch import heartbeats, subscribers
from dispatch.backlog import backlog
from dispatch.heartbeats import Heartbeat
from grid.editions import published
from grid.errors import GridError
from reach import ReachKind

_FRESH = 2.0  # seconds for which what was found may be told again
# Services whose tokens may read the figures.
_READERS = frozenset({"metrics", "prometheus"})
_SILENT = 15.0  # seconds without a sign of life after which a process counts as gone
_OLD_JOB = 120.0  # seconds
_TOLD = 3  # sentences of one finding; of anchors bin/desk verify-journal tells all
_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, database.TransactionMisuse)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, whether it is well, and what is wrong."""

    what: str
    well: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """Everything looked at; `well` when all of it is."""

    well: bool
    findings: tuple[Finding, ...]


async def findings() -> tuple[Finding, ...]:
    """Looks at database, map, worker, pump, broker, jobs, bus and anchors."""
    found = await serving()
    if not found[0].well:
        return found
    return (*found, *await _background(), *await _bus(), await _anchors())


async def serving() -> tuple[Finding, ...]:
    """Looks at what people cannot be served without: database and map."""
    try:
        await database.fetch_value("SELECT 1")
    except _AWAY:
        return (Finding("database", False, "the database does not answer; bin/desk doctor says more"),)
    return (Finding("database", True), await _map())


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


async def _anchors() -> Finding:
    wrong = (await WATCH.seen()).wrong
    return Finding("anchors", not wrong, "; ".join(wrong[:_TOLD]))


@get("/health", tags=["operation"], summary="What is well and what is not")
async def health(request: DeskRequest) -> Response[Health]:
    """503 only where people cannot be served (database, map); every part with its reason for those inside.

    Whoever is neither signed in nor on this machine is told no more than whether all is well.
    """
    found = await LATEST.findings()
    served = all(one.well for one in found if one.what in ("database", "map"))
    inside = request.user is not None or request.is_local
    body = Health(all(one.well for one in found), found if inside else ())
    return Response(body, status_code=200 if served else 503)


@get("/ready", tags=["operation"], summary="Whether requests can be served")
async def ready(request: DeskRequest) -> Response[Health]:
    """200 once the database answers and a map is published, else 503 with the reason.

    Anchors that contradict the database stop nobody from being served; those inside are told of them.
    """
    found = await serving()
    served = all(one.well for one in found)
    if served and (request.user is not None or request.is_local):
        found = (*found, await _anchors())
    return Response(Health(all(one.well for one in found), found), status_code=200 if served else 503)


@get("/metrics", include_in_schema=False)
async def metrics_page(request: DeskRequest) -> Response[bytes]:
    """Figures for Prometheus; only for this machine, or for a service whose token was made for them."""
    reach = request.user
    reads = reach is not None and reach.kind is ReachKind.SERVICE and reach.who in _READERS
    if not reads and not request.is_local:
        raise NotFoundException
    return Response(await metrics.exposition(), media_type=CONTENT_TYPE_LATEST)
