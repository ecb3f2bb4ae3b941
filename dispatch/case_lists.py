"""Lists of cases within a reach: filtered, sorted by due time, paged by the last row of the page before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch.paging import Last
from dispatch.rules.states import CaseKind
from dispatch.visible import COUNT, VISIBLE, among_visible, sight
from reach import Reach

_N = COUNT
# The last id of the page before breaks ties; cases without a due time come last.
_LIST = f"""
SELECT c.id, c.case_no, c.kind, c.state, c.version, c.matter, c.area_path, c.channel, c.urgent, c.due_at,
    c.opened_at, c.closed_at, c.first_responder, c.subject_id
FROM dispatch.cases c
WHERE (${_N + 1}::text IS NULL OR c.kind = ${_N + 1})
    AND (${_N + 2}::text IS NULL OR c.state = ${_N + 2})
    AND (${_N + 3}::text IS NULL OR starts_with(c.area_path, ${_N + 3}))
    AND (${_N + 4}::bigint IS NULL OR EXISTS (SELECT 1 FROM dispatch.tasks t
        WHERE t.case_id = c.id AND t.department_id = ${_N + 4}))
    AND (${_N + 5}::timestamptz IS NULL OR (c.due_at < ${_N + 5} AND c.closed_at IS NULL))
    AND (${_N + 6}::text IS NULL OR 'staff:' || c.first_responder = ${_N + 6} OR EXISTS (
        SELECT 1 FROM dispatch.tasks t WHERE t.case_id = c.id AND t.worker = ${_N + 6}
            AND t.state IN ('open', 'signed')))
    AND (${_N + 7}::bool IS NOT TRUE OR c.closed_at IS NULL)
    AND (${_N + 7}::bool IS NOT FALSE OR c.closed_at IS NOT NULL)
    AND (${_N + 8}::text IS NULL OR starts_with(c.case_no, ${_N + 8}))
    AND (${_N + 9}::bigint[] IS NULL OR c.subject_id = ANY(${_N + 9}))
    AND (coalesce(c.due_at, 'infinity'), c.id) > (coalesce(${_N + 10}::timestamptz,
        CASE WHEN ${_N + 11}::bigint IS NULL THEN '-infinity' ELSE 'infinity' END::timestamptz),
        coalesce(${_N + 11}, 0))
    AND {{visible}}
ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT ${_N + 12}
"""
_VISIBLE_IDS = f"SELECT c.id, c.case_no FROM dispatch.cases c WHERE {VISIBLE} AND c.id = ANY(${_N + 1})"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None does not narrow. `overdue_at` (UTC): due before then and not closed.

    `mine` is an actor string: cases he is first responder of or has an open task in.
    """

    kind: CaseKind | None = None
    state: str | None = None
    area_path: str | None = None
    department_id: int | None = None
    overdue_at: datetime | None = None
    mine: str | None = None
    still_open: bool | None = None
    number: str | None = None
    subjects: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A case as it stands in a list; times are UTC."""

    id: int
    case_no: str
    kind: str
    state: str
    version: int
    matter: str
    area_path: str
    channel: str
    urgent: bool
    due_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    first_responder: int
    subject_id: int | None


async def cases_in(reach: Reach, wanted: Wanted, after: Last | None, limit: int) -> list[Listed]:
    """Up to `limit` visible cases that match, the most urgent first."""
    rows = await database.fetch(
        _LIST.format(visible=among_visible(reach)),
        *sight(reach).values,
        wanted.kind,
        wanted.state,
        wanted.area_path,
        wanted.department_id,
        wanted.overdue_at,
        wanted.mine,
        wanted.still_open,
        wanted.number,
        None if wanted.subjects is None else list(wanted.subjects),
        after and after.at,
        after and after.id,
        limit,
    )
    return [Listed(**dict(row)) for row in rows]


async def visible_numbers(reach: Reach, ids: Sequence[int]) -> dict[int, str]:
    """The numbers of those of these cases that are in reach, by id."""
    rows = await database.fetch(_VISIBLE_IDS, *sight(reach).values, list(ids))
    return {row["id"]: row["case_no"] for row in rows}
