"""Ids of city components (lids, lamps, hydrants) and the check character of coded things."""

import re
from dataclasses import dataclass

from grid.errors import BadCode
from grid.rules.codes import DivisionLevel, division

CHECK_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class ComponentProfile:
    """How many digits a city gives to major class, minor class and sequence; the division always has six."""

    major: int = 2
    minor: int = 2
    sequence: int = 6

    def __post_init__(self) -> None:
        if min(self.major, self.minor, self.sequence) < 1:
            raise ValueError("each part of a component id has a digit at least")


# GB/T 30428.2-2013; some cities follow a later draft with ComponentProfile(2, 3, 5).
STANDARD_COMPONENTS = ComponentProfile()


@dataclass(frozen=True, slots=True)
class ComponentId:
    """One component: the district it stands in, its class, its number; `code` joins them."""

    division: str
    major: str
    minor: str
    sequence: int
    code: str


def component_id(
    district: str, major: str, minor: str, sequence: int, profile: ComponentProfile = STANDARD_COMPONENTS
) -> ComponentId:
    """Composes an id, 16 digits in the standard profile; raises BadCode when a part does not fit."""
    if not 1 <= sequence < 10**profile.sequence:
        raise BadCode(district, f"sequence {sequence} does not fit {profile.sequence} digits")
    return parse_component_id(f"{district}{major}{minor}{sequence:0{profile.sequence}}", profile)


def parse_component_id(code: str, profile: ComponentProfile = STANDARD_COMPONENTS) -> ComponentId:
    """Reads an id by the city's profile (GB/T 30428.2-2013: 6 + 2 + 2 + 6); raises BadCode."""
    shape = f"([0-9]{{6}})([0-9]{{{profile.major}}})([0-9]{{{profile.minor}}})([0-9]{{{profile.sequence}}})"
    found = re.fullmatch(shape, code)
    if not found:
        length = 6 + profile.major + profile.minor + profile.sequence
        raise BadCode(code, f"a component has {length} digits")
    district, major, minor, sequence = found.groups()
    if division(district).level is not DivisionLevel.DISTRICT:
        raise BadCode(code, "a component stands in a district")
    if not int(sequence):
        raise BadCode(code, "components are numbered from 1")
    return ComponentId(district, major, minor, int(sequence), code)


def check_character(text: str) -> str:
    """The check character of digits and capital letters, GB/T 17710 (ISO 7064 MOD 37,36); raises BadCode."""
    if not re.fullmatch("[0-9A-Z]+", text):
        raise BadCode(text, "only digits and capital letters have a check character")
    product = 36
    for character in text:
        total = (product + CHECK_ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return CHECK_ALPHABET[(37 - product) % 36]


def has_check_character(text: str) -> bool:
    """Whether the last character is the check character of those before it."""
    return bool(re.fullmatch("[0-9A-Z]{2,}", text)) and check_character(text[:-1]) == text[-1]
