"""The stored clocks of cases: read, written, and swept for those that come due."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
import msgspec

import database
from dispatch.case_store import Case
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.clocks import Extension, Pause
from dispatch.rules.kept_clock import Clock, ClockState
from registry.rules.allowances import Allowance, Unit
from together import Write, together

_OF_CASE = """SELECT id, task_id, order_id, kind, amount, unit, started_at, pauses, extensions, state, due_at,
    provisional, stopped_at, warn_at FROM dispatch.clocks WHERE case_id = $1 ORDER BY id"""
_INSERT = """
INSERT INTO dispatch.clocks (case_id, calendar_code, calendar_version, task_id, order_id, kind, amount, unit,
    started_at, pauses, extensions, state, due_at, provisional, stopped_at, warn_at)
SELECT $1, $2, $3, c.task_id, c.order_id, c.kind, (c.allowance ->> 'amount')::numeric,
    c.allowance ->> 'unit', c.started_at, c.pauses, c.extensions, c.state, c.due_at, c.provisional,
    c.stopped_at, c.warn_at
FROM jsonb_to_recordset($4::text::jsonb) AS c (task_id bigint, order_id int, kind text, allowance jsonb,
    started_at timestamptz, pauses jsonb, extensions jsonb, state text, due_at timestamptz, provisional bool,
    stopped_at timestamptz, warn_at timestamptz)
"""
_UPDATE = """
UPDATE dispatch.clocks AS k SET pauses = c.pauses, extensions = c.extensions, state = c.state,
    due_at = c.due_at, provisional = c.provisional, stopped_at = c.stopped_at, warn_at = c.warn_at,
    -- A due time that moved on has not been missed yet, nor warned of.
    warned_at = CASE WHEN k.due_at IS NOT DISTINCT FROM c.due_at THEN k.warned_at END,
    breached_at = CASE WHEN k.due_at IS NOT DISTINCT FROM c.due_at THEN k.breached_at END
FROM jsonb_to_recordset($1::text::jsonb) AS c (id bigint, pauses jsonb, extensions jsonb, state text,
    due_at timestamptz, provisional bool, stopped_at timestamptz, warn_at timestamptz)
WHERE k.id = c.id
"""
_DUE_TASKS = """
UPDATE dispatch.tasks AS t SET due_at = coalesce(
    (SELECT min(k.due_at) FROM dispatch.clocks k
        WHERE k.task_id = t.id AND k.state = 'running' AND k.kind <> 'sign'),
    (SELECT c.due_at FROM dispatch.cases c WHERE c.id = $1))
WHERE t.case_id = $1 AND t.state IN ('open', 'signed')
"""


def _pauses(text: str) -> tuple[Pause, ...]:
    return msgspec.json.decode(text, type=tuple[Pause, ...])


def _extensions(text: str) -> tuple[Extension, ...]:
    return msgspec.json.decode(text, type=tuple[Extension, ...])


def _clock(row: asyncpg.Record) -> Clock:
    allowance = None if row["amount"] is None else Allowance(row["amount"], Unit(row["unit"]))
    return Clock(
        kind=ClockKind(row["kind"]),
        allowance=allowance,
        started_at=row["started_at"],
        due_at=row["due_at"],
        state=ClockState(row["state"]),
        provisional=row["provisional"],
        warn_at=row["warn_at"],
        pauses=_pauses(row["pauses"]),
        extensions=_extensions(row["extensions"]),
        task_id=row["task_id"],
        order_id=row["order_id"],
        stopped_at=row["stopped_at"],
        id=row["id"],
    )


async def clocks_of(case: Case) -> list[Clock]:
    """All clocks of a case that was fetched through a reach, oldest first."""
    return [_clock(row) for row in await database.fetch(_OF_CASE, case.id)]


def _json(clocks: Sequence[Clock]) -> str:
    # One text for all of them: the driver looks at each array several times before it sends it.
    return msgspec.json.encode(clocks).decode()


async def insert(case_id: int, calendar: tuple[str, int], clocks: Sequence[Clock]) -> None:
    """Stores new clocks in the caller's transaction, under the calendar (code, version) of the case."""
    if clocks:
        await together(inserting(case_id, calendar, clocks))


def inserting(case_id: int, calendar: tuple[str, int], clocks: Sequence[Clock]) -> Write:
    """The same as a write, to be done in one statement with others."""
    return Write(_INSERT, (case_id, *calendar, _json(clocks)))


async def update(clocks: Sequence[Clock]) -> None:
    """Stores clocks that have changed; one whose due time moved is warned of and missed anew."""
    if clocks:
        await database.execute(_UPDATE, _json(clocks))


async def spread_due(case_id: int) -> None:
    """Writes onto each open task when it is due, by its own clocks or else by those of its case."""
    await database.execute(_DUE_TASKS, case_id)


def next_due(clocks: Sequence[Clock]) -> datetime | None:
    """When the first of the running clocks comes due (UTC); an order of supervision does not count."""
    dues = [
        clock.due_at
        for clock in clocks
        if clock.state is ClockState.RUNNING and clock.due_at and clock.kind is not ClockKind.SUPERVISE
    ]
    return min(dues, default=None)
