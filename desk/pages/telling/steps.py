"""The journal of a case told to staff in words, the newest entry first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import UNSET

from desk.new_case import Channel
from desk.pages import names, wording
from desk.pages.telling.actors import actor_names
from desk.pages.telling.step_facts import Called, facts
from desk.rules.text_words import text_words
from dispatch.case_lists import visible_numbers
from dispatch.case_store import Case
from dispatch.journal import JournalEntry
from dispatch.rules.application_data import DecisionData, RefusalData, SpecialData
from dispatch.rules.entry_data import AssignedData, EntryData, HandOverData, TieData, Whom
from dispatch.rules.entry_kinds import EntryKind as K
from dispatch.rules.incident_data import FilingData, ReturnData
from dispatch.rules.journal import from_data
from reach import SYSTEM, Reach

_TONES = {
    "good": {K.GRANTED, K.GRANTED_INSTANT, K.SETTLED, K.DELIVERED, K.CLOSED, K.CLOSED_WITH_PARENT},
    "bad": {K.REFUSED, K.DENIED, K.DENIED_INSTANT, K.DECLINED, K.CLOCK_BREACHED, K.VOIDED, K.LAPSED},
    "warn": {
        K.CLOCK_WARNED, K.RETURN_REQUESTED, K.REWORK_ORDERED, K.SUPPLEMENT_NOTIFIED, K.SECOND_NOTICE_REFUSED,
        K.SUPERVISED, K.URGED, K.SUSPENDED, K.PENDED,
    },
}  # fmt: skip
_TONE_OF = {kind: tone for tone, kinds in _TONES.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a step, named."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SealedText:
    """A text of a step: its id, and its words once they have been opened (None before, and where erased)."""

    id: int
    label: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the journal in words; `at` is UTC, `tone` is good, warn, bad or empty."""

    seq: int
    at: datetime
    who: str
    channel: str
    what: str
    tone: str
    facts: tuple[Fact, ...]
    sealed: tuple[SealedText, ...]
    card: str
    card_level: str


async def steps_of(
    case: Case, entries: Sequence[JournalEntry], reach: Reach, opened: Mapping[int, str | None] | None = None
) -> tuple[Step, ...]:
    """Entries of one case in words, the newest first; `opened` are texts revealed for a purpose, by id.

    Names are asked for all at once. The numbers of other cases are told where the reach sees them.
    """
    read = [(entry, from_data(K(entry.kind), entry.data)) for entry in entries]
    called = await _called(case, read, reach)
    return tuple(_step(entry, data, case.matter, (called, opened or {})) for entry, data in reversed(read))


def _step(
    entry: JournalEntry, data: EntryData, matter: str, via: tuple[Called, Mapping[int, str | None]]
) -> Step:
    called, opened = via
    kind = K(entry.kind)
    texts = {} if data.texts is UNSET else data.texts
    card = "" if data.card is UNSET else data.card
    return Step(
        seq=entry.seq,
        at=entry.at,
        who=called.actors[entry.actor],
        channel=_way_in(entry),
        what=wording.said(kind),
        tone=_TONE_OF.get(kind, ""),
        facts=tuple(Fact(label, text) for label, text in facts(kind, data, matter, called)),
        sealed=tuple(
            SealedText(sealed.text, wording.spoken(text_words(field)), opened.get(sealed.text))
            for field, sealed in texts.items()
        ),
        card=wording.named(card, "card") if card else "",
        card_level=card,
    )


def _way_in(entry: JournalEntry) -> str:
    """By what way it came, where that says something: every page of an office counts as a window."""
    if entry.actor == SYSTEM.actor or (entry.channel == Channel.WINDOW and entry.seq > 1):
        return ""
    return wording.named(entry.channel, "channel")


async def _called(case: Case, read: Sequence[tuple[JournalEntry, EntryData]], reach: Reach) -> Called:
    data = [one for _, one in read]
    filed = {one.class_code for one in data if isinstance(one, FilingData)}
    moved = {
        str(one.sets.area_path)
        for entry, one in read
        if entry.kind == K.REDISTRICTED and one.sets is not UNSET
    }
    ties = sorted({one.case_id for one in data if isinstance(one, TieData)})
    return Called(
        zone=(await names.city()).zone,
        actors=await actor_names({entry.actor for entry, _ in read} | set(_actors(data)), case.kind),
        departments=await names.departments(set(_departments(data))),
        matters=await names.matters(case.kind, filed),
        parts=await names.parts(case.kind, filed or {case.matter}),
        places=await names.whereabouts(moved) if moved else {},
        cases=await visible_numbers(reach, ties) if ties else {},
    )


def _whoms(data: Sequence[EntryData]) -> list[Whom | ReturnData]:
    found: list[Whom | ReturnData] = [one for one in data if isinstance(one, ReturnData)]
    for one in data:
        if isinstance(one, AssignedData):
            found += [*one.others, *([one.lead] if one.lead else [])]
    return found


def _actors(data: Sequence[EntryData]) -> list[str]:
    found = [whom.worker for whom in _whoms(data) if whom.worker is not None]
    for one in data:
        if isinstance(one, HandOverData):
            found.append(f"staff:{one.to}")
        if isinstance(one, SpecialData):
            found.append(one.approved_by)
        if one.sets is not UNSET and one.sets.first_responder is not UNSET:
            found.append(f"staff:{one.sets.first_responder}")
    return found


def _departments(data: Sequence[EntryData]) -> list[int]:
    found = [whom.department_id for whom in _whoms(data)]
    for one in data:
        match one:
            case ReturnData(suggested_department=department):
                found.append(department)
            case RefusalData(department_id=department):
                found.append(department)
            case DecisionData(deciding_body=department):
                found.append(department)
    return [department for department in found if department is not None]
