"""Opens a case that has been placed and routed: row, first entries, clocks, and what follows at once."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from desk.answers_given import FIELD
from desk.materials import Checklist, keep_materials
from desk.new_case import Due, MaterialLine, NewCase, Registered
from dispatch import cases, clock_store, leads, places
from dispatch.case_store import case_by_id
from dispatch.case_writing import Numbers, new_case_id
from dispatch.cases import ActRequest
from dispatch.numbering import incident_number, new_password, new_tracking_no, password_mark
from dispatch.places import Nearby, Place
from dispatch.routing import Routed, keep_routing, new_routing_id
from dispatch.rules.asked import Asked
from dispatch.rules.calendar import Calendar
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.change import CaseValues
from dispatch.rules.clock_keeping import changed
from dispatch.rules.entry_data import RoutedData, SealedText
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.incident_facts import Filing
from dispatch.rules.kept_clock import ClockState
from dispatch.rules.lifecycle import advance
from dispatch.rules.recording import entry_data, kind_of
from dispatch.rules.shared_facts import Assignment, Opening
from dispatch.rules.states import Act, ApplicationState, CaseKind, IncidentState
from dispatch.telling import entry, tell_first
from dispatch.terms import Terms
from grid.city import City
from grid.rules.levels import Level
from reach import SYSTEM, Reach, Role
from registry.data_keys import Owner, OwnerKind
from registry.departments import department
from registry.keys import keys
from registry.vault import seal_all

_SIMILAR_WITHIN = 50  # metres; nearer open incidents of a class are perhaps the same thing


@dataclass(frozen=True, slots=True)
class Taken:
    """Everything found out about a new case before its first entry is written; `at` is UTC."""

    new: NewCase
    reach: Reach
    city: City
    at: datetime
    terms: Terms
    calendar: Calendar
    routed: Routed
    assignment: Assignment | None
    values: CaseValues
    checklist: Checklist
    first_responder: int

    @property
    def facts(self) -> CaseFacts:
        """The case before it is one."""
        application = self.new.kind is CaseKind.APPLICATION
        state = ApplicationState.NEW if application else IncidentState.NEW
        return CaseFacts(self.new.kind, state, matter=self.terms.facts)

    @property
    def asked(self) -> Asked:
        """The act that opens it: a counter receives, everybody else applies, an incident is reported."""
        act = Act.REPORT
        if self.new.kind is CaseKind.APPLICATION:
            act = Act.RECEIVE if Role.CLERK in self.reach.roles else Act.APPLY
        opening = Opening(self.first_responder, self.values)
        return Asked(act, self.reach.actor, self.reach.roles, self.at, opening)


async def open_case(taken: Taken, serial: int) -> Registered:
    """Writes the case in the caller's transaction and does what follows at once; see `intake.register`."""
    facts, asked = taken.facts, taken.asked
    change = advance(facts, asked)
    case_id, routing_id = await new_case_id(), await new_routing_id()
    sealed = await _sealed(taken, case_id)
    data = entry_data(facts, asked, change, sealed)
    via = (taken.reach, taken.new.channel.value, taken.at)
    opening = entry(kind_of(change), data, *via)
    routed = RoutedData(state=change.state.value, version=change.version, routing_id=routing_id)
    clocks = changed((), change.clocks, (), taken.terms.limits, taken.calendar)
    password = new_password()
    numbers = await _numbers(taken, serial, password)
    entries = [opening, entry(EntryKind.ROUTED, routed, *via)]
    await tell_first(case_id, numbers, entries, change.sets, clock_store.next_due(clocks))
    await keep_routing(routing_id, case_id, taken.routed, taken.at)
    await clock_store.insert(case_id, (taken.calendar.code, taken.calendar.version), clocks)
    place = await _keep_place(taken, case_id)
    await keep_materials(case_id, _lines(taken, sealed), taken.at)
    await _follow_up(taken, case_id)
    return await _answer(taken, case_id, numbers, password, place)


