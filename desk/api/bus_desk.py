"""The bus desk over HTTP: how subscribers stand, what they refused, replay; and the feed for services."""

import re
from datetime import datetime
from typing import Annotated

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from desk.bus_replaying import replay_case
from desk.guards import any_role, has_duty
from desk.input_errors import FieldError, InvalidInput
from desk.requests import DeskRequest
from dispatch import feed, refusals, subscribers
from dispatch.case_lists import visible_numbers
from dispatch.case_numbers import case_id_of, numbers_of
from dispatch.feed import Cursor
from dispatch.rules.entry_kinds import EntryKind, is_public
from dispatch.rules.permissions import Duty
from integrations.bus.messages import published
from reach import Role

_CURSOR = re.compile(r"([0-9]{1,19})-([0-9]{1,18})-([0-9]{1,9})")
_MOST = 500
_Subscriber = Annotated[str, QueryParameter(max_length=32, pattern=r"^[A-Za-z0-9_-]{1,32}$")]


class StandingAnswer(Struct):
    """How a subscriber stands; times are UTC, `waiting_since` is that of the oldest untold entry."""

    subscriber: str
    active: bool
    failures: int
    circuit_open_until: datetime | None
    last_success: datetime | None
    last_failure: datetime | None
    last_error: str | None
    cases_waiting: int
    entries_waiting: int
    cases_refused: int
    waiting_since: datetime | None


class RefusedAnswer(Struct):
    """A case whose next entry a subscriber refused; later entries wait behind it."""

    subscriber: str
    case_no: str
    seq: int
    head_seq: int
    status: int
    reason: str
    at: datetime


class ReplayBody(Struct, forbid_unknown_fields=True):
    """Which subscriber is told again, from the refused entry or from an earlier one."""

    subscriber: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
    from_seq: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None


class EventAnswer(Struct):
    """An entry as services are told of it: codes, ids and numbers only."""

    case_no: str
    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    channel: str
    data: dict[str, object]


class EventsAnswer(Struct):
    """Entries in the order of their commits; `next` goes into `after`, also when there is none yet."""

    events: list[EventAnswer]
    next: str


@get("/bus/health", guards=[has_duty(Duty.MEND_BUS)], tags=["bus"], summary="How the subscribers stand")
async def bus_health() -> list[StandingAnswer]:
    """Each subscriber with what waits for it and since when."""
    plain = [name for name in StandingAnswer.__struct_fields__ if name != "subscriber"]
    return [
        StandingAnswer(one.code, **{name: getattr(one, name) for name in plain})
        for one in await subscribers.standings()
    ]


@get("/bus/refused", guards=[has_duty(Duty.MEND_BUS)], tags=["bus"], summary="What a subscriber refused")
async def bus_refused(
    request: DeskRequest,
    subscriber: _Subscriber,
    after: Annotated[
        str | None, QueryParameter(required=False, max_length=64, description="The last case of a page")
    ] = None,
) -> list[RefusedAnswer]:
    """A hundred refused cases after the case given, in the order they were opened."""
    after_id = 0 if after is None else await case_id_of(request.reach, after) or 0
    found = await refusals.waiting(request.reach, subscriber, after_id)
    numbers = await numbers_of(request.reach, [one.case_id for one in found])
    return [
        RefusedAnswer(
            one.subscriber, numbers[one.case_id], one.seq, one.head_seq, one.status, one.reason, one.at
        )
        for one in found
    ]


@post(
    "/bus/refused/{case_no:str}/replay",
    status_code=204,
    guards=[has_duty(Duty.MEND_BUS)],
    tags=["bus"],
    summary="Tell a case again",
)
async def replay(request: DeskRequest, case_no: FromPath[str], data: JSONBody[ReplayBody]) -> None:
    """Makes the case due again; receivers know entries by case and seq, so nothing happens twice."""
    if not await replay_case(request.reach, data.subscriber, case_no, data.from_seq):
        raise NotFoundException


@get("/events", guards=[any_role([Role.MACHINE])], tags=["bus"], summary="What happened, in order")
async def events(
    request: DeskRequest,
    after: Annotated[str | None, QueryParameter(required=False, max_length=50)] = None,
    limit: Annotated[int, QueryParameter(required=False, ge=1, le=_MOST)] = 100,
) -> EventsAnswer:
    """The public entries of the cases in reach, as the bus is told of them.

    An entry may come again, none is left out.
    """
    cursor = feed.START if after is None else _cursor(after)
    entries = await feed.read(cursor, limit)
    numbers = await visible_numbers(request.reach, list({entry.case_id for entry in entries}))
    told = [
        EventAnswer(
            numbers[entry.case_id], entry.seq, entry.kind, entry.at, entry.recorded_at, entry.channel,
            published(entry.data),
        )
        for entry in entries
        if entry.case_id in numbers and is_public(EntryKind(entry.kind))
    ]  # fmt: skip
    last = entries[-1].cursor if entries else cursor
    return EventsAnswer(told, f"{last.xid}-{last.case_id}-{last.seq}")


def _cursor(after: str) -> Cursor:
    found = _CURSOR.fullmatch(after)
    if found is None or int(found[3]) > 2**31 - 1:
        raise InvalidInput(FieldError("?after", "invalid", "is not the `next` of a page"))
    return Cursor(int(found[1]), int(found[2]), int(found[3]))


ROUTES = (bus_health, bus_refused, replay, events)
