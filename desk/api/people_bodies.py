"""People and organisations as bodies of requests name them, with every fault at its pointer."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from desk.input_errors import FieldError
from registry.errors import BadNumber, PhoneUnusable
from registry.rules.identity_numbers import NumberKind
from registry.rules.names import is_name
from registry.rules.number_reading import parse
from registry.rules.phones import normalised
from registry.subject_indexes import NewSubject, SubjectKind

_AreaPath = Annotated[str, Meta(pattern=r"^([0-9A-Za-z_-]{1,40}/){1,8}$")]


class SubjectBody(Struct, forbid_unknown_fields=True):
    """A person or organisation: known by a number with its kind, or else by phone and name together."""

    kind: SubjectKind
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    number: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    number_kind: NumberKind | None = None
    phone: Annotated[str, Meta(min_length=1, max_length=30)] | None = None
    address: Annotated[str, Meta(max_length=300)] | None = None
    area_path: _AreaPath | None = None


def subject_of(body: SubjectBody | None) -> NewSubject | None:
    """Whom the body names."""
    if body is None:
        return None
    return NewSubject(
        body.kind, body.name, body.number, body.number_kind, body.phone, body.address, body.area_path
    )


def subject_faults(subject: SubjectBody | None, pointer: str) -> Iterator[FieldError]:
    """What shows to be wrong before anybody is looked up."""
    if subject is None:
        return
    if not is_name(subject.name):
        yield FieldError(f"{pointer}/name", "blank", "has a letter, a character or a digit")
    if (subject.number is None) != (subject.number_kind is None):
        yield FieldError(f"{pointer}/number_kind", "required", "a number comes with its kind")
    elif subject.number is not None and subject.number_kind is not None:
        try:
            parse(subject.number, subject.number_kind)
        except BadNumber as error:
            yield FieldError(f"{pointer}/number", "bad_number", str(error))
    elif subject.phone is None:
        yield FieldError(pointer, "required", "is known by a number, or else by a phone")
    if subject.phone is not None:
        try:
            normalised(subject.phone)
        except PhoneUnusable as error:
            yield FieldError(f"{pointer}/phone", "bad_number", str(error))
