"""The keyed indexes by which sealed persons and organisations are found, and the texts that are sealed."""

import functools
from dataclasses import dataclass, field
from enum import StrEnum

import pinyin
from registry.errors import SubjectUnidentified
from registry.keys import keyed_index, keyed_number, keys
from registry.rules.identity_numbers import IdentityNumber, NumberKind
from registry.rules.number_reading import parse
from registry.rules.phones import normalised
from registry.rules.search_tokens import index_tokens
from settings import settings

PHONE_AND_NAME = "phone_and_name"


class SubjectKind(StrEnum):
    """一人一档, 一企一档."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A person or organisation as somebody gives it; known by a number, or else by phone and name together.

    `area_path` is where they live or have their seat, if known; a name is searched only within an area.
    """

    kind: SubjectKind
    name: str = field(repr=False)
    number: str | None = field(default=None, repr=False)
    number_kind: NumberKind | None = None
    phone: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    area_path: str | None = None


@dataclass(frozen=True, slots=True)
class NumberIndex:
    """One keyed index of a number, its kind, and the index of its last four characters."""

    index: bytes
    kind: str
    last4: int | None


@functools.cache
def readings() -> pinyin.Pinyin:
    """The table of readings that set-up made, read at the first asking."""
    return pinyin.load(settings.pinyin_table)


def tokens_of(name: str) -> list[int]:
    """The search tokens of a name."""
    return list(index_tokens(keys().token, name, readings().readings))


def number_indexes(number: str, kind: NumberKind) -> tuple[NumberIndex, ...]:
    """The indexes under which a number is kept; the first one is the same for all spellings of one identity.

    A unified social credit code is also kept as the organisation code inside it, an old resident number as
    the new one. Raises BadNumber.
    """
    parsed = parse(number, kind)
    own = _index(parsed.number, parsed.kind)
    if parsed.kind is NumberKind.CREDIT_CODE and parsed.organisation_code is not None:
        return _index(parsed.organisation_code, NumberKind.ORGANISATION_CODE), own
    return (own,)


def _index(number: str, kind: NumberKind) -> NumberIndex:
    return NumberIndex(keyed_index(f"number|{kind}", number), kind, last4_index(number))


def last4_index(text: str) -> int:
    """The index of the last four characters of a number or phone."""
    return keyed_number("last4", text[-4:])


def phone_index(phone: str) -> bytes:
    """The index of a phone number; raises PhoneUnusable."""
    return keyed_index("phone", normalised(phone))


def identities(subject: NewSubject) -> tuple[NumberIndex, ...]:
    """What makes a subject one and the same; raises SubjectUnidentified, BadNumber, PhoneUnusable."""
    if subject.number is not None and subject.number_kind is not None:
        return number_indexes(subject.number, subject.number_kind)
    if subject.phone is not None and subject.number is None:
        both = f"{normalised(subject.phone)}|{pinyin.folded(subject.name)}"
        return (NumberIndex(keyed_index(PHONE_AND_NAME, both), PHONE_AND_NAME, None),)
    raise SubjectUnidentified("a subject is known by a number with its kind, or by a phone and a name")


def sealed_fields(subject: NewSubject) -> list[tuple[str, str]]:
    """The (field, text) pairs to seal for a new subject, numbers in their usual spelling."""
    fields = [("name", subject.name.strip())]
    if subject.number is not None and subject.number_kind is not None:
        fields.append(number_field(parse(subject.number, subject.number_kind)))
    if subject.phone is not None:
        fields.append(("phone", normalised(subject.phone)))
    if subject.address is not None:
        fields.append(("address", subject.address.strip()))
    return fields


def number_field(parsed: IdentityNumber) -> tuple[str, str]:
    """The field under which a number is sealed, and its text."""
    return f"number:{parsed.kind}", parsed.number
