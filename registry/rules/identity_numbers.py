"""Numbers by which people and organisations are known: what they must be like and what they tell."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.errors import (
    ImpossibleBirthDate,
    NotYetBorn,
    WrongCharacter,
    WrongCheckCharacter,
    WrongLength,
    WrongShape,
)


class NumberKind(StrEnum):
    """The documents and registers a number can come from."""

    RESIDENT_ID = "resident_id"  # 居民身份证
    HK_MACAU_RESIDENCE = "hk_macau_residence"  # 港澳居民居住证
    TAIWAN_RESIDENCE = "taiwan_residence"  # 台湾居民居住证
    FOREIGN_RESIDENCE = "foreign_residence"  # 外国人永久居留身份证
    HK_MACAU_PERMIT = "hk_macau_permit"  # 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan_permit"  # 台湾居民来往大陆通行证
    PASSPORT = "passport"
    CREDIT_CODE = "credit_code"  # 统一社会信用代码
    ORGANISATION_CODE = "organisation_code"  # 组织机构代码

    @property
    def is_of_person(self) -> bool:
        """Whether the number is one person's, and so personal data."""
        return self not in (NumberKind.CREDIT_CODE, NumberKind.ORGANISATION_CODE)


class Sex(StrEnum):
    """What the number says; not necessarily what other papers say."""

    FEMALE = "female"
    MALE = "male"


class Doubt(StrEnum):
    """What is odd about a number that may be right all the same; a clerk is told, nobody is refused."""

    UNKNOWN_REGION = "unknown_region"
    # 15-digit numbers ending in 996-999 were kept for those born before 1900.
    PERHAPS_BORN_BEFORE_1900 = "perhaps_born_before_1900"
    ORGANISATION_PART = "organisation_part"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number in its one usual spelling, and what can be read from it."""

    kind: NumberKind
    number: str
    region: str | None = None
    born: date | None = None
    sex: Sex | None = None
    organisation_code: str | None = None
    doubts: tuple[Doubt, ...] = ()


# First two digits of GB/T 2260. The district table itself changes every year and old numbers keep old
# districts, so a stricter test would refuse real cards.
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
# What is registered with the nation itself bears 100000.
_REGISTERS = re.compile(f"10|{_PROVINCES.pattern}")
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(3**place % 31 for place in range(17))
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENCE_REGIONS = {
    NumberKind.HK_MACAU_RESIDENCE: ("810000", "820000"),
    NumberKind.TAIWAN_RESIDENCE: ("830000",),
}
_SHAPES = {
    # One letter and eight digits; older permits append two digits for how often they were renewed.
    NumberKind.HK_MACAU_PERMIT: "[HM][0-9]{8}([0-9]{2})?",
    NumberKind.TAIWAN_PERMIT: "[0-9]{8}",
    NumberKind.PASSPORT: "(?=.*[0-9])[A-Z0-9]{5,15}",
}


def parse(number: str, kind: NumberKind) -> IdentityNumber:
    """Reads a number as people write it: full-width, spaced, with a small x or in the old 15 digits.

    Sources: GB 11643-1999, GB 32100-2015, GB 11714-1997. The region is never a reason to refuse. Raises
    one of BadNumber: WrongLength, WrongCharacter, WrongShape, ImpossibleBirthDate, WrongCheckCharacter.
    """
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", number)).upper()
    if kind is NumberKind.CREDIT_CODE:
        return _credit_code(plain)
    if kind is NumberKind.ORGANISATION_CODE:
        return _organisation_code(plain)
    if kind in _SHAPES:
        if not re.fullmatch(_SHAPES[kind], plain):
            raise WrongShape(f"a {kind} is not built like this")
        return IdentityNumber(kind, plain)
    if kind is NumberKind.RESIDENT_ID and len(plain) == 15:
        return _old_resident_id(plain)
    return _of_eighteen_digits(plain, kind)


def age_on(born: date, day: date) -> int:
    """Full years of age on a day in local time; raises NotYetBorn for a day before the birth.

    Who was born on 29 February is a year older on 28 February of a common year: a month without the day ends
    the period on its last day (Civil Code, article 202).
    """
    if day < born:
        raise NotYetBorn("an age is asked for on a day before the birth")
    leap_birthday = (born.month, born.day) == (2, 29) and not _is_leap(day.year)
    birthday = (2, 28) if leap_birthday else (born.month, born.day)
    return day.year - born.year - ((day.month, day.day) < birthday)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def resident_check_character(body: str) -> str:
    """The 18th character to 17 digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _RESIDENT_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def credit_check_character(body: str) -> str:
    """The 18th character to the first 17 of a unified social credit code (GB 32100-2015)."""
    values = map(_CREDIT_ALPHABET.index, body)
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % 31]


