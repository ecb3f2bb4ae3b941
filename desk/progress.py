"""How far a matter is, for whoever holds its number: states and steps, no names, no point, no texts."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from desk import attempts
from desk.errors import UnknownProgress
from desk.materials import HAD, materials_of
from desk.rules.state_words import STEP_WORDS, Words, state_words
from dispatch import cases, journal
from dispatch.calendar_store import calendar_version
from dispatch.case_store import Case, case_by_id, holder_mark
from dispatch.journal import JournalEntry
from dispatch.numbering import password_mark
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.entry_data import FilesData
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.journal import from_data
from dispatch.rules.kept_clock import Clock, ClockState
from dispatch.rules.states import Act, CaseKind, IncidentState
from grid.errors import GridError
from grid.locate import locate_area
from grid.location import AreaRef
from grid.rules.levels import codes_in
from reach import Reach, ReachKind
from registry.data_keys import case_owner
from registry.files import open_all_small
from registry.incident_classes import class_version
from registry.items import item_version
from registry.keys import keyed_index, keys
from registry.rules.purposes import for_case

_NOBODY = bytes(32)


@dataclass(frozen=True, slots=True)
class Step:
    """One step told to the resident; `at` is UTC."""

    at: datetime
    words: Words


@dataclass(frozen=True, slots=True)
class DueDay:
    """A limit that runs: `last_day` is the last day that is in time, in the city's time."""

    kind: str
    last_day: date | None
    due_at: datetime | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """What the number alone tells; `areas` run from the city down to the cell."""

    tracking_no: str
    kind: CaseKind
    state: str
    words: Words
    opened_at: datetime
    areas: tuple[AreaRef, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """What the password tells besides: the case number, the item or class, limits, what the holder may do.

    `may` are the acts of a holder the case takes now; `closed` says that it is an incident that is closed.
    `to_bring` are the names of papers that were asked for and are not here yet, `sent` the files the holder
    himself has sent.
    """

    progress: Progress
    case_no: str
    matter: str
    matter_words: Words
    due: tuple[DueDay, ...]
    result_code: int | None
    may: tuple[Act, ...]
    closed: bool
    to_bring: tuple[Words, ...]
    case_id: int
    sent: tuple[int, ...]

    @property
    def bring_by(self) -> DueDay | None:
        """By when they are waited for; papers asked for after acceptance have no such limit."""
        return next((one for one in self.due if one.kind == ClockKind.SUPPLEMENT.value), None)


async def progress(tracking_no: str, sender: str) -> Progress:
    """How far the matter with this number is; raises UnknownProgress, TooManyAttempts."""
    await _count(f"progress:{sender}", attempts.PROGRESS_BY_SOURCE)
    held = await holder_mark(tracking_no)
    if held is None:
        raise UnknownProgress("number or password is not known")
    return await _progress(await case_by_id(Reach(ReachKind.HOLDER, held[0]), held[0]))


async def details(tracking_no: str, password: str, sender: str) -> Details:
    """What the holder of number and password may know; raises UnknownProgress for either, TooManyAttempts."""
    reach = await holder(tracking_no, password, sender)
    known = await cases.know(reach, int(reach.who))
    case = known.case
    return Details(
        await _progress(case), case.case_no, case.matter, await _matter(case), await _due(case, known.clocks),
        case.result_code, cases.allowed_acts(reach, known),
        case.kind is CaseKind.INCIDENT and case.state in (IncidentState.CLOSED, IncidentState.ARCHIVED),
        await _to_bring(known), case.id, tuple(_sent(known.entries, reach)),
    )  # fmt: skip


async def pictures_sent(found: Details, now: datetime) -> tuple[bytes, ...]:
    """Small JPEGs of the photos the holder himself sent; nobody else's are his to see. `now` is UTC."""
    reach = Reach(ReachKind.HOLDER, found.case_id).for_purpose(for_case(found.case_id))
    return await open_all_small(reach, case_owner(found.case_id), found.sent, now)


async def holder(tracking_no: str, password: str, sender: str) -> Reach:
    """The reach over the one case with this number and password; raises UnknownProgress, TooManyAttempts."""
    await _count(f"progress:{sender}", attempts.PROGRESS_BY_SOURCE)
    # What was typed may be anything; it is counted under a keyed index.
    number = keyed_index("tracking", tracking_no).hex()
    await _count(f"password:{number}", attempts.PROGRESS_BY_NUMBER)
    held = await holder_mark(tracking_no)
    case_id, mark = held or (0, _NOBODY)
    if not hmac.compare_digest(mark, password_mark(keys().index, tracking_no, password)) or held is None:
        raise UnknownProgress("number or password is not known")
    await attempts.succeeded(f"password:{number}")
    return Reach(ReachKind.HOLDER, case_id)


async def _matter(case: Case) -> Words:
    """What the item or class of the case is called, in the version it was taken in under."""
    if case.kind is CaseKind.APPLICATION:
        item = (await item_version(case.matter_version)).item
        return item.name, item.name_en
    found = (await class_version(case.matter_version)).incident_class
    return found.name, found.name_en


def _sent(entries: Sequence[JournalEntry], reach: Reach) -> Iterator[int]:
    for entry in entries:
        if entry.actor == reach.actor:
            data = from_data(EntryKind(entry.kind), entry.data)
            yield from data.files if isinstance(data, FilesData) else ()


async def _to_bring(known: cases.Known) -> tuple[Words, ...]:
    """What open notices ask for and nobody has brought, in the order of the item."""
    past, item = known.facts.past, known.terms.item
    waiting = past.later_open.union(*(one.asked for one in past.rounds if one.answered_at is None))
    if item is None or not waiting:
        return ()
    here = {code for code, line in (await materials_of(known.case.id)).items() if line.status in HAD}
    return tuple((one.name, one.name_en) for one in item.materials if one.code in waiting - here)


async def _count(bucket: str, allowed: attempts.Allowed) -> None:
    await attempts.count_attempt(bucket, allowed, datetime.now(UTC))


async def _progress(case: Case) -> Progress:
    entries = await journal.entries_of(case.id)
    steps = (
        Step(entry.at, STEP_WORDS[kind]) for entry in entries if (kind := EntryKind(entry.kind)) in STEP_WORDS
    )
    return Progress(
        case.tracking_no, case.kind, case.state, state_words(case.kind, case.state), case.opened_at,
        await _areas(case), tuple(steps),
    )  # fmt: skip


async def _areas(case: Case) -> tuple[AreaRef, ...]:
    """The areas in the edition the case was taken in under."""
    try:
        return (await locate_area(codes_in(case.area_path)[-1], case.edition_id)).chain
    except GridError:
        return ()


async def _due(case: Case, clocks: Sequence[Clock]) -> tuple[DueDay, ...]:
    calendar = await calendar_version(case.calendar_code, case.calendar_version)
    found = []
    for clock in clocks:
        if clock.state is ClockState.STOPPED:
            continue
        derivation = clock.derivation(calendar)
        last_day = derivation.last_day if derivation else None
        found.append(DueDay(clock.kind.value, last_day, clock.due_at, clock.provisional))
    return tuple(found)
