"""The one way to act on a case: fetched through a reach, judged by the rules, written as one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

import database
from dispatch import case_store, clock_store, journal, task_store
from dispatch.calendar_store import calendar_version
from dispatch.case_store import Case, Task
from dispatch.errors import FactMissing, StaleVersion, SupplementAskedAlready
from dispatch.journal import JournalEntry
from dispatch.named_files import check_files
from dispatch.rules.asked import ActFacts, Asked
from dispatch.rules.buttons import allowed
from dispatch.rules.case_facts import CaseFacts, TaskFacts
from dispatch.rules.change import Change, Counts
from dispatch.rules.clock_effects import ClockChange, ClockKind, Verb
from dispatch.rules.clock_keeping import changed
from dispatch.rules.entry_data import CodesData, SealedText
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.incident_facts import Filing
from dispatch.rules.kept_clock import Clock, ClockState
from dispatch.rules.lifecycle import advance
from dispatch.rules.past import past_of
from dispatch.rules.recording import entry_data, kind_of, texts_of
from dispatch.rules.standpoint import Standpoint, standpoint
from dispatch.rules.states import Act, ApplicationState, CaseKind, IncidentState, State
from dispatch.rules.task_states import GIVEN_UP, TaskKind, TaskState
from dispatch.telling import entry, note, tell
from dispatch.terms import Terms, terms_in_force, terms_of
from reach import SYSTEM, Reach
from registry import vault
from registry.data_keys import Owner, OwnerKind
from registry.rules.incident_definition import situation_code


@dataclass(frozen=True, slots=True)
class ActRequest:
    """What somebody asks: which case, in which version he saw it (None only for side acts), and the act."""

    case_id: int
    act: Act
    version: int | None = None
    facts: ActFacts | None = None
    task_id: int | None = None
    channel: str = "WINDOW"
    routing_id: int | None = None


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of it: the case as it is now, the number of the entry, and what changed."""

    case: Case
    seq: int
    change: Change


@dataclass(frozen=True, slots=True)
class Known:
    """A case with everything the rules look at, and the journal they look at it by."""

    case: Case
    tasks: tuple[Task, ...]
    clocks: tuple[Clock, ...]
    facts: CaseFacts
    terms: Terms
    entries: tuple[JournalEntry, ...] = ()


def state_of(kind: CaseKind, state: str) -> State:
    """The typed state of a stored one."""
    return ApplicationState(state) if kind is CaseKind.APPLICATION else IncidentState(state)


async def know(reach: Reach, case_id: int, *, for_act: bool = False) -> Known:
    """The case and all that rules ask of it; locked against other acts with `for_act`. Raises NotVisible."""
    return await known_of(await case_store.case_by_id(reach, case_id, for_act=for_act))


async def known_of(case: Case) -> Known:
    """The same of a case that was fetched through a reach."""
    tasks = tuple(await case_store.tasks_of(case))
    clocks = tuple(await clock_store.clocks_of(case))
    entries = tuple(await journal.entries_of(case.id))
    terms = await terms_of(case.kind, case.matter_version, case.matter)
    calendar = await calendar_version(case.calendar_code, case.calendar_version)
    facts = CaseFacts(
        kind=case.kind,
        state=state_of(case.kind, case.state),
        version=case.version,
        first_responder=case.first_responder,
        back_to=None if case.back_to is None else state_of(case.kind, case.back_to),
        urgent=case.urgent,
        from_public=case.from_public,
        received_at=case.received_at,
        result_code=case.result_code,
        rating_until=case.rating_until,
        materials_complete=case.materials_complete,
        matter=terms.facts_by(calendar),
        tasks=tuple(_task_facts(task) for task in tasks),
        past=past_of(entries),
        last_seq=case.last_seq,
        due=_dues(tasks, clocks),
    )
    return Known(case, tasks, clocks, facts, terms, entries)


def _dues(tasks: Sequence[Task], clocks: Sequence[Clock]) -> dict[ClockKind, datetime]:
    """When each kind of running clock comes due; of several handlers the lead's time counts."""
    helpers = {task.id for task in tasks if task.kind == TaskKind.CO_HANDLE}
    return {
        clock.kind: clock.due_at
        for clock in clocks
        if clock.due_at is not None and clock.state is not ClockState.STOPPED and clock.task_id not in helpers
    }


def _task_facts(task: Task) -> TaskFacts:
    return TaskFacts(
        task.id, TaskKind(task.kind), TaskState(task.state), task.department_id, task.worker, task.ruled
    )


def standpoint_over(reach: Reach, known: Known) -> Standpoint:
    """The roles and departments the reach holds over this very case: by a task that is open or was done."""
    case = known.case
    kept = (task.department_id for task in known.tasks if TaskState(task.state) not in GIVEN_UP)
    departments = frozenset(one for one in kept if one is not None)
    return standpoint(reach, case.area_path, case.service_point_id, departments)


def allowed_acts(reach: Reach, known: Known) -> tuple[Act, ...]:
    """The acts this person may do to the case now: the buttons."""
    return allowed(known.facts, standpoint_over(reach, known).roles)


