"""The people a form names: who applies, and who acts for him; what is wrong stands at their fields."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.api.people_bodies import SubjectBody, subject_faults, subject_of
from desk.input_errors import FieldError
from desk.pages.forms import Form
from desk.rules.agency import Standing, needs_authority
from registry.rules.identity_numbers import NumberKind
from registry.rules.number_kinds import likely_kind
from registry.subject_indexes import NewSubject, SubjectKind

SUBJECT, AGENT = "subject", "agent"
_LONGEST = {"name": 100, "number": 40, "phone": 30, "address": 300}


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
        unnamed = not self.body.name
        if unnamed:
            yield FieldError(f"{self.role}_name", "required", "a person has a name")
        for fault in subject_faults(self.body, ""):
            if unnamed and fault.pointer == "/name":
                # No name is no name of letters either; once is enough.
                continue
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
