"""Reads the numbers of people and organisations as they are written, and refuses what cannot be one."""

import re
import unicodedata
from datetime import date

from registry.errors import (
    ImpossibleBirthDate,
    WrongCharacter,
    WrongCheckCharacter,
    WrongLength,
    WrongShape,
)
from registry.rules.check_characters import (
    CREDIT_ALPHABET,
    credit_check_character,
    organisation_check_character,
    resident_check_character,
)
from registry.rules.identity_numbers import Doubt, IdentityNumber, NumberKind, Sex

# First two digits of GB/T 2260. The district table itself changes every year and old numbers keep old
# districts, so a stricter test would refuse real cards.
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
# What is registered with the nation itself bears 100000.
_REGISTERS = re.compile(f"10|{_PROVINCES.pattern}")
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
    _require_characters(plain, 0, f"[{CREDIT_ALPHABET}]", kind)
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
