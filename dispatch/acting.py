"""Acts as people do them: what names nobody goes the usual way, and what must follow is done at once."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial

import database
from dispatch import cases
from dispatch.case_store import Case, case_by_id
from dispatch.cases import Acted, ActRequest, Known
from dispatch.errors import ActRefused
from dispatch.leads import BY_ROSTER, BY_ROUTING, usual
from dispatch.named_people import check_named
from dispatch.rerouting import reroute
from dispatch.rules.drawing import drawn
from dispatch.rules.shared_facts import Assignment, Tie
from dispatch.rules.states import Act
from dispatch.terms import terms_of
from dispatch.ties import check_tie, merged_into
from grid.city import City
from reach import SYSTEM, Reach
from registry.keys import keyed_number

# The share of cases solved on the spot that somebody else looks at afterwards.
CHECKED_SHARE = Decimal("0.2")
_FOLLOWED = frozenset({Act.FILE, Act.SELF_HANDLE, Act.CLOSE, Act.CLOSE_WITH_PARENT})


@dataclass(frozen=True, slots=True)
class Setting:
    """What acts are done in: the city, the moment (UTC), and which share of self-handled work is checked."""

    city: City
    now: datetime
    checked_share: Decimal = CHECKED_SHARE


async def act_with_defaults(
    request: ActRequest, reach: Reach, city: City, now: datetime, checked_share: Decimal = CHECKED_SHARE
) -> Acted:
    """Does one act as `cases.act` does, and what belongs to it, in the caller's transaction or its own.

    Work and visits that name nobody go to whoever usually gets them. Filing as another class routes anew,
    self-handled work is drawn for a check, and duplicates are closed with the case they follow. Raises what
    `cases.act` raises, and FactMissing for a tie that cannot be and for people and departments named who
    cannot do what they are given.
    """
    setting = Setting(city, now, checked_share)
    completing = partial(_completed, reach=reach, setting=setting)
    if request.act not in _FOLLOWED:
        return await cases.act(request, reach, now, completing)
    async with database.transaction():
        before = await case_by_id(reach, request.case_id)
        acted = await cases.act(request, reach, now, completing)
        await _follow(acted, before, setting)
        return replace(acted, case=await case_by_id(SYSTEM, acted.case.id))


async def _completed(known: Known, request: ActRequest, *, reach: Reach, setting: Setting) -> ActRequest:
    await check_named(known, request.facts, reach, setting.now)
    match request.facts:
        case Tie() as tie:
            await check_tie(known, request.act, tie, reach)
        case None | Assignment(lead=None):
            return await _with_usual_lead(known, request, setting)
    return request


async def _with_usual_lead(known: Known, request: ActRequest, setting: Setting) -> ActRequest:
    if request.act not in BY_ROUTING | BY_ROSTER:
        return request
    found = await usual(known, request.act, setting.city, setting.now)
    if found is None:
        return request
    asked = request.facts if isinstance(request.facts, Assignment) else Assignment()
    lead = found.assignment.lead
    others = tuple(one for one in asked.others or found.assignment.others if one != lead)
    facts = Assignment(lead, others, asked.reason)
    return replace(request, facts=facts, routing_id=request.routing_id or found.routing_id)


async def _follow(acted: Acted, before: Case, setting: Setting) -> None:
    case = acted.case
    match acted.change.act:
        case Act.FILE if await _class_of(before) != await _class_of(case):
            await reroute(case, setting.city, setting.now)
        case Act.SELF_HANDLE if drawn(keyed_number("check", str(case.id)), setting.checked_share):
            check = ActRequest(case.id, Act.START_CHECK, case.version, channel="SYSTEM")
            await _try(check, setting)
        case Act.CLOSE | Act.CLOSE_WITH_PARENT:
            for child in await merged_into(case):
                version = (await case_by_id(SYSTEM, child, for_act=True)).version
                await _try(ActRequest(child, Act.CLOSE_WITH_PARENT, version, channel="SYSTEM"), setting)
        case _:
            return


async def _class_of(case: Case) -> str:
    return (await terms_of(case.kind, case.matter_version, case.matter)).class_code


async def _try(request: ActRequest, setting: Setting) -> None:
    """What follows by itself may be refused (nobody on duty, an order unanswered): then a person decides."""
    try:
        await act_with_defaults(request, SYSTEM, setting.city, setting.now, setting.checked_share)
    except ActRefused:
        return
