"""Where a page of a list ended, as an address carries it: the time the row was ordered by, and its id."""

from datetime import datetime

from desk.calendar_edge import in_the_calendar
from dispatch.paging import Last

_LARGEST = 2**63 - 1


def mark(last: Last) -> str:
    """The text for `after` that leads to the page behind this row."""
    return f"{last.at.isoformat() if last.at else ''}~{last.id}"


def read_mark(text: str) -> Last | None:
    """The row a mark names; None for a mark nobody made."""
    moment, _, number = text.rpartition("~")
    if not (number.isascii() and number.isdigit() and len(number) < 20 and int(number) <= _LARGEST):
        return None
    try:
        at = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None
    if at is not None and (at.tzinfo is None or not in_the_calendar(at)):
        return None
    return Last(int(number), at)
