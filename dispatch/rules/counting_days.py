"""Counts a limit day by day: calendar days or working days."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dispatch.rules.calendar import Calendar
from dispatch.rules.calendar_year import DayReason
from dispatch.rules.clocks import Pause
from dispatch.rules.derivation import Why
from dispatch.rules.limit import ONE_DAY, Limit, Outcome, local_day
from dispatch.rules.trail import CALENDAR_DAY, EVENT_DAY, Mark, Trail
from registry.rules.allowances import LONGEST, Unit


class _Stop(NamedTuple):
    """A pause in day numbers, both ends included."""

    first: int
    last: int | None
    mark: Mark


def count_days(limit: Limit) -> Outcome:
    """Counts a limit in days; raises LimitTooLong beyond twenty years."""
    calendar, trail = limit.calendar, Trail()
    stops = [_stop(pause, calendar) for pause in limit.pauses]
    working_only = limit.total.unit is Unit.WORKING_DAY
    left = int(limit.total.amount)
    trail.day(limit.event_day.toordinal(), EVENT_DAY, 0)
    for day, reason in _days_after(limit):
        stop = _stop_on(day, stops) if stops else None
        if stop is not None:
            trail.day(day, stop.mark, 0)
            if stop.last is None:
                return Outcome(None, None, left, trail.done())
            continue
        if working_only:
            counts = int(reason.working)
            trail.day(day, reason, counts)
        else:
            mark = CALENDAR_DAY if left > 1 or not calendar.last_day_rolls else _mark_of_last_day(reason)
            counts = int(mark.why is Why.CALENDAR_DAY)
            trail.day(day, mark, counts)
        left -= counts
        if not left:
            last_day = date.fromordinal(day)
            return Outcome(calendar.start_of(last_day + ONE_DAY), last_day, 0, trail.done())
    raise limit.too_long()


def _days_after(limit: Limit) -> Iterator[tuple[int, DayReason]]:
    year = limit.event_day.year
    first = date(year, 1, 1).toordinal()
    day = limit.event_day.toordinal()
    last = day + LONGEST.days
    reasons = limit.calendar.reasons_of(year)
    while day < last:
        day += 1
        if day - first == len(reasons):
            year, first = year + 1, day
            reasons = limit.calendar.reasons_of(year)
        yield day, reasons[day - first]


def _mark_of_last_day(reason: DayReason) -> Mark:
    if reason.working:
        return Mark(Why.CALENDAR_DAY, None, reason.provisional)
    return Mark(Why.ROLLED, reason.name, reason.provisional)


def _stop(pause: Pause, calendar: Calendar) -> _Stop:
    last = None if pause.to_at is None else local_day(pause.to_at, calendar).toordinal()
    return _Stop(local_day(pause.from_at, calendar).toordinal(), last, Mark(Why.PAUSED, pause.why))


def _stop_on(day: int, stops: list[_Stop]) -> _Stop | None:
    for stop in stops:
        if stop.first <= day and (stop.last is None or day <= stop.last):
            return stop
    return None
