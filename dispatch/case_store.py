"""The questions asked of cases, their tasks and clocks; each looks through a reach."""

import json
from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from dispatch.errors import NotVisible
from dispatch.rules.states import CaseKind
from dispatch.visible import COUNT, VISIBLE, sight
from reach import Reach

_CASE_COLUMNS = """c.id, c.case_no, c.tracking_no, c.kind, c.state, c.back_to, c.version, c.last_seq,
    c.last_hash, c.matter, c.matter_version, c.area_path, c.edition_id, c.responsibility_edition,
    c.calendar_code, c.calendar_version, c.channel, c.service_point_id, c.window_id, c.first_responder,
    c.subject_id, c.agent_id, c.urgent, c.from_public, c.materials_complete, c.result_code, c.received_at,
    c.accepted_at, c.decided_at, c.settled_at, c.closed_at, c.rating_until, c.due_at, c.origin_case,
    c.external_source, c.external_ref, c.opened_at"""
_BY_ID = f"SELECT {_CASE_COLUMNS} FROM dispatch.cases c WHERE c.id = ${COUNT + 1} AND {VISIBLE}"
_BY_ID_LOCKED = f"{_BY_ID} FOR NO KEY UPDATE OF c"
_BY_NO = f"SELECT {_CASE_COLUMNS} FROM dispatch.cases c WHERE c.case_no = ${COUNT + 1} AND {VISIBLE}"
_TASKS = """SELECT id, case_id, kind, state, department_id, worker, ruled, routing_id, opened_at,
    signed_at, signed_by, ended_at, due_at FROM dispatch.tasks WHERE case_id = $1 ORDER BY id"""
_HOLDER = "SELECT id, password_mark FROM dispatch.cases WHERE tracking_no = $1"
_ROUTINGS = """SELECT id, at, edition_id, responsibility_edition, matter, area_path, route, border
    FROM dispatch.routings WHERE case_id = $1 ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Case:
    """A case as stored; times are UTC, `area_path` is the path of the lowest area it lies in."""

    id: int
    case_no: str
    tracking_no: str
    kind: CaseKind
    state: str
    back_to: str | None
    version: int
    last_seq: int
    last_hash: bytes
    matter: str
    matter_version: int
    area_path: str
    edition_id: int
    responsibility_edition: int
    calendar_code: str
    calendar_version: int
    channel: str
    service_point_id: int | None
    window_id: int | None
    first_responder: int
    subject_id: int | None
    agent_id: int | None
    urgent: bool
    from_public: bool
    materials_complete: bool
    result_code: int | None
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    settled_at: datetime | None
    closed_at: datetime | None
    rating_until: datetime | None
    due_at: datetime | None
    origin_case: int | None
    external_source: str | None
    external_ref: str | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody must do about a case; `worker` is an actor string, times are UTC."""

    id: int
    case_id: int
    kind: str
    state: str
    department_id: int | None
    worker: str | None
    ruled: bool
    routing_id: int | None
    opened_at: datetime
    signed_at: datetime | None
    signed_by: str | None
    ended_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Routing:
    """Why work went where it went: `route` and `border` are the explanations as they were decided."""

    id: int
    at: datetime
    edition_id: int
    responsibility_edition: int
    matter: str
    area_path: str
    route: dict[str, object]
    border: dict[str, object] | None


def _case(row: asyncpg.Record) -> Case:
    values = dict(row)
    values["kind"] = CaseKind(values["kind"])
    return Case(**values)


async def case_by_id(reach: Reach, case_id: int, *, for_act: bool = False) -> Case:
    """The case, locked against other acts with `for_act`; raises NotVisible if out of reach or unknown."""
    sql = _BY_ID_LOCKED if for_act else _BY_ID
    row = await database.fetch_row(sql, *sight(reach).values, case_id)
    if row is None:
        raise NotVisible(str(case_id))
    return _case(row)


async def case_by_no(reach: Reach, case_no: str) -> Case:
    """The case with this number; raises NotVisible for one out of reach or unknown."""
    row = await database.fetch_row(_BY_NO, *sight(reach).values, case_no)
    if row is None:
        raise NotVisible(case_no)
    return _case(row)


async def holder_mark(tracking_no: str) -> tuple[int, bytes] | None:
    """The case id and password mark behind a tracking number: the holder's login looks here, nobody else."""
    row = await database.fetch_row(_HOLDER, tracking_no)
    return None if row is None else (row["id"], row["password_mark"])


async def tasks_of(case: Case) -> list[Task]:
    """All tasks of a case that was fetched through a reach, oldest first."""
    return [Task(**dict(row)) for row in await database.fetch(_TASKS, case.id)]


async def routings_of(case: Case) -> list[Routing]:
    """Every routing of a case that was fetched through a reach, oldest first."""
    return [
        Routing(**{**dict(row), "route": json.loads(row["route"]), "border": _loaded(row["border"])})
        for row in await database.fetch(_ROUTINGS, case.id)
    ]


def _loaded(text: str | None) -> dict[str, object] | None:
    return None if text is None else dict(json.loads(text))
