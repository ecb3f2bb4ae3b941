"""Hands the form in: every fault at its field, one registration however often it is sent, and its slip."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec

from desk import intake, metrics
from desk.asked_licences import Asking, recorded
from desk.drafts import discard_draft
from desk.idempotency import Answer, RequestIdentity, kept_answer, once, told_since
from desk.input_errors import FieldError, InvalidInput
from desk.intake_faults import Read, every_fault_told
from desk.intake_with_papers import register_with_papers
from desk.licence_store import licence_store
from desk.new_case import GivenMaterial, NewCase
from desk.pages.fault_words import said, sentence
from desk.pages.forms import Form, at_fields
from desk.pages.translations import gettext as _
from desk.pages.window.answers import asked_answers, faults_said, read_answers
from desk.pages.window.form import chosen_matter, new_case, place_of
from desk.pages.window.matter import Matter, published_matter
from desk.pages.window.newcomers import at_home
from desk.pages.window.papers import attached_to
from desk.pages.window.persons import SUBJECT, agency_faults, person
from desk.previewing import NOWHERE, Moment
from desk.problem_answers import kind_of
from dispatch.rules.states import CaseKind
from grid.city import City
from grid.errors import BadPosition
from grid.locate import edition_lock
from reach import Reach
from registry.errors import VersionNotFound
from registry.keys import keyed_index

# How long the receipt still tells the password, and "same person, next matter" who that was.
SLIP_KEPT = timedelta(minutes=30)
_NOT_TYPED = frozenset({"csrf_token", "do", "drop"})
_STAYS = ("subject_", "agent_", "acting", "place", "room")


class Slip(msgspec.Struct):
    """What registration told once, and whom it was for, should he have another matter."""

    case_no: str
    password: str
    person: dict[str, str]


class Refused(Exception):
    """Raised when a form could not be handed in as it is; carries what is wrong at its fields."""

    def __init__(self, faults: dict[str, tuple[str, ...]], status: int = 422) -> None:
        super().__init__(", ".join(faults))
        self.faults, self.status = faults, status


async def hand_in(form: Form, reach: Reach, city: City, now: datetime) -> Slip:
    """Registers what the form says, once for each key of a form; raises Refused.

    The draft of the form goes with the same transaction.
    """
    matter = await _matter(form, now)
    faults = _faults(form, matter)
    if faults or matter is None:
        raise Refused(faults)
    identity = RequestIdentity(reach.actor, form["key"], _fingerprint(form))
    new = await _case(form, matter, reach, city, now)
    papers = matter.kept_as_files(new.answers)
    try:
        async with every_fault_told(Read(new), reach, city, now):
            return await _register((new, papers), form, identity, (reach, city, now))
    except BadPosition as error:
        raise Refused({"place": (sentence(kind_of(error)),)}) from error
    except InvalidInput as error:
        # What was taken in before is told as it was, whatever would be wrong with it by now.
        before = await kept_answer(identity)
        if before is not None:
            return _slip(before)
        raise Refused(at_fields(error, _names(error))) from error


async def _register(
    whole: tuple[NewCase, frozenset[str]],
    form: Form,
    identity: RequestIdentity,
    via: tuple[Reach, City, datetime],
) -> Slip:
    (new, papers), (reach, city, now) = whole, via
    store = recorded(licence_store(), Asking(reach, form["key"], new.matter))
    found = await intake.prepare_once(identity, new, (city, now), store)
    if isinstance(found, Answer):
        return _slip(found)

    async def work() -> Answer:
        registered = await register_with_papers(found, form["key"], papers, via)
        await discard_draft(reach, form["key"])
        slip = Slip(registered.case_no, registered.password, _person(form))
        return Answer(303, msgspec.json.encode(slip))

    answer = await once(identity, work, edition_lock())
    if not answer.replayed:
        metrics.INTAKES.labels(new.kind.value, new.channel.value).inc()
    return _slip(answer)


def _slip(answer: Answer) -> Slip:
    return msgspec.json.decode(answer.body, type=Slip)


async def slip_of(reach: Reach, key: str) -> Slip | None:
    """The slip of a form this clerk handed in under a key a little while ago."""
    told = await told_since(reach.actor, key, datetime.now(UTC) - SLIP_KEPT)
    if told is None or told.status != 303:
        return None
    return _slip(told)


async def _matter(form: Form, now: datetime) -> Matter | None:
    chosen = chosen_matter(form)
    try:
        return None if chosen is None else await published_matter(chosen, now)
    except VersionNotFound:
        return None


def _faults(form: Form, matter: Matter | None) -> dict[str, tuple[str, ...]]:
    """Everything wrong with the form besides what is known to be, in words at its fields."""
    found: dict[str, tuple[str, ...]] = dict(form.errors)
    for fault in _of_people(form, matter):
        found[fault.pointer] = (*found.get(fault.pointer, ()), said(fault))
    if matter is None:
        typed = form["matter"] or form["matter_words"]
        found["matter"] = (_("没有找到这个事项或案件类别。") if typed else _("请选择事项或案件类别。"),)
    if place_of(form) == NOWHERE and not (matter and matter.city_wide):
        found["place"] = (
            _("请从列出的地址或网格中选择。") if form["place_words"] else _("请给出一个地点。"),
        )
    if matter is not None and matter.item is not None:
        answers = asked_answers(matter.item, read_answers(form, matter.fields))
        found |= faults_said(matter.item, answers)
    return found


def _of_people(form: Form, matter: Matter | None) -> Iterator[FieldError]:
    subject = person(form, SUBJECT)
    if subject.body is None and matter is not None and matter.chosen.kind is CaseKind.APPLICATION:
        yield FieldError("subject_number", "required", "an application names who applies")
    yield from subject.faults()
    yield from agency_faults(form)


async def _case(form: Form, matter: Matter, reach: Reach, city: City, now: datetime) -> NewCase:
    new = new_case(form, matter.chosen, matter.fields, reach)
    if matter.item is not None:
        new = replace(new, answers=asked_answers(matter.item, new.answers))
        here = (await attached_to(reach, form)).codes & matter.kept_as_files(new.answers)
        codes = dict.fromkeys((*(one.code for one in new.materials), *sorted(here)))
        new = replace(new, materials=tuple(map(GivenMaterial, codes)))
    return await at_home(new, matter, form, reach, Moment(city, now))


def _fingerprint(form: Form) -> bytes:
    """A keyed digest of everything typed, by which the same form sent twice is known."""
    typed = sorted((name, values) for name, values in form.values.items() if name not in _NOT_TYPED)
    return keyed_index("window", msgspec.json.encode(typed).decode())


def _person(form: Form) -> dict[str, str]:
    return {name: form[name] for name in form.values if name.startswith(_STAYS) and form[name]}


def _names(error: InvalidInput) -> dict[str, str]:
    return {fault.pointer: _field(fault.pointer) for fault in error.errors}


def _field(pointer: str) -> str:
    """The field of the form a pointer into a new case is about."""
    first, _, rest = pointer.removeprefix("/").partition("/")
    if first in ("subject", "agent"):
        return f"{first}_{rest or 'number'}"
    if first == "answers":
        return f"answer-{rest}"
    return {"place": "place", "item": "matter", "class_code": "matter", "materials": "brought"}.get(first, "")
