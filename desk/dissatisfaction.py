"""Opens a new case for somebody not content with a closed one: tied to it, and counted against its closer."""

from collections.abc import Mapping
from datetime import datetime

import database
from desk import intake
from desk.new_case import Channel, NewCase, Registered, Where
from desk.surveying import Prepared
from dispatch import cases
from dispatch.acting import act_with_defaults
from dispatch.case_store import Case
from dispatch.cases import ActRequest
from dispatch.errors import ActNotAllowed, NotForThisMatter
from dispatch.places import place_of
from dispatch.rules.shared_facts import Relation, Tie
from dispatch.rules.states import Act, CaseKind, IncidentState
from grid.city import City
from grid.rules.coordinates import Position
from grid.rules.levels import codes_in
from reach import SYSTEM, Reach, ReachKind
from registry.subject_indexes import NewSubject

_ASK_AGAIN = "ask_again"


async def ask_again(
    case_id: int,
    texts: Mapping[str, str],
    channel: Channel,
    reach: Reach,
    via: tuple[City, datetime, NewSubject | None],
) -> Registered:
    """Takes a matter in again that was closed and is not in order; the closed case stays as it is.

    Both are linked as DISSATISFIED: whoever closed the first, by its own journal, answers for the second.
    `via` is the city, now (UTC) and who reports. Must not run in a transaction. Raises NotVisible,
    NotForThisMatter for an application, ActNotAllowed for an incident that is not closed, and what
    `intake.register` raises.
    """
    city, now, _ = via
    return await register_again(await prepare_again(case_id, texts, channel, reach, via), reach, city, now)


async def prepare_again(
    case_id: int,
    texts: Mapping[str, str],
    channel: Channel,
    reach: Reach,
    via: tuple[City, datetime, NewSubject | None],
) -> Prepared:
    """What `ask_again` does before its transaction."""
    city, now, subject = via
    closed = (await cases.know(reach, case_id)).case
    if closed.kind is not CaseKind.INCIDENT:
        raise NotForThisMatter("an application is objected to by the remedies told with its decision")
    if closed.state not in (IncidentState.CLOSED, IncidentState.ARCHIVED):
        raise ActNotAllowed(closed.state, _ASK_AGAIN)
    new = NewCase(
        kind=CaseKind.INCIDENT,
        matter=closed.matter,
        channel=channel,
        where=await _same_place(closed),
        subject=subject,
        texts=texts,
        urgent=closed.urgent,
        origin_case=closed.id,
        external=(str(reach.who), None) if reach.kind is ReachKind.SERVICE else None,
    )
    return await intake.prepare(new, city, now)


async def register_again(prepared: Prepared, reach: Reach, city: City, now: datetime) -> Registered:
    """Takes the prepared case in and ties both, in the caller's transaction or one of its own."""
    first = prepared.new.origin_case
    if first is None:
        raise ValueError("what is asked for again has a case it comes from")
    async with database.transaction():
        registered = await intake.register_prepared(prepared, reach, city)
        for one, other in ((first, registered.case_id), (registered.case_id, first)):
            tie = Tie(other, Relation.DISSATISFIED)
            request = ActRequest(one, Act.LINK, facts=tie, channel=prepared.new.channel.value)
            await act_with_defaults(request, SYSTEM, city, now)
        return registered


async def _same_place(closed: Case) -> Where:
    place = await place_of(SYSTEM, closed.id)
    if place is None:
        return Where(area_code=codes_in(closed.area_path)[-1])
    return Where(Position(place.lon, place.lat), float(place.precision_m or 0))
