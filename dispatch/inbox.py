"""The work of departments by due time: open tasks, and decided applications still to be settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import asyncpg

import database
from dispatch.paging import Last
from dispatch.rules.side_moves import WORKING
from dispatch.rules.states import CaseKind
from dispatch.streets import STREET
from reach import Reach, ReachKind

# Counting goes no further: nobody works through more, and a page must not get slower with them.
COUNTED = 2000


class Tray(StrEnum):
    """Where in the inbox a piece of work lies, by what is to be done next."""

    SIGN = "sign"
    HANDLE = "handle"
    REVIEW = "review"
    APPROVE = "approve"
    SETTLE = "settle"
    WAITING = "waiting"


class Order(StrEnum):
    """By what the list is ordered."""

    DUE = "due"
    LATEST_DUE = "-due"
    OPENED = "opened"
    NEWEST = "-opened"


# Work that waits for somebody else's word or for a time to come.
_ON_HOLD = "('SUSPENDED', 'PENDED', 'SPECIAL_PROCEDURE', 'RETURN_REQUESTED', 'EXTENSION_REQUESTED')"
_TRAY = f"""CASE
    WHEN c.state IN ('DECIDED_GRANT', 'DECIDED_DENY') THEN 'settle'
    WHEN c.state IN {_ON_HOLD} THEN 'waiting'
    WHEN t.kind = 'review' THEN 'review'
    WHEN t.kind = 'approve' THEN 'approve'
    WHEN t.kind IN ('handle', 'co_handle') AND t.state = 'open' THEN 'sign'
    WHEN t.kind IN ('handle', 'co_handle') THEN 'handle'
    ELSE 'waiting' END"""
# What a tray asks of a task alone: the rest is thrown out before its case is looked up.
_LIKELY = """($6::text IS NULL OR $6 NOT IN ('review', 'approve') OR t.kind = $6)
    AND ($6::text IS NULL OR $6 NOT IN ('sign', 'handle') OR t.kind IN ('handle', 'co_handle'))
    AND ($6 IS DISTINCT FROM 'sign' OR t.state = 'open')
    AND ($6 IS DISTINCT FROM 'handle' OR t.state = 'signed')"""
_FITS = f"""($2::text IS NULL OR c.kind = $2)
    AND ($3::text IS NULL OR starts_with(c.matter, $3))
    AND ($4::text IS NULL OR starts_with(c.area_path, $4))
    AND ($5::timestamptz IS NULL OR coalesce(t.due_at, c.due_at) < $5)
    AND ($6::text IS NULL OR {_TRAY} = $6) AND {_LIKELY}"""
# One department after the other, each in the order of its own index, so that the first page is found at once.
_OPEN = """
FROM unnest($1::bigint[]) AS mine (department)
CROSS JOIN LATERAL (
    SELECT {what} FROM dispatch.tasks t JOIN dispatch.cases c ON c.id = t.case_id
    WHERE t.department_id = mine.department AND t.state IN ('open', 'signed') AND {fits}
    {order} LIMIT {limit}
) AS found
"""
# Who decided has nothing open any more, and the decision is still to be settled: the database notes that at
# the task, so that a department's own few are found among all it ever decided, and then their cases.
_DECIDED = """
FROM (
    SELECT * FROM dispatch.tasks WHERE department_id = ANY($1::bigint[]) AND to_settle OFFSET 0
) AS t CROSS JOIN LATERAL (SELECT * FROM dispatch.cases WHERE id = t.case_id OFFSET 0) AS c
WHERE {fits}
"""
_ROW = f"""t.id AS task_id, t.kind AS task, t.state AS task_state, t.worker,
    coalesce(t.due_at, c.due_at) AS due_at, t.opened_at AS since, {_TRAY} AS tray,
    c.id AS case_id, c.case_no, c.kind, c.state, c.matter, c.area_path, c.urgent, c.opened_at, c.subject_id"""
_PILE = f"""{_TRAY} AS tray, c.kind, c.matter,
    {STREET} AS street"""
_PILES = f"""
SELECT tray, kind, matter, street, count(*) AS number FROM (
    SELECT found.* {_OPEN.format(what=_PILE, fits=_FITS, order="", limit=COUNTED)}
    UNION ALL (SELECT {_PILE} {_DECIDED.format(fits=_FITS)} LIMIT {COUNTED})
) AS counted GROUP BY tray, kind, matter, street
"""
# Column of the order, its direction, and how the row before is left behind; without a due time comes last.
_ORDERS = {
    Order.DUE: ("due_at", "ASC", "'infinity'"),
    Order.LATEST_DUE: ("due_at", "DESC", "'-infinity'"),
    Order.OPENED: ("opened_at", "ASC", "'infinity'"),
    Order.NEWEST: ("opened_at", "DESC", "'-infinity'"),
}
_OF_INDEX = {"due_at": "t.due_at", "opened_at": "c.opened_at"}


def _list(order: Order) -> str:
    column, way, last = _ORDERS[order]
    after = f"""($7::bigint IS NULL OR (coalesce({{column}}, {last}), t.id)
        {">" if way == "ASC" else "<"} (coalesce($8::timestamptz, {last}), $7))"""
    inner = after.format(column=_OF_INDEX[column])
    decided = after.format(column="coalesce(t.due_at, c.due_at)" if column == "due_at" else "c.opened_at")
    sorting = f"ORDER BY {_OF_INDEX[column]} {way} NULLS LAST, t.id {way}"
    return f"""
