"""The window's form as a clerk types it, and the new case it says; what is wrong stands at its field."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from desk.api.channels import usual_channel
from desk.api.people_bodies import SubjectBody, subject_faults, subject_of
from desk.input_errors import FieldError
from desk.new_case import GivenMaterial, NewCase, Where
from desk.pages.forms import Form
from desk.pages.window.answers import read_answers
from desk.rules.agency import Standing, needs_authority, told
from dispatch.rules.states import CaseKind
from grid.errors import BadPosition
from grid.rules.coordinates import Crs, Position, to_wgs84
from reach import Reach
from registry.rules.form_fields import FormField
from registry.rules.identity_numbers import NumberKind
from registry.rules.number_kinds import likely_kind
from registry.subject_indexes import NewSubject, SubjectKind

ITEM, CLASS = "item", "class"
SUBJECT, AGENT = "subject", "agent"
_LONGEST = {"name": 100, "number": 40, "phone": 30, "address": 300, "description": 4000, "room": 100}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A matter by kind and code; `situation` names that of an incident class, if the clerk chose one."""

    kind: CaseKind
    code: str
    situation: str = ""

    @property
    def matter(self) -> str:
        """The code intake takes it in by."""
        return f"{self.code}-{self.situation}" if self.situation else self.code


def chosen_matter(form: Form) -> Chosen | None:
    """The item (`item:350…`) or incident class (`class:0102`) the form names."""
    kind, _, code = form["matter"].partition(":")
    if not code or kind not in (ITEM, CLASS) or len(code) > _LONGEST["name"]:
        return None
    if kind == ITEM:
        return Chosen(CaseKind.APPLICATION, code)
    return Chosen(CaseKind.INCIDENT, code, form["situation"][:20])


def place_of(form: Form) -> Where:
    """The place the form names: `address:12`, `area:3503…`, `point:119.01,25.44,10`; Where() for none."""
    kind, _, said = form["place"].partition(":")
    if kind == "address" and said.isascii() and said.isdigit() and len(said) < 19:
        return Where(address_id=int(said))
    if kind == "area" and said and len(said) <= 40:
        return Where(area_code=said)
    return _point(said) if kind == "point" else Where()


def _point(said: str) -> Where:
    try:
        lon, lat, precision = (float(part) for part in said.split(","))
        if not 0 <= precision <= 10_000 or not math.isfinite(precision):
            return Where()
        return Where(to_wgs84(Position(lon, lat), Crs.WGS84), precision)
    except (ValueError, BadPosition):
        return Where()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the form names him: the body as the API takes it; None where nothing was said."""

    role: str
    body: SubjectBody | None

    @property
    def subject(self) -> NewSubject | None:
        """Whom it names, where nothing is wrong with it."""
        return None if self.body is None or any(self.faults()) else subject_of(self.body)

    def faults(self) -> Iterator[FieldError]:
        """What is wrong with it, at the fields of the form."""
        if self.body is None:
            return
        if not self.body.name:
            yield FieldError(f"{self.role}_name", "required", "a person has a name")
        for fault in subject_faults(self.body, ""):
            field = fault.pointer.removeprefix("/") or "number"
            yield FieldError(f"{self.role}_{field}", fault.code, fault.detail)


def person(form: Form, role: str) -> Person:
    """The applicant (`subject`) or who acts for him (`agent`)."""
    number, name, phone, address = (
        form[f"{role}_{part}"][: _LONGEST[part]] for part in ("number", "name", "phone", "address")
    )
    if not (number or name or phone):
        return Person(role, None)
    said = form[f"{role}_number_kind"]
    kind = NumberKind(said) if said in set(NumberKind) else likely_kind(number)
    if number and kind is None:
        # Whatever it is, it is no resident number either, and that says so at the field.
        kind = NumberKind.RESIDENT_ID
    organisation = kind is not None and not kind.is_of_person
    return Person(
        role,
        SubjectBody(
            SubjectKind.ORGANISATION if organisation else SubjectKind.PERSON,
            name,
            number or None,
            kind if number else None,
            phone or None,
            address or None,
        ),
    )


def acts_for_another(form: Form) -> bool:
    """Whether somebody acts for the applicant."""
    return form["acting"] == AGENT


def agency_faults(form: Form) -> Iterator[FieldError]:
    """What is missing where somebody acts for another: who he is, how he stands to him, the letter."""
    if not acts_for_another(form):
        return
    agent = person(form, AGENT)
    if agent.body is None:
        yield FieldError("agent_name", "required", "who acts for another says who he is")
    yield from agent.faults()
    standing = form["agent_standing"]
    if standing not in set(Standing):
        yield FieldError("agent_standing", "required", "how he stands to the applicant")
    elif needs_authority(Standing(standing)) and form["agent_authority"] != "yes":
        yield FieldError("agent_authority", "required", "a letter of authority is shown")


def new_case(form: Form, chosen: Chosen, fields: tuple[FormField, ...], reach: Reach) -> NewCase:
    """The case as far as it has been typed; whatever is wrong is left out of it."""
    application = chosen.kind is CaseKind.APPLICATION
    agent = person(form, AGENT).subject if acts_for_another(form) else None
    points = reach.service_points
    return NewCase(
        kind=chosen.kind,
        matter=chosen.matter,
        channel=usual_channel(reach),
        where=place_of(form),
        subject=person(form, SUBJECT).subject,
        agent=agent,
        texts=_texts(form),
        answers=read_answers(form, fields),
        materials=tuple(GivenMaterial(code) for code in form.all("brought")) if application else (),
        urgent=not application and form["urgent"] == "yes",
        service_point_id=points[0] if len(points) == 1 else None,
    )


def _texts(form: Form) -> dict[str, str]:
    """What was written, by field, as it is sealed."""
    texts = {"description": form["description"][: _LONGEST["description"]]}
    if form["room"]:
        texts["room"] = form["room"][: _LONGEST["room"]]
    if acts_for_another(form) and form["agent_standing"] in set(Standing):
        standing = Standing(form["agent_standing"])
        texts["agency"] = told(standing, form["agent_authority"] == "yes")
    return texts
