"""Who stands at the window, if the desk knows him: masked, with his last cases; each look recorded once."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desk.pages import names
from desk.pages.window.persons import Person
from desk.rules.state_words import state_words
from dispatch.front_desk import DeskCase, cases_of_subject
from dispatch.rules.states import CaseKind
from grid.rules.levels import codes_in
from reach import Reach
from registry import audit
from registry.dossiers import Dossier, dossier, masked_dossiers
from registry.errors import BadNumber, PhoneUnusable, SubjectNotFound, SubjectOutOfReach
from registry.subjects import find_by_number, find_by_phone

_LAST = 5
_ONE_LOOK = 600.0  # seconds in which a form that shows the same person again is still the same look
# By who looked, at whom, and whether he was refused: one who comes into reach later has not been seen yet.
_looks: dict[tuple[str, int, bool], float] = {}


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case of somebody's as a list shows it; times are UTC."""

    case_no: str
    name: str
    kind: CaseKind
    matter: str
    state: str
    opened_at: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody the desk knows, masked. `elsewhere`: known, but out of this clerk's reach, so nothing shows.

    `home` is the code and the name of the area he is registered in, empty where that is not known.
    """

    id: int
    name: str = ""
    numbers: tuple[str, ...] = ()
    phone: str = ""
    address: str = ""
    home: tuple[str, str] = ("", "")
    cases: tuple[PastCase, ...] = ()
    elsewhere: bool = False


async def known_person(reach: Reach, person: Person, now: datetime) -> KnownPerson | None:
    """The one the form names, by number, or by a phone only one person has; None where nobody is known."""
    found = await _find(reach, person)
    if found is None:
        return None
    try:
        seen = await _seen(reach, found, now)
    except SubjectOutOfReach:
        await _note_refused(reach, found)
        return KnownPerson(found, elsewhere=True)
    except SubjectNotFound:
        return None
    return await _shown(seen, await past_cases(await cases_of_subject(reach, found, _LAST)))


async def _find(reach: Reach, person: Person) -> int | None:
    body = person.body
    if body is None:
        return None
    try:
        if body.number is not None and body.number_kind is not None:
            return await find_by_number(reach, body.number, body.number_kind)
        found = [] if body.phone is None else await find_by_phone(reach, body.phone)
    except (BadNumber, PhoneUnusable):
        # What is wrong with it is told at its field.
        return None
    return found[0] if len(found) == 1 else None


async def _seen(reach: Reach, subject_id: int, now: datetime) -> Dossier:
    look = (reach.actor, subject_id, False)
    if _noted_lately(look) and (again := await masked_dossiers(reach, [subject_id])):
        return again[subject_id]
    seen = await dossier(reach, subject_id, now)
    _remember(look)
    return seen


async def _note_refused(reach: Reach, subject_id: int) -> None:
    """Keeps that somebody out of reach was asked for, as every refusal is kept: here it is told on a page."""
    look = (reach.actor, subject_id, True)
    if _noted_lately(look):
        return
    said = {"at": "window", "refusal": "not-found", "subject": subject_id}
    await audit.record_failure(reach, audit.Fact("refused", datetime.now(UTC), said))
    _remember(look)


def _noted_lately(look: tuple[str, int, bool]) -> bool:
    return _looks.get(look, 0.0) > time.monotonic()


def _remember(look: tuple[str, int, bool]) -> None:
    tick = time.monotonic()
    for old in [key for key, until in _looks.items() if until < tick]:
        del _looks[old]
    _looks[look] = tick + _ONE_LOOK


async def _shown(seen: Dossier, cases: tuple[PastCase, ...]) -> KnownPerson:
    home = ("", "")
    if seen.area_path:
        code = codes_in(seen.area_path)[-1]
        home = (code, (await names.whereabouts([seen.area_path])).get(seen.area_path, ""))
    return KnownPerson(
        seen.id, seen.name, tuple(number for _, number in seen.numbers), seen.phone or "", seen.address or "",
        home, cases,
    )  # fmt: skip


async def past_cases(cases: Sequence[DeskCase]) -> tuple[PastCase, ...]:
    """Cases with the names of their matters and states, in the language spoken."""
    called = await names.matters_of((case.kind, case.matter) for case in cases)
    return tuple(
        PastCase(
            case.case_no, called.get(case.matter, ""), case.kind, case.matter, state_said(case),
            case.opened_at, case.closed_at is None,
        )
        for case in cases
    )  # fmt: skip


def state_said(case: DeskCase) -> str:
    """How far a case is, in the language spoken."""
    return names.in_language(state_words(case.kind, case.state))
