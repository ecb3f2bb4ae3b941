"""The open incidents of an area by stage, as the dispatcher's board lists them: filtered, ordered, paged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import database
from dispatch.paging import Last
from dispatch.rules.states import IncidentState as S
from dispatch.streets import STREET
from dispatch.visible import COUNT, among_visible, sight
from reach import Reach

_N = COUNT
# Counting goes no further: a board with more is worked through by its filters.
COUNTED = 5000


class Stage(StrEnum):
    """What an open incident waits for."""

    FILE = "file"
    DISPATCH = "dispatch"
    REQUEST = "request"
    WORK = "work"
    CHECK = "check"


STATES: Mapping[Stage, tuple[S, ...]] = {
    Stage.FILE: (S.REPORTED, S.VERIFYING, S.SELF_HANDLED),
    Stage.DISPATCH: (S.FILED,),
    Stage.REQUEST: (S.RETURN_REQUESTED, S.EXTENSION_REQUESTED),
    Stage.WORK: (S.DISPATCHED, S.HANDLING, S.REWORK, S.SUSPENDED, S.PENDED),
    Stage.CHECK: (S.FEEDBACK, S.CHECKING, S.FOLLOWED_UP),
}


class Order(StrEnum):
    """By what the board is ordered: the due time, or the newest first."""

    DUE = "due"
    NEWEST = "-opened"


def _fits(first: int) -> str:
    return f"""c.kind = 'incident' AND c.closed_at IS NULL
    AND (${first}::text IS NULL OR starts_with(c.area_path, ${first}))
    AND (${first + 1}::text IS NULL OR starts_with(c.matter, ${first + 1}))
    AND (${first + 2}::timestamptz IS NULL OR c.due_at < ${first + 2})
    AND (NOT ${first + 3}::bool OR c.urgent)"""


def _at_stage(number: int) -> str:
    return f"(${number}::text[] IS NULL OR c.state = ANY(${number}))"


_FITS = _fits(_N + 1)
_OPEN = "c.closed_at IS NULL"
_KEYS = {
    Order.DUE: ("coalesce(c.due_at, 'infinity')", ">", "ASC"),
    Order.NEWEST: ("c.opened_at", "<", "DESC"),
}
_LIST = f"""
SELECT c.id, c.case_no, c.state, c.matter, c.area_path, c.urgent, c.channel, c.from_public, c.due_at,
    c.opened_at, held.department_id, held.worker
FROM dispatch.cases c
LEFT JOIN LATERAL (
    SELECT t.department_id, t.worker FROM dispatch.tasks t
    WHERE t.case_id = c.id AND t.state IN ('open', 'signed') ORDER BY t.id LIMIT 1
) AS held ON true
WHERE {_FITS} AND {_at_stage(_N + 5)}
    AND (${_N + 7}::bigint IS NULL
        OR ({{key}}, c.id) {{beyond}} (coalesce(${_N + 6}::timestamptz, 'infinity'), ${_N + 7}))
    AND {{visible}}
ORDER BY {{key}} {{way}}, c.id {{way}} LIMIT ${_N + 8}
"""
_COUNTS = f"""
SELECT state, matter, street, count(*) AS number FROM (
    SELECT c.state, c.matter, {STREET} AS street
    FROM dispatch.cases c WHERE {_FITS} AND {{visible}} LIMIT {COUNTED}
) AS counted GROUP BY state, matter, street
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """What narrows the board; None does not. `overdue_at` (UTC): due before then."""

    area_path: str | None = None
    matter: str | None = None
    overdue_at: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of the board: its stage, its order, after which row, how many."""

    stage: Stage | None
    order: Order
    last: Last | None
    limit: int


@dataclass(frozen=True, slots=True)
class OnBoard:
    """An incident on the board and who has its first open task; times are UTC."""

    id: int
    case_no: str
    state: str
    matter: str
    area_path: str
    urgent: bool
    channel: str
    from_public: bool
    due_at: datetime | None
    opened_at: datetime
    department_id: int | None
    worker: str | None


@dataclass(frozen=True, slots=True)
class Pile:
    """How many incidents of a class are in a state in a street."""

    state: str
    matter: str
    street: str
    number: int

    @property
    def stage(self) -> Stage | None:
        """What they wait for; None for a state the board does not show."""
        return next((stage for stage, states in STATES.items() if self.state in states), None)


def narrowing(sought: Sought, stage: Stage | None, first: int) -> tuple[str, tuple[object, ...]]:
    """A condition on `dispatch.cases c` for what the board lists, and its values, numbered from `first`."""
    return f"{_fits(first)} AND {_at_stage(first + 4)}", (*_values(sought), _states(stage))


async def on_board(reach: Reach, sought: Sought, paging: Paging) -> list[OnBoard]:
    """The open incidents in reach that fit, in order."""
    key, beyond, way = _KEYS[paging.order]
    seen = sight(reach)
    statement = _LIST.format(key=key, beyond=beyond, way=way, visible=among_visible(seen, _OPEN))
    rows = await database.fetch(
        statement,
        *seen.values,
        *_values(sought),
        _states(paging.stage),
        paging.last and paging.last.at,
        paging.last and paging.last.id,
        paging.limit,
    )
    return [OnBoard(**dict(row)) for row in rows]


async def piles(reach: Reach, sought: Sought) -> list[Pile]:
    """How the open incidents in reach that fit are spread; up to COUNTED of them are counted."""
    seen = sight(reach)
    statement = _COUNTS.format(visible=among_visible(seen, _OPEN))
    rows = await database.fetch(statement, *seen.values, *_values(sought))
    return [Pile(**dict(row)) for row in rows]


def _states(stage: Stage | None) -> list[str] | None:
    return None if stage is None else [state.value for state in STATES[stage]]


def _values(sought: Sought) -> tuple[object, ...]:
    return sought.area_path, sought.matter, sought.overdue_at, sought.urgent