Completing = Callable[[Known, ActRequest], Awaitable[ActRequest]]


async def act(
    request: ActRequest, reach: Reach, now: datetime, completing: Completing | None = None
) -> Acted:
    """Does one act to one case, in the caller's transaction or one of its own.

    `completing` may fill in what the request leaves out, once the case is locked. Raises NotVisible,
    StaleVersion where somebody was quicker, and an ActRefused where the rules say no or a file named is not
    of this case; a second supplement notice for the same facts is refused, and the attempt stays on record.
    """
    try:
        async with database.transaction():
            known = await know(reach, request.case_id, for_act=True)
            _check_version(request, known)
            if completing is not None:
                request = await completing(known, request)
            asked = _asked(request, reach, known, now)
            change = await _as_filed(_judged(request, known, asked), asked)
            await check_files(known.case.id, request.facts)
            return await _write(request, reach, known, asked, change)
    except SupplementAskedAlready as refused:
        await record_refused_notice(request, reach, refused, now)
        raise


def _asked(request: ActRequest, reach: Reach, known: Known, now: datetime) -> Asked:
    here = standpoint_over(reach, known)
    return Asked(request.act, reach.actor, here.roles, now, request.facts, here.departments, request.task_id)


def _check_version(request: ActRequest, known: Known) -> None:
    if request.version is not None and request.version != known.case.version:
        raise StaleVersion(request.version, known.case.version)


def _judged(request: ActRequest, known: Known, asked: Asked) -> Change:
    change = advance(known.facts, asked)
    if change.counts is Counts.ACT and request.version is None:
        raise FactMissing("version", "is needed, so that nobody overrides what he has not seen")
    return change


async def _as_filed(change: Change, asked: Asked) -> Change:
    """Filing fixes class and situation, and with them the version whose limits hold from then on."""
    if not isinstance(asked.facts, Filing):
        return change
    code = situation_code(asked.facts.class_code, asked.facts.situation)
    terms = await terms_in_force(CaseKind.INCIDENT, code, asked.now)
    sets = msgspec.structs.replace(change.sets, matter=terms.code, matter_version=terms.version_id)
    if terms.urgent:
        sets = msgspec.structs.replace(sets, urgent=True)
    return replace(change, sets=sets)


async def _write(request: ActRequest, reach: Reach, known: Known, asked: Asked, change: Change) -> Acted:
    case, seq = known.case, known.case.last_seq + 1
    sealed = await seal_texts(reach, case.id, texts_of(asked))
    data = entry_data(known.facts, asked, change, sealed)
    opened = await task_store.apply(case.id, change.tasks, reach.actor, asked.now, request.routing_id)
    clocks = await _change_clocks(known, change.clocks, opened, seq)
    told = entry(kind_of(change), data, reach, request.channel, asked.now)
    await tell(case, [told], change.sets, clock_store.next_due(clocks))
    if change.clocks or change.tasks:
        await clock_store.spread_due(case.id)
    # Whoever acted may read the outcome, even where the act has just put the case out of his reach.
    return Acted(await case_store.case_by_id(SYSTEM, case.id), seq, change)


async def seal_texts(reach: Reach, case_id: int, texts: dict[str, str]) -> dict[str, SealedText]:
    """Puts the texts of an act away under the key of the case; returns what the journal may say of them."""
    put = await vault.seal_all(reach, Owner(OwnerKind.CASE, case_id), list(texts.items()))
    return {one.field: SealedText(one.id, one.commitment) for one in put}


async def _change_clocks(
    known: Known, changes: Sequence[ClockChange], opened: Sequence[int], seq: int
) -> tuple[Clock, ...]:
    """Stores what becomes of the clocks; returns all clocks of the case as they are then."""
    case = known.case
    calendar = await calendar_version(case.calendar_code, case.calendar_version)
    named = [_of_order(change, seq) for change in changes]
    differing = changed(known.clocks, named, opened, known.terms.limits, calendar)
    new = tuple(clock for clock in differing if clock.id is None)
    altered = {clock.id: clock for clock in differing if clock.id is not None}
    await clock_store.insert(case.id, (case.calendar_code, case.calendar_version), new)
    await clock_store.update(tuple(altered.values()))
    kept = tuple(altered.get(clock.id or 0, clock) for clock in known.clocks)
    return (*kept, *new)


def _of_order(change: ClockChange, seq: int) -> ClockChange:
    """An order of supervision is known by the number of the entry that gives it."""
    if change.verb is Verb.START and change.clock is ClockKind.SUPERVISE:
        return replace(change, order_id=seq)
    return change


async def record_refused_notice(
    request: ActRequest, reach: Reach, refused: SupplementAskedAlready, now: datetime
) -> None:
    """Keeps the attempt to ask twice; for callers whose own transaction the refusal has ended."""
    async with database.transaction():
        case = await case_store.case_by_id(reach, request.case_id, for_act=True)
        data = CodesData(state=case.state, version=case.version, codes=sorted(refused.codes))
        await note(case, EntryKind.SECOND_NOTICE_REFUSED, data, (reach, request.channel, now))
