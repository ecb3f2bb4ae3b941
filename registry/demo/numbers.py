"""Numbers for people and bodies that do not exist: all in region 999999, which is nobody's."""

from datetime import date

from registry.rules.check_characters import (
    credit_check_character,
    organisation_check_character,
    resident_check_character,
)

REGION = "999999"


def resident_number(born: date, sequence: int) -> str:
    """A resident number with a right check character; odd sequences are men's."""
    body = f"{REGION}{born:%Y%m%d}{sequence:03}"
    return body + resident_check_character(body)


def credit_code(category: str, serial: int) -> str:
    """A unified social credit code; categories: 11 authority, 12 institution, 91 firm, 92 trader."""
    organisation = f"MA{serial:06}" if category.startswith("9") else f"{serial:08}"
    body = category + REGION + organisation + organisation_check_character(organisation)
    return body + credit_check_character(body)


def phone_number(serial: int) -> str:
    """A mobile number of the range 120, which is not given out."""
    return f"120{serial:08}"
