"""Codes of administrative divisions: what they are made of and what they belong to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from grid.errors import BadCode

_Kind = TypeVar("_Kind")


class DivisionLevel(StrEnum):
    """The levels that GB/T 2260 and GB/T 10114 give codes to, from the province down."""

    PROVINCE = "PROVINCE"
    CITY = "CITY"
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"


class TownshipKind(StrEnum):
    """What a code of the street level stands for, by its number (GB/T 10114)."""

    STREET_OFFICE = "街道"
    TOWN = "镇"
    TOWNSHIP = "乡"
    ENTERPRISE_UNIT = "政企合一单位"
    OTHER = "其他"


class CommitteeKind(StrEnum):
    """What a code of the community level stands for, by its number in the statistical list."""

    RESIDENTS = "居民委员会"
    VILLAGERS = "村民委员会"
    LIKE_COMMUNITY = "类似社区单位"
    OTHER = "其他"


_DIGITS = {
    DivisionLevel.PROVINCE: 2,
    DivisionLevel.CITY: 4,
    DivisionLevel.DISTRICT: 6,
    DivisionLevel.STREET: 9,
    DivisionLevel.COMMUNITY: 12,
}
_SLICES = (
    (DivisionLevel.PROVINCE, 0, 2),
    (DivisionLevel.CITY, 2, 4),
    (DivisionLevel.DISTRICT, 4, 6),
    (DivisionLevel.STREET, 6, 9),
    (DivisionLevel.COMMUNITY, 9, 12),
)
# A few cities (441900, 442000, 460400, 620200) have streets and no districts.
_MANDATORY_ABOVE = {
    DivisionLevel.DISTRICT: (DivisionLevel.CITY,),
    DivisionLevel.STREET: (DivisionLevel.CITY,),
    DivisionLevel.COMMUNITY: (DivisionLevel.CITY, DivisionLevel.STREET),
}
_TOWNSHIP_KINDS = {
    range(1, 100): TownshipKind.STREET_OFFICE,
    range(100, 200): TownshipKind.TOWN,
    range(200, 400): TownshipKind.TOWNSHIP,
    range(400, 600): TownshipKind.ENTERPRISE_UNIT,
}
_COMMITTEE_KINDS = {
    range(1, 200): CommitteeKind.RESIDENTS,
    range(200, 400): CommitteeKind.VILLAGERS,
    range(400, 600): CommitteeKind.LIKE_COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division; `code` is its usual form: 6 digits down to the district, then 9 and 12."""

    code: str
    level: DivisionLevel

    @property
    def significant(self) -> str:
        """The code without padding: 2, 4, 6, 9 or 12 digits."""
        return self.code[: _DIGITS[self.level]]

    @property
    def padded(self) -> str:
        """The code filled up to 12 digits, as the statistical list writes it."""
        return self.code.ljust(12, "0")

    @property
    def parent(self) -> "Division | None":
        """The division one level up; the parent of a street in a city without districts is the city."""
        digits = len(self.significant)
        shorter = max((d for d in _DIGITS.values() if d < digits), default=0)
        return division(self.code[:shorter]) if shorter else None

    @property
    def chain(self) -> tuple["Division", ...]:
        """Every division this one lies in, from the province down to itself."""
        above = self.parent
        return (*above.chain, self) if above else (self,)

    @property
    def township_kind(self) -> TownshipKind | None:
        """街道, 镇, 乡 or 政企合一单位 for a division of the street level, None for others."""
        if self.level is not DivisionLevel.STREET:
            return None
        return _by_number(self.code[6:9], _TOWNSHIP_KINDS, TownshipKind.OTHER)

    @property
    def committee_kind(self) -> CommitteeKind | None:
        """Residents' or villagers' committee for a division of the community level, None for others."""
        if self.level is not DivisionLevel.COMMUNITY:
            return None
        return _by_number(self.code[9:12], _COMMITTEE_KINDS, CommitteeKind.OTHER)

    def contains(self, other: "Division") -> bool:
        """Whether the other division is this one or lies in it."""
        return other.significant.startswith(self.significant)


def _by_number(number: str, kinds: Mapping[range, _Kind], other: _Kind) -> _Kind:
    return next((kind for numbers, kind in kinds.items() if int(number) in numbers), other)


def division(code: str) -> Division:
    """Reads a code of 2, 4, 6, 9 or 12 digits, padded or not: `350304000000` is the district 350304.

    Source: GB/T 2260, GB/T 10114. Says nothing about whether such a division exists; the codes have no check
    digit. Raises BadCode for another length, other characters, or a part left out above one that is given.
    """
    if not re.fullmatch("[0-9]+", code) or len(code) not in _DIGITS.values():
        raise BadCode(code, "a division has 2, 4, 6, 9 or 12 digits")
    digits = code.ljust(12, "0")
    parts = {level: digits[start:end] for level, start, end in _SLICES}
    given = [level for level, part in parts.items() if int(part)]
    if DivisionLevel.PROVINCE not in given:
        raise BadCode(code, "a division lies in a province; 00 is none")
    missing = [level for level in _MANDATORY_ABOVE.get(given[-1], ()) if level not in given]
    if missing:
        raise BadCode(code, f"{given[-1].lower()} given without {missing[0].lower()}")
    return Division(digits[: max(6, _DIGITS[given[-1]])], given[-1])
