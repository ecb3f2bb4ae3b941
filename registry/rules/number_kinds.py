"""Guesses of which document a number is, from its shape, so that nobody has to say it first."""

import re
import unicodedata

from registry.rules.check_characters import (
    CREDIT_ALPHABET,
    credit_check_character,
    resident_check_character,
)
from registry.rules.identity_numbers import NumberKind

_CREDIT = re.compile(f"[{CREDIT_ALPHABET}]{{18}}")
_SHAPES = (
    # Without its hyphen it looks like a passport.
    (re.compile("[0-9A-Z]{8}-[0-9X]"), NumberKind.ORGANISATION_CODE),
    (re.compile("[HM][0-9]{8}([0-9]{2})?"), NumberKind.HK_MACAU_PERMIT),
    (re.compile("[0-9]{8}"), NumberKind.TAIWAN_PERMIT),
    (re.compile("(?=.*[0-9])[A-Z0-9]{5,12}"), NumberKind.PASSPORT),
)
# A region nobody has; numbers in it are made up for tests and demonstrations.
_NOBODYS = "999999"


def likely_kind(number: str) -> NumberKind | None:
    """The document a number most likely comes from, or None for what looks like none of them."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()
    joined = plain.replace("-", "")
    if re.fullmatch("[0-9]{15}", joined):
        return NumberKind.RESIDENT_ID
    if re.fullmatch("[0-9]{17}[0-9X]", joined):
        return _of_eighteen(joined)
    if _CREDIT.fullmatch(joined):
        return NumberKind.CREDIT_CODE
    return next((kind for shape, kind in _SHAPES if shape.fullmatch(plain)), None)


def _of_eighteen(plain: str) -> NumberKind:
    # Both checks pass for one number in some three hundred; people come to the window more often than firms.
    person = resident_check_character(plain[:17]) == plain[17]
    if not person and _CREDIT.fullmatch(plain) and credit_check_character(plain[:17]) == plain[17]:
        return NumberKind.CREDIT_CODE
    if plain.startswith(("810000", "820000")):
        return NumberKind.HK_MACAU_RESIDENCE
    if plain.startswith("830000"):
        return NumberKind.TAIWAN_RESIDENCE
    if plain.startswith("9") and not plain.startswith(_NOBODYS):
        return NumberKind.FOREIGN_RESIDENCE
    return NumberKind.RESIDENT_ID
