"""Brings the calendars that come with the product: one file per city in `published_calendars/`."""

import json
from functools import cache
from pathlib import Path

from dispatch.rules.calendar import Calendar
from dispatch.rules.calendar_form import parse_calendar

PUBLISHED = Path(__file__).parent / "published_calendars"


def published_codes() -> tuple[str, ...]:
    """The codes of the calendars that come with the product, in order."""
    return tuple(sorted(path.stem for path in PUBLISHED.glob("*.json")))


@cache
def published_calendar(code: str) -> Calendar:
    """The calendar of that code, `putian` or `boston`.

    Raises KeyError if none comes with the product, CalendarRefused if its file has faults.
    """
    if code not in published_codes():
        raise KeyError(code)
    return parse_calendar(json.loads((PUBLISHED / f"{code}.json").read_text("utf-8")))
