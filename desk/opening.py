"""Opens a case that has been placed and routed: row, first entries, clocks, and what follows at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from desk.first_texts import texts_of, with_exceptions
from desk.materials import Checklist, keeping_materials
from desk.named import Named, named
from desk.new_case import Due, NewCase, Registered
from dispatch import cases, clock_store, leads, places
from dispatch.case_store import case_by_id
from dispatch.case_writing import NewIds, Numbers
from dispatch.cases import ActRequest
from dispatch.numbering import incident_number, new_password, new_tracking_no, password_mark
from dispatch.places import Nearby, Place
from dispatch.routing import Routed, keeping_routing
from dispatch.rules.asked import Asked
from dispatch.rules.calendar import Calendar
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.change import CaseValues
from dispatch.rules.clock_keeping import changed
from dispatch.rules.entry_data import RoutedData, SealedText
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.incident_facts import Filing
from dispatch.rules.kept_clock import Clock, ClockState
from dispatch.rules.lifecycle import advance
from dispatch.rules.recording import entry_data, kind_of
from dispatch.rules.shared_facts import Assignment, Opening
from dispatch.rules.states import Act, ApplicationState, CaseKind, IncidentState
from dispatch.telling import Opened, entry, tell_first
from dispatch.terms import Terms
from grid.city import City
from grid.rules.levels import Level
from reach import SYSTEM, Reach, Role
from registry.data_keys import case_owner
from registry.keys import keys
from registry.vault import keeping_first_texts
from together import Write

SIMILAR_WITHIN = 50  # metres; nearer open incidents of a class are perhaps the same thing


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


@dataclass(frozen=True, slots=True)
class Reserved:
    """What a new case will be known by: its serial number, its ids, those of its texts."""

    serial: int
    ids: NewIds
    texts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """How a case stands at the end of its intake."""

    case_id: int
    state: str
    version: int
    clocks: tuple[Clock, ...]


async def open_case(taken: Taken, reserved: Reserved) -> Registered:
    """Writes the case in the caller's transaction and does what follows at once; see `intake.register`."""
    facts, asked = taken.facts, taken.asked
    change = advance(facts, asked)
    case_id, routing_id = reserved.ids
    put, sealing = keeping_first_texts(taken.reach, case_owner(case_id), reserved.texts, texts_of(taken.new))
    sealed = {one.field: SealedText(one.id, one.commitment) for one in put}
    data = entry_data(facts, asked, change, sealed)
    via = (taken.reach, taken.new.channel.value, taken.at)
    opening = entry(kind_of(change), data, *via)
    routed = RoutedData(state=change.state.value, version=change.version, routing_id=routing_id)
    clocks = changed((), change.clocks, (), taken.terms.limits, taken.calendar)
    password = new_password()
    # The number of an application holds the code of the body that decides it.
    known = await _named(taken) if taken.terms.item is not None else None
    numbers = _numbers(taken, reserved.serial, password, known)
    entries = [opening, entry(EntryKind.ROUTED, routed, *via)]
    await tell_first(
        case_id,
        Opened(numbers, clock_store.next_due(clocks)),
        entries,
        change.sets,
        keeping_routing(routing_id, case_id, taken.routed, taken.at),
        clock_store.inserting(case_id, (taken.calendar.code, taken.calendar.version), clocks),
        *sealing,
        *_other_rows(taken, case_id, sealed),
    )
    begun = Begun(case_id, change.state.value, change.version, clocks)
    if await _follow_up(taken, case_id, routing_id):
        told = await cases.know(SYSTEM, case_id)
        begun = Begun(case_id, told.case.state, told.case.version, told.clocks)
    return await _answer(taken, begun, (numbers, password), known)


async def _named(taken: Taken) -> Named:
    return (await named(taken.first_responder, taken.assignment))[0]