SELECT * FROM (
    SELECT found.* {_OPEN.format(what=_ROW, fits=f"{_FITS} AND {inner}", order=sorting, limit="$9")}
    UNION ALL SELECT {_ROW} {_DECIDED.format(fits=f"{_FITS} AND {decided}")}
) AS whole ORDER BY {column} {way} NULLS LAST, task_id {way} LIMIT $9
"""


_LISTS = {order: _list(order) for order in Order}


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the inbox is wanted; None does not narrow. `overdue_at` (UTC): due before then.

    `matter` is an item or class, with or without a situation; `area_path` the beginning of a path.
    """

    tray: Tray | None = None
    kind: CaseKind | None = None
    matter: str | None = None
    area_path: str | None = None
    overdue_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: a task with its case; times are UTC, `since` is when the task was opened."""

    task_id: int
    task: str
    task_state: str
    worker: str | None
    due_at: datetime | None
    since: datetime
    tray: Tray
    case_id: int
    case_no: str
    kind: CaseKind
    state: str
    matter: str
    area_path: str
    urgent: bool
    opened_at: datetime
    subject_id: int | None


@dataclass(frozen=True, slots=True)
class Pile:
    """How many pieces of work of one matter in one street lie in a tray; `street` is the path of a street."""

    tray: Tray
    kind: CaseKind
    matter: str
    street: str
    number: int


async def work_of(reach: Reach, sought: Sought, order: Order, last: Last | None, limit: int) -> list[Work]:
    """Up to `limit` pieces of work of the departments of this reach, in that order."""
    rows = await database.fetch(
        _LISTS[order], *_values(reach, sought), last and last.id, last and last.at, limit
    )
    return [_work(row) for row in rows]


async def piles_of(reach: Reach, overdue_at: datetime | None) -> list[Pile]:
    """How much lies where, each department counted up to COUNTED; only what was due before `overdue_at`."""
    rows = await database.fetch(_PILES, *_values(reach, Sought(overdue_at=overdue_at)))
    return [
        Pile(Tray(row["tray"]), CaseKind(row["kind"]), row["matter"], row["street"], row["number"])
        for row in rows
    ]


def _values(reach: Reach, sought: Sought) -> Sequence[object]:
    return (
        departments_of(reach), sought.kind, sought.matter, sought.area_path, sought.overdue_at, sought.tray,
    )  # fmt: skip


def departments_of(reach: Reach) -> list[int]:
    """The departments somebody works in; administrators of them do not work on cases."""
    if reach.kind is not ReachKind.STAFF:
        return []
    return sorted(
        {
            post.department_id
            for post in reach.posts
            if post.role in WORKING and post.department_id is not None
        }
    )


def _work(row: asyncpg.Record) -> Work:
    values = dict(row)
    return Work(**{**values, "tray": Tray(values["tray"]), "kind": CaseKind(values["kind"])})
