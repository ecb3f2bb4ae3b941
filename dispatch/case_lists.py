"""Lists of cases within a reach: filtered, sorted by due time, paged by the last row of the page before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import count

import database
from dispatch.paging import Last
from dispatch.rules.states import CaseKind
from dispatch.visible import COUNT, VISIBLE, among_visible, sight, sight_of
from reach import Reach

# What narrows, each said only where it is asked for: a plan for "this, if given" looks at every case.
# A number begins with what was asked where it lies between that and what follows it, byte by byte.
_NARROWS = {
    "kind": "c.kind = {}",
    "state": "c.state = {}",
    "area_path": "starts_with(c.area_path, {})",
    "department_id": """EXISTS (SELECT 1 FROM dispatch.tasks t
        WHERE t.case_id = c.id AND t.department_id = {})""",
    "overdue_at": "coalesce(c.due_at, 'infinity') < {} AND c.closed_at IS NULL",
    "mine": """('staff:' || c.first_responder = {0} OR EXISTS (
        SELECT 1 FROM dispatch.tasks t WHERE t.case_id = c.id AND t.worker = {0}
            AND t.state IN ('open', 'signed')))""",
    "number": "c.case_no ~>=~ {0} AND c.case_no ~<~ ({0} || chr(1114111)) AND starts_with(c.case_no, {0})",
    "subjects": "c.subject_id = ANY({})",
}
_TYPES = {
    "overdue_at": "timestamptz",
    "department_id": "bigint",
    "subjects": "bigint[]",
}
_STILL_OPEN = {None: "", True: "c.closed_at IS NULL AND ", False: "c.closed_at IS NOT NULL AND "}
# What finds few cases, whoever asks: whether they are visible is looked at one by one.
_FEW = {"number", "subjects"}
# The last id of the page before breaks ties; cases without a due time come last.
_LIST = """
SELECT c.id, c.case_no, c.kind, c.state, c.version, c.matter, c.area_path, c.channel, c.urgent, c.due_at,
    c.opened_at, c.closed_at, c.first_responder, c.subject_id
FROM dispatch.cases c
WHERE {where} {page}
"""
_PAGE = "ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT ${}"
_AFTER = "(coalesce(c.due_at, 'infinity'), c.id) > (coalesce({}::timestamptz, 'infinity'), {}::bigint)"
_VISIBLE_IDS = f"SELECT c.id, c.case_no FROM dispatch.cases c WHERE {VISIBLE} AND c.id = ANY(${COUNT + 1})"


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
    seen = sight_of(reach, wanted.area_path)
    given = {name: value for name in _NARROWS if (value := getattr(wanted, name)) is not None}
    if seen is None:
        seen = sight(reach)
    else:
        del given["area_path"]
    values = [list(value) if name == "subjects" else value for name, value in given.items()]
    if after is not None:
        values += [after.at, after.id]
    fits, last = _fits(tuple(given), wanted.still_open, after is not None)
    page = _PAGE.format(last)
    visible = VISIBLE if _FEW & given.keys() else among_visible(seen, f"{fits}true", page)
    rows = await database.fetch(_LIST.format(where=fits + visible, page=page), *seen.values, *values, limit)
    return [Listed(**dict(row)) for row in rows]


@lru_cache(maxsize=256)
def _fits(names: tuple[str, ...], still_open: bool | None, later_page: bool) -> tuple[str, int]:
    """What is asked, its values numbered after those of the reach, and the number after them."""
    place = count(COUNT + 1)
    parts = [_NARROWS[name].format(f"${next(place)}::{_TYPES.get(name, 'text')}") for name in names]
    if later_page:
        parts.append(_AFTER.format(f"${next(place)}", f"${next(place)}"))
    # Whatever is overdue is open: said twice, one case in fifty would be reckoned as one in 2 500.
    whether = "" if still_open and "overdue_at" in names else _STILL_OPEN[still_open]
    return whether + "".join(f"{part} AND " for part in parts), next(place)


async def visible_numbers(reach: Reach, ids: Sequence[int]) -> dict[int, str]:
    """The numbers of those of these cases that are in reach, by id."""
    rows = await database.fetch(_VISIBLE_IDS, *sight(reach).values, list(ids))
    return {row["id"]: row["case_no"] for row in rows}