def _numbers(taken: Taken, serial: int, password: str, known: Named | None) -> Numbers:
    day = taken.at.astimezone(taken.city.zone).date()
    district = taken.routed.location.area_at(Level.DISTRICT)
    counted = [district.code if district else taken.city.code]
    if taken.terms.item is not None:
        # Serials of each item are counted apart, so its code keeps two items of a day apart.
        counted.append(taken.terms.item.code)
    case_no = incident_number("-".join(counted), day, serial)
    lead = taken.assignment.lead if taken.assignment else None
    if known is not None and lead is not None and lead.department_id is not None:
        body = known.bodies[lead.department_id]
        case_no = taken.terms.case_number(body.code, day, serial) or case_no
    tracking_no = new_tracking_no()
    return Numbers(case_no, tracking_no, password_mark(keys().index, tracking_no, password))


def _other_rows(taken: Taken, case_id: int, sealed: dict[str, SealedText]) -> Iterator[Write]:
    position = taken.routed.location.position
    if position is not None:
        where = taken.new.where
        place = Place(position.lon, position.lat, round(where.precision_m), where.source)
        yield places.keeping_place(case_id, place)
    lines = with_exceptions(taken.checklist.lines, sealed)
    if lines:
        yield keeping_materials(case_id, lines, taken.at)


def acts_at_once(taken: Taken) -> tuple[tuple[Act, Filing | Assignment], ...]:
    """What the house does of itself with what is urgent: it is filed, and sent to whoever answers for it."""
    incident = taken.new.kind is CaseKind.INCIDENT
    if not incident or taken.values.urgent is not True or taken.assignment is None:
        return ()
    filing = Filing(taken.terms.class_code, taken.terms.situation, True)
    return ((Act.FILE, filing), (Act.DISPATCH, taken.assignment))


async def _follow_up(taken: Taken, case_id: int, routing_id: int) -> bool:
    """Does what needs no person to say so, and says whether anything did: the visit before a filing, or for
    what is urgent the dispatch."""
    for act, facts in acts_at_once(taken):
        await _act(taken, case_id, act, facts, routing_id if act is Act.DISPATCH else None)
    if acts_at_once(taken):
        return True
    urgent, from_public = taken.values.urgent is True, taken.values.from_public is True
    if taken.new.kind is not CaseKind.INCIDENT or urgent or not from_public or not taken.terms.verify_first:
        return False
    known = await cases.know(SYSTEM, case_id)
    visit = await leads.usual_assignment(known, Act.START_VERIFY, taken.city, taken.at)
    if visit is None:
        return False
    await _act(taken, case_id, Act.START_VERIFY, visit)
    return True


async def _act(
    taken: Taken, case_id: int, act: Act, facts: Filing | Assignment, routing_id: int | None = None
) -> None:
    version = (await case_by_id(SYSTEM, case_id)).version
    request = ActRequest(case_id, act, version, facts, channel="SYSTEM", routing_id=routing_id)
    await cases.act(request, SYSTEM, taken.at)


async def _answer(
    taken: Taken, begun: Begun, known_by: tuple[Numbers, str], known: Named | None
) -> Registered:
    numbers, password = known_by
    similar: tuple[Nearby, ...] = ()
    if known is None:
        known, similar = await _named_and_similar(taken, begun.case_id)
    running = [clock for clock in begun.clocks if clock.state is not ClockState.STOPPED]
    return Registered(
        case_id=begun.case_id,
        case_no=numbers.case_no,
        tracking_no=numbers.tracking_no,
        password=password,
        state=begun.state,
        version=begun.version,
        first_responder=taken.first_responder,
        location=taken.routed.location,
        routed=taken.routed,
        assignment=taken.assignment,
        dues=tuple(Due(clock, clock.derivation(taken.calendar)) for clock in running),
        similar=similar,
        missing_materials=taken.checklist.missing,
        place_decides=None if taken.terms.item is None else taken.terms.item.place,
        named=known,
    )


async def _named_and_similar(taken: Taken, case_id: int) -> tuple[Named, tuple[Nearby, ...]]:
    """Those the answer of an incident names, and what is perhaps the same, looked for after its writes."""
    if taken.routed.location.position is None or taken.routed.to_person:
        return await _named(taken), ()
    similar = places.similar_open(taken.reach, case_id, taken.terms.class_code, SIMILAR_WITHIN)
    known, told = await named(taken.first_responder, taken.assignment, similar=similar)
    return known, told.of(similar)
