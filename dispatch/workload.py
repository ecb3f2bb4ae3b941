"""Who holds what: the open work within a reach, counted by who must do it."""

from dataclasses import dataclass
from datetime import datetime

import database
from dispatch.visible import COUNT, VISIBLE, sight
from reach import Reach

_N = COUNT
_IN_AREA = f"(${_N + 3}::text IS NULL OR starts_with(c.area_path, ${_N + 3})) AND {VISIBLE}"
# One task that is shared by a department and one of its people is counted once, for the department. What is
# open is gathered first: looked up for each task by itself it would cost several times as much.
_HOLDERS = f"""
WITH still AS MATERIALIZED (
    SELECT c.id FROM dispatch.cases c WHERE c.closed_at IS NULL AND {_IN_AREA}
)
SELECT t.department_id, CASE WHEN t.department_id IS NULL THEN t.worker END AS worker,
    count(*) AS held,
    count(*) FILTER (WHERE t.signed_at IS NULL) AS unsigned,
    count(*) FILTER (WHERE t.due_at <= ${_N + 1}) AS overdue,
    count(*) FILTER (WHERE t.due_at > ${_N + 1} AND t.due_at <= ${_N + 2}) AS soon,
    min(t.due_at) AS next_due
FROM dispatch.tasks t JOIN still ON still.id = t.case_id
WHERE t.state IN ('open', 'signed')
GROUP BY 1, 2
ORDER BY overdue DESC, soon DESC, held DESC, 1, 2
LIMIT ${_N + 4}
"""
# Three counts, each by an index of its own: "open, or opened or closed today" would be looked for everywhere.
_TOTALS = f"""
SELECT still.*, opened.*, closed.*
FROM (
    SELECT count(*) AS still_open, count(*) FILTER (WHERE c.due_at <= ${_N + 1}) AS overdue,
        count(*) FILTER (WHERE c.due_at > ${_N + 1} AND c.due_at <= ${_N + 2}) AS soon
    FROM dispatch.cases c WHERE c.closed_at IS NULL AND {_IN_AREA}
) AS still, (
    SELECT count(*) AS opened_today FROM dispatch.cases c WHERE c.opened_at >= ${_N + 4} AND {_IN_AREA}
) AS opened, (
    SELECT count(*) AS closed_today FROM dispatch.cases c WHERE c.closed_at >= ${_N + 4} AND {_IN_AREA}
) AS closed
"""


@dataclass(frozen=True, slots=True)
class Span:
    """What is counted: as of `now`, nearly due up to `soon`, today since `midnight` (all UTC), in an area."""

    now: datetime
    soon: datetime
    midnight: datetime
    area_path: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What one department or worker (an actor) has open; `next_due` is UTC."""

    department_id: int | None
    worker: str | None
    held: int
    unsigned: int
    overdue: int
    soon: int
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The work of an area in five numbers."""

    still_open: int
    overdue: int
    soon: int
    opened_today: int
    closed_today: int


async def holders(reach: Reach, span: Span, limit: int) -> list[Held]:
    """Who holds open work in reach, those with most of it overdue first."""
    rows = await database.fetch(_HOLDERS, *sight(reach).values, span.now, span.soon, span.area_path, limit)
    return [Held(**dict(row)) for row in rows]


async def totals(reach: Reach, span: Span) -> Totals:
    """The numbers of what is in reach."""
    row = await database.fetch_row(
        _TOTALS, *sight(reach).values, span.now, span.soon, span.area_path, span.midnight
    )
    if row is None:
        raise RuntimeError("an aggregate without groups has one row")
    return Totals(**dict(row))
