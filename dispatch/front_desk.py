"""What a counter asks of cases: its day, a person's last cases, what is waited for, what lies ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from dispatch.rules.states import CaseKind
from dispatch.visible import COUNT, VISIBLE, sight
from reach import Reach

_COLUMNS = """c.id, c.case_no, c.kind, c.state, c.matter, c.matter_version, c.subject_id, c.opened_at,
    c.due_at, c.closed_at"""
# One counter's cases: of its service points, or of somebody who has none those he is first responder of.
_OF_POINTS = "c.service_point_id = ANY($1::bigint[])"
_OF_PERSON = "c.first_responder = ANY($1::bigint[])"
_DAY = """
SELECT count(*) FILTER (WHERE c.opened_at >= $3) AS today,
    count(*) FILTER (WHERE c.opened_at >= $3 AND c.first_responder = $2::bigint) AS mine,
    count(*) FILTER (WHERE c.closed_at IS NULL AND c.due_at >= $4 AND c.due_at < $5) AS due_soon,
    count(*) FILTER (WHERE c.closed_at IS NULL AND c.due_at < $4) AS overdue,
    count(*) FILTER (WHERE c.state = 'SUPPLEMENT_PENDING'
        OR (c.state = 'RECEIVED' AND NOT c.materials_complete)) AS waiting,
    count(*) FILTER (WHERE c.state = 'RESULT_READY') AS ready
FROM dispatch.cases c
WHERE {here} AND (c.opened_at >= $3 OR c.closed_at IS NULL)
"""
_LATEST = f"""
SELECT {_COLUMNS} FROM dispatch.cases c
WHERE c.first_responder = $1::bigint AND c.opened_at >= $2 ORDER BY c.id DESC LIMIT $3
"""
_OF_SUBJECT = f"""
SELECT {_COLUMNS} FROM dispatch.cases c
WHERE c.subject_id = ${COUNT + 1} AND {VISIBLE} ORDER BY c.id DESC LIMIT ${COUNT + 2}
"""
_AT_COUNTER = f"""
SELECT {_COLUMNS} FROM dispatch.cases c
WHERE {{here}} AND c.closed_at IS NULL AND {{which}}
ORDER BY c.due_at NULLS LAST, c.id LIMIT $2
"""
_WAITING = """c.state IN ('SUPPLEMENT_PENDING', 'RECEIVED')
    AND (c.state = 'SUPPLEMENT_PENDING' OR NOT c.materials_complete)"""
_READY = "c.state = 'RESULT_READY'"


@dataclass(frozen=True, slots=True)
class DeskCase:
    """A case as a counter lists it; times are UTC."""

    id: int
    case_no: str
    kind: CaseKind
    state: str
    matter: str
    matter_version: int
    subject_id: int | None
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeskDay:
    """The figures of a counter: taken in today, by me; due soon, overdue; waited for, ready to hand out."""

    today: int
    mine: int
    due_soon: int
    overdue: int
    waiting: int
    ready: int


@dataclass(frozen=True, slots=True)
class Span:
    """A counter's day (UTC): its beginning, now, and until when a due time counts as soon."""

    since: datetime
    now: datetime
    soon: datetime


async def desk_day(reach: Reach, span: Span) -> DeskDay:
    """The figures of the counters this reach works at."""
    here, ids = _here(reach)
    sql = _DAY.format(here=here)
    row = await database.fetch_row(sql, ids, int(reach.who), span.since, span.now, span.soon)
    assert row is not None
    return DeskDay(**dict(row))


def _here(reach: Reach) -> tuple[str, list[int]]:
    points = list(reach.service_points)
    return (_OF_POINTS, points) if points else (_OF_PERSON, [int(reach.who)])


async def latest_of(reach: Reach, since: datetime, limit: int) -> list[DeskCase]:
    """What this person took in since an instant (UTC), the last first."""
    return _read(await database.fetch(_LATEST, int(reach.who), since, limit))


async def cases_of_subject(reach: Reach, subject_id: int, limit: int) -> list[DeskCase]:
    """The last cases of a person or organisation that are in reach, the newest first."""
    return _read(await database.fetch(_OF_SUBJECT, *sight(reach).values, subject_id, limit))


async def waiting_at(reach: Reach, limit: int) -> list[DeskCase]:
    """Applications taken in here for which something is still to be brought, the most urgent first."""
    return await _at_counter(reach, _WAITING, limit)


async def ready_at(reach: Reach, limit: int) -> list[DeskCase]:
    """Applications taken in here whose result lies ready, the most urgent first."""
    return await _at_counter(reach, _READY, limit)


async def _at_counter(reach: Reach, which: str, limit: int) -> list[DeskCase]:
    here, ids = _here(reach)
    return _read(await database.fetch(_AT_COUNTER.format(here=here, which=which), ids, limit))


def _read(rows: Sequence[asyncpg.Record]) -> list[DeskCase]:
    return [DeskCase(**{**dict(row), "kind": CaseKind(row["kind"])}) for row in rows]