def organisation_check_character(body: str) -> str:
    """The ninth character to the first eight of an organisation code (GB 11714-1997)."""
    values = map(_ORGANISATION_ALPHABET.index, body)
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def _old_resident_id(plain: str) -> IdentityNumber:
    _require_characters(plain, 0, "[0-9]", NumberKind.RESIDENT_ID)
    body = f"{plain[:6]}19{plain[6:]}"
    found = _of_eighteen_digits(body + resident_check_character(body), NumberKind.RESIDENT_ID)
    if plain[-3:] < "996":
        return found
    doubts = (*found.doubts, Doubt.PERHAPS_BORN_BEFORE_1900)
    return IdentityNumber(found.kind, found.number, found.region, found.born, found.sex, doubts=doubts)


def _of_eighteen_digits(plain: str, kind: NumberKind) -> IdentityNumber:
    _require_length(plain, 18, kind)
    _require_characters(plain[:17], 0, "[0-9]", kind)
    _require_characters(plain[17:], 17, "[0-9X]", kind)
    region = plain[:6]
    if kind in _RESIDENCE_REGIONS and region not in _RESIDENCE_REGIONS[kind]:
        raise WrongShape(f"a {kind} begins with {' or '.join(_RESIDENCE_REGIONS[kind])}")
    if kind is NumberKind.FOREIGN_RESIDENCE and plain[0] != "9":
        raise WrongShape(f"a {kind} begins with 9")
    born = _birth_date(plain[6:14])
    if resident_check_character(plain[:17]) != plain[17]:
        raise WrongCheckCharacter("the last character does not fit the others")
    sex = Sex.MALE if int(plain[16]) % 2 else Sex.FEMALE
    if kind is not NumberKind.RESIDENT_ID:
        return IdentityNumber(kind, plain, born=born, sex=sex)
    doubts = () if _PROVINCES.match(region) else (Doubt.UNKNOWN_REGION,)
    return IdentityNumber(kind, plain, region, born, sex, doubts=doubts)


def _birth_date(digits: str) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ImpossibleBirthDate("the date of birth in it is no day of the calendar") from None
    if born.year < 1800:
        raise ImpossibleBirthDate("the date of birth in it is too long ago")
    return born


def _credit_code(plain: str) -> IdentityNumber:
    kind = NumberKind.CREDIT_CODE
    _require_length(plain, 18, kind)
    _require_characters(plain, 0, f"[{_CREDIT_ALPHABET}]", kind)
    _require_characters(plain[2:8], 2, "[0-9]", kind)
    if credit_check_character(plain[:17]) != plain[17]:
        raise WrongCheckCharacter("the last character does not fit the others")
    region, organisation = plain[2:8], plain[8:17]
    doubts = () if _REGISTERS.match(region) else (Doubt.UNKNOWN_REGION,)
    if organisation_check_character(organisation[:8]) != organisation[8]:
        doubts = (*doubts, Doubt.ORGANISATION_PART)
    return IdentityNumber(kind, plain, region, organisation_code=organisation, doubts=doubts)


def _organisation_code(plain: str) -> IdentityNumber:
    kind = NumberKind.ORGANISATION_CODE
    _require_length(plain, 9, kind)
    _require_characters(plain[:8], 0, "[0-9A-Z]", kind)
    _require_characters(plain[8:], 8, "[0-9X]", kind)
    if organisation_check_character(plain[:8]) != plain[8]:
        raise WrongCheckCharacter("the last character does not fit the others")
    return IdentityNumber(kind, plain, organisation_code=plain)


def _require_length(plain: str, length: int, kind: NumberKind) -> None:
    if len(plain) != length:
        raise WrongLength(f"a {kind} has {length} characters, not {len(plain)}")


def _require_characters(part: str, before: int, allowed: str, kind: NumberKind) -> None:
    for at, character in enumerate(part, before + 1):
        if not re.fullmatch(allowed, character):
            raise WrongCharacter(at, kind)