async def _sealed(taken: Taken, case_id: int) -> dict[str, SealedText]:
    texts = {field: text for field, text in taken.new.texts.items() if text.strip()}
    for given in taken.new.materials:
        if given.exception.strip():
            texts[_exception(given.code)] = given.exception
    if taken.new.answers:
        texts[FIELD] = json.dumps(dict(taken.new.answers), ensure_ascii=False, sort_keys=True)
    owner = Owner(OwnerKind.CASE, case_id)
    put = await seal_all(taken.reach, owner, list(texts.items()), new_owner=True)
    return {one.field: SealedText(one.id, one.commitment) for one in put}


def _exception(code: str) -> str:
    return f"exception_{code}"


def _lines(taken: Taken, sealed: dict[str, SealedText]) -> list[MaterialLine]:
    """The list with the rule beside each shared record that was asked for all the same."""
    return [
        replace(line, exception_text=sealed[_exception(line.code)].text)
        if _exception(line.code) in sealed
        else line
        for line in taken.checklist.lines
    ]


async def _numbers(taken: Taken, serial: int, password: str) -> Numbers:
    day = taken.at.astimezone(taken.city.zone).date()
    district = taken.routed.location.area_at(Level.DISTRICT)
    case_no = incident_number(district.code if district else taken.city.code, day, serial)
    if taken.new.kind is CaseKind.APPLICATION and taken.assignment and taken.assignment.lead:
        body = await department(taken.assignment.lead.department_id or 0)
        case_no = taken.terms.case_number(body.code, day, serial) or case_no
    tracking_no = new_tracking_no()
    return Numbers(case_no, tracking_no, password_mark(keys().index, tracking_no, password))


async def _keep_place(taken: Taken, case_id: int) -> Place | None:
    position = taken.routed.location.position
    if position is None:
        return None
    where = taken.new.where
    place = Place(position.lon, position.lat, round(where.precision_m), where.source)
    await places.keep(case_id, place)
    return place


async def _follow_up(taken: Taken, case_id: int) -> None:
    """What needs no person to say so: the visit before a filing, or for what is urgent the dispatch."""
    if taken.new.kind is not CaseKind.INCIDENT:
        return
    urgent = taken.values.urgent is True
    if urgent and taken.assignment is not None:
        await _act(taken, case_id, Act.FILE, Filing(taken.terms.class_code, taken.terms.situation, True))
        await _act(taken, case_id, Act.DISPATCH, taken.assignment)
    elif taken.values.from_public is True and taken.terms.verify_first and not urgent:
        known = await cases.know(SYSTEM, case_id)
        visit = await leads.usual_assignment(known, Act.START_VERIFY, taken.city, taken.at)
        if visit is not None:
            await _act(taken, case_id, Act.START_VERIFY, visit)


async def _act(taken: Taken, case_id: int, act: Act, facts: Filing | Assignment) -> None:
    version = (await case_by_id(SYSTEM, case_id)).version
    await cases.act(ActRequest(case_id, act, version, facts, channel="SYSTEM"), SYSTEM, taken.at)


async def _answer(
    taken: Taken, case_id: int, numbers: Numbers, password: str, place: Place | None
) -> Registered:
    known = await cases.know(SYSTEM, case_id)
    running = [clock for clock in known.clocks if clock.state is not ClockState.STOPPED]
    return Registered(
        case_id=case_id,
        case_no=numbers.case_no,
        tracking_no=numbers.tracking_no,
        password=password,
        state=known.case.state,
        version=known.case.version,
        first_responder=taken.first_responder,
        location=taken.routed.location,
        routed=taken.routed,
        assignment=taken.assignment,
        dues=tuple(Due(clock, clock.derivation(taken.calendar)) for clock in running),
        similar=await _similar(taken, case_id, place),
        missing_materials=taken.checklist.missing,
    )


async def _similar(taken: Taken, case_id: int, place: Place | None) -> tuple[Nearby, ...]:
    if taken.new.kind is not CaseKind.INCIDENT or place is None or taken.routed.to_person:
        return ()
    near = await places.similar_open(taken.reach, place, taken.terms.similar_prefix, _SIMILAR_WITHIN)
    return tuple(one for one in near if one.case_id != case_id)
