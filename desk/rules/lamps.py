"""Which lamp a time limit shows: green in time, yellow nearly due, red too late, none where nothing runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dispatch.rules.calendar import Calendar

# A limit is nearly due when less than this part of it is left.
_LAST_PART = 5


class Lamp(StrEnum):
    """Green 正常, yellow 临期, red 超期 (`domain.md` E2: alert states 0 正常 1 黄 2 超期); none 不计时."""

    NONE = "none"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as a list knows it; times are UTC, and what a list does not know is None.

    `due_at` is the first instant that is too late, None where no limit runs. `since` is when it began.
    `warn_at` is when four fifths of it are used up, as the stored clock says. `ended_at`: it was met or
    missed then.
    """

    due_at: datetime | None
    since: datetime | None = None
    warn_at: datetime | None = None
    ended_at: datetime | None = None


def lamp_of(limit: Limit, now: datetime, calendar: Calendar | None = None) -> Lamp:
    """The lamp at `now` (UTC).

    Red from `due_at` on. Yellow when less than a fifth of the limit is left (by `warn_at`, else by the time
    from `since` on), or less than one working day: no working day but today lies between now and the due
    time (without a calendar: less than 24 hours).
    """
    if limit.due_at is None:
        return Lamp.NONE
    if limit.ended_at is not None:
        return Lamp.RED if limit.ended_at >= limit.due_at else Lamp.GREEN
    if now >= limit.due_at:
        return Lamp.RED
    near = _last_part_runs(limit, limit.due_at, now) or _less_than_a_day(limit.due_at, now, calendar)
    return Lamp.YELLOW if near else Lamp.GREEN


def _last_part_runs(limit: Limit, due_at: datetime, now: datetime) -> bool:
    if limit.warn_at is not None:
        return now >= limit.warn_at
    return limit.since is not None and (due_at - now) * _LAST_PART < due_at - limit.since


def _less_than_a_day(due_at: datetime, now: datetime, calendar: Calendar | None) -> bool:
    if calendar is None:
        return due_at - now < timedelta(days=1)
    day = now.astimezone(calendar.zone).date() + timedelta(days=1)
    while calendar.start_of(day + timedelta(days=1)) <= due_at:
        if calendar.is_working_day(day):
            return False
        day += timedelta(days=1)
    return True
