"""How the work within a reach stands: what is open in numbers, and who must do it."""

from dataclasses import dataclass
from datetime import datetime

import database
from dispatch.visible import COUNT, VISIBLE, each_visible, sight, sight_of
from reach import Reach

_N = COUNT
_IN_PART = f"(${_N + 3}::text IS NULL OR starts_with(c.area_path, ${_N + 3}))"
# What is open is gathered once, for the numbers and for who holds it. One task that is shared by a department
# and one of its people is counted once, for the department. What was opened or closed today has indexes of
# its own: "open, or opened or closed today" would be looked for everywhere.
_WORK = f"""
WITH still AS MATERIALIZED ({{still}}),
held AS (
    SELECT t.department_id, CASE WHEN t.department_id IS NULL THEN t.worker END AS worker,
        count(*) AS held,
        count(*) FILTER (WHERE t.signed_at IS NULL) AS unsigned,
        count(*) FILTER (WHERE t.due_at <= ${_N + 1}) AS overdue,
        count(*) FILTER (WHERE t.due_at > ${_N + 1} AND t.due_at <= ${_N + 2}) AS soon,
        min(t.due_at) AS next_due
    FROM still JOIN {{tasks}} AS t ON t.case_id = still.id
    GROUP BY 1, 2
    ORDER BY overdue DESC, soon DESC, held DESC, 1, 2
    LIMIT ${_N + 5}
)
SELECT sums.*, opened.*, closed.*, held.*
FROM (
    SELECT count(*), count(*) FILTER (WHERE due_at <= ${_N + 1}),
        count(*) FILTER (WHERE due_at > ${_N + 1} AND due_at <= ${_N + 2})
    FROM still
) AS sums, (
    SELECT count(*) FROM dispatch.cases c WHERE c.opened_at >= ${_N + 4} AND {_IN_PART} AND {VISIBLE}
) AS opened, (
    SELECT count(*) FROM dispatch.cases c WHERE c.closed_at >= ${_N + 4} AND {_IN_PART} AND {VISIBLE}
) AS closed LEFT JOIN held ON true
ORDER BY held.overdue DESC, held.soon DESC, held.held DESC, held.department_id, held.worker
"""
_TASKS = """(
        SELECT case_id, department_id, worker, signed_at, due_at FROM dispatch.tasks
        WHERE state IN ('open', 'signed') {fence}
    )"""
# For whoever sees much all open tasks are read and then put together: the planner, which does not know how
# much an area holds, would look up those of each of twenty thousand cases. For few they are looked up.
_FENCES = {True: "OFFSET 0", False: ""}
_TOTALS = 5


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


@dataclass(frozen=True, slots=True)
class Workload:
    """The numbers of an area, and who holds open work there, those with most of it overdue first."""

    totals: Totals
    holders: list[Held]


async def workload(reach: Reach, span: Span, limit: int) -> Workload:
    """How the work in reach stands at one moment, with up to `limit` of who holds it."""
    seen, part = sight_of(reach, span.area_path), None
    if seen is None:
        seen, part = sight(reach), span.area_path
    rows = await database.fetch(
        _WORK.format(
            still=each_visible(seen, "c.id, c.due_at", f"c.closed_at IS NULL AND {_IN_PART}"),
            tasks=_TASKS.format(fence=_FENCES[seen.is_wide]),
        ),
        *seen.values, span.now, span.soon, part, span.midnight, limit,
    )  # fmt: skip
    # Where nobody holds anything the numbers stand alone.
    held = [Held(*row[_TOTALS:]) for row in rows if row["held"] is not None]
    return Workload(Totals(*rows[0][:_TOTALS]), held)
