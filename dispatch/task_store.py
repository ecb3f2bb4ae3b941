"""Writes what an act does to the tasks of a case."""

from collections.abc import Sequence
from datetime import datetime

import database
from dispatch.rules.change import TaskChange, TaskVerb

_OPEN = """
INSERT INTO dispatch.tasks (case_id, kind, state, department_id, worker, ruled, routing_id, opened_at)
SELECT $1, t.kind, 'open', t.department_id, t.worker, t.ruled, $2, $3
FROM unnest($4::text[], $5::bigint[], $6::text[], $7::bool[]) WITH ORDINALITY
    AS t (kind, department_id, worker, ruled, place)
ORDER BY t.place RETURNING id
"""
_CHANGE = """
UPDATE dispatch.tasks AS t SET
    state = CASE c.verb
        WHEN 'sign' THEN 'signed' WHEN 'close' THEN 'done' WHEN 'return' THEN 'returned'
        WHEN 'cancel' THEN 'cancelled'
        WHEN 'reopen' THEN CASE WHEN t.signed_at IS NULL THEN 'open' ELSE 'signed' END
        ELSE t.state END,
    signed_at = CASE WHEN c.verb = 'sign' THEN $1 ELSE t.signed_at END,
    signed_by = CASE WHEN c.verb = 'sign' THEN $2 ELSE t.signed_by END,
    ended_at = CASE c.verb WHEN 'close' THEN $1 WHEN 'return' THEN $1 WHEN 'cancel' THEN $1
        WHEN 'reopen' THEN NULL ELSE t.ended_at END,
    department_id = CASE WHEN c.verb = 'assign' THEN c.department_id ELSE t.department_id END,
    worker = CASE WHEN c.verb IN ('assign', 'sign', 'close') THEN coalesce(c.worker, t.worker)
        ELSE t.worker END
FROM unnest($3::bigint[], $4::text[], $5::bigint[], $6::text[]) AS c (id, verb, department_id, worker)
WHERE t.id = c.id
"""


async def apply(
    case_id: int, changes: Sequence[TaskChange], actor: str, now: datetime, routing_id: int | None
) -> tuple[int, ...]:
    """Opens and alters tasks in the caller's transaction; returns the ids of the opened ones, in order."""
    old = [change for change in changes if change.verb is not TaskVerb.OPEN]
    if old:
        await database.execute(
            _CHANGE,
            now,
            actor,
            [change.task_id for change in old],
            [change.verb for change in old],
            [change.department_id for change in old],
            [change.worker for change in old],
        )
    new = [change for change in changes if change.verb is TaskVerb.OPEN]
    if not new:
        return ()
    rows = await database.fetch(
        _OPEN,
        case_id,
        routing_id,
        now,
        [change.kind for change in new],
        [change.department_id for change in new],
        [change.worker for change in new],
        [change.ruled for change in new],
    )
    return tuple(row["id"] for row in rows)
