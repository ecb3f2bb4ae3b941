"""What a grid worker or checker has to do: his open tasks, and those of his grids nobody has yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from dispatch.cases import state_of
from dispatch.rules.next_step import next_step
from dispatch.rules.states import Act, CaseKind
from dispatch.rules.task_states import TaskKind, TaskState
from reach import Reach, ReachKind, Role

WALKING = frozenset({Role.GRID_WORKER, Role.CHECKER})
_MOST = 200
# What nobody has yet is found by an index of its own; of applications nothing waits out there.
_TASKS = """
SELECT t.id AS task_id, t.kind, t.state AS task_state, t.opened_at, t.due_at, t.worker IS NULL AS unassigned,
    c.id AS case_id, c.case_no, c.kind AS case_kind, c.state AS case_state, c.version, c.last_seq, c.matter,
    c.area_path, c.urgent, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat,
    EXISTS (SELECT 1 FROM dispatch.journal j WHERE j.case_id = c.id AND j.kind = 'arrived'
        AND j.actor = $1 AND j.at >= t.opened_at) AS arrived
FROM dispatch.tasks t JOIN dispatch.cases c ON c.id = t.case_id
LEFT JOIN dispatch.places p ON p.case_id = c.id
WHERE c.closed_at IS NULL AND t.id IN (
    SELECT id FROM dispatch.tasks WHERE worker = $1 AND state IN ('open', 'signed')
    UNION ALL
    SELECT nobodys.id FROM dispatch.tasks nobodys JOIN dispatch.cases there ON there.id = nobodys.case_id
    WHERE nobodys.worker IS NULL AND nobodys.department_id IS NULL AND nobodys.state IN ('open', 'signed')
        AND there.kind = 'incident'
        AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS mine (path)
            WHERE starts_with(there.area_path, mine.path)))
ORDER BY t.due_at NULLS LAST, t.id LIMIT $3
"""
_FREQUENT = """
SELECT c.matter FROM unnest($1::text[]) AS mine (path) JOIN dispatch.cases c
    ON c.area_path ~>=~ mine.path AND c.area_path ~<~ (left(mine.path, -1) || '0')
WHERE c.kind = 'incident' AND c.opened_at >= $2
GROUP BY c.matter ORDER BY count(*) DESC, c.matter LIMIT $3
"""


@dataclass(frozen=True, slots=True)
class FieldTask:
    """An open task as a phone lists it; times are UTC, `lon` and `lat` are EPSG:4326, if they are known."""

    task_id: int
    kind: TaskKind
    task_state: TaskState
    opened_at: datetime
    due_at: datetime | None
    unassigned: bool
    case_id: int
    case_no: str
    case_kind: CaseKind
    case_state: str
    version: int
    last_seq: int
    matter: str
    area_path: str
    urgent: bool
    lon: float | None
    lat: float | None
    arrived: bool

    @property
    def next_step(self) -> Act | None:
        """The act that moves it on; None while others have to act first."""
        state = state_of(self.case_kind, self.case_state)
        return next_step(self.kind, self.task_state, state, arrived=self.arrived)


def walked_by(reach: Reach) -> tuple[str, ...]:
    """The paths of the areas somebody walks."""
    posts = (post for post in reach.posts if post.role in WALKING and post.area_path is not None)
    return tuple(sorted({str(post.area_path) for post in posts}))


async def field_tasks(reach: Reach) -> list[FieldTask]:
    """Open tasks named to this person, or to nobody in the areas he walks, by due time; 200 at most."""
    if reach.kind is not ReachKind.STAFF:
        return []
    rows = await database.fetch(_TASKS, reach.actor, list(walked_by(reach)), _MOST)
    return [_task(row) for row in rows]


def _task(row: asyncpg.Record) -> FieldTask:
    values = dict(row)
    values["kind"] = TaskKind(values["kind"])
    values["task_state"] = TaskState(values["task_state"])
    values["case_kind"] = CaseKind(values["case_kind"])
    return FieldTask(**values)


async def frequent_matters(reach: Reach, since: datetime, most: int) -> Sequence[str]:
    """The incident classes, some with a situation, told of most often since then (UTC) where he walks."""
    rows = await database.fetch(_FREQUENT, list(walked_by(reach)), since, most)
    return [row["matter"] for row in rows]
