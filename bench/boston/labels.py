"""Brings Boston's labels to one form: `C-11` and `C11`, `06` and `Ward 6`, `709.0` and `0709`."""

import re

_DIGITS = re.compile(r"\d+")


def police_district(label: str) -> str:
    """`C-11` → `C11`; empty for none."""
    return label.strip().replace("-", "").upper()


def ward(label: str) -> str:
    """`Ward 5`, `05`, `5` → `5`; empty for none."""
    found = _DIGITS.search(label)
    return found.group().lstrip("0") if found else ""


def precinct(label: str) -> str:
    """Ward and precinct in four digits: `709.0` and `0709` → `0709`; empty for none."""
    found = _DIGITS.match(label.strip())
    return found.group().zfill(4) if found else ""
