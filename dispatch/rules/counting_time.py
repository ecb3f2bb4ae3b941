"""Counts a limit hour by hour: within office hours, or round the clock."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from dispatch.rules.calendar_year import DayReason
from dispatch.rules.clocks import Pause
from dispatch.rules.derivation import Why
from dispatch.rules.limit import ONE_DAY, Limit, Outcome, local_day
from dispatch.rules.trail import ROUND_THE_CLOCK, Mark, Trail
from registry.rules.allowances import LONGEST, Unit

_NOTHING = timedelta(0)


def count_time(limit: Limit) -> Outcome:
    """Counts a limit in hours; raises LimitTooLong beyond twenty years."""
    trail, left = Trail(), limit.total.duration
    for day, mark, opens, closes in _windows(limit, trail):
        for from_at, to_at, pause in _pieces(opens, closes, limit.pauses):
            if pause is not None:
                trail.time(day, Mark(Why.PAUSED, pause), from_at, to_at)
            if to_at is None:
                return Outcome(None, None, _in_units(left, limit.total.unit), trail.done())
            if pause is None:
                until = min(to_at, from_at + left)
                trail.time(day, mark, from_at, until)
                left -= until - from_at
                if left == _NOTHING:
                    return Outcome(until, local_day(until, limit.calendar), 0, trail.done())
    raise limit.too_long()


def _windows(limit: Limit, trail: Trail) -> Iterator[tuple[date, Mark | DayReason, datetime, datetime]]:
    if limit.total.unit is not Unit.WORKING_HOUR:
        yield limit.event_day, ROUND_THE_CLOCK, limit.start, limit.start + LONGEST
        return
    for day in _days_from(limit):
        reason = limit.calendar.reason(day)
        if not reason.working:
            trail.day(day.toordinal(), reason, 0)
            continue
        for opens, closes in limit.calendar.office_windows(day):
            if closes > limit.start:
                yield day, reason, max(opens, limit.start), closes


def _days_from(limit: Limit) -> Iterator[date]:
    return (limit.event_day + ONE_DAY * number for number in range(LONGEST.days))


def _pieces(
    opens: datetime, closes: datetime, pauses: tuple[Pause, ...]
) -> Iterator[tuple[datetime, datetime | None, str | None]]:
    at = opens
    for pause in pauses:
        if pause.from_at >= closes or at >= closes:
            break
        if pause.to_at is not None and pause.to_at <= max(at, pause.from_at):
            continue
        if pause.from_at > at:
            yield at, pause.from_at, None
        at, until = max(at, pause.from_at), pause.to_at
        if until is None:
            yield at, None, pause.why
            return
        yield at, min(until, closes), pause.why
        at = until
    if at < closes:
        yield at, closes, None


def _in_units(left: timedelta, unit: Unit) -> Decimal:
    return round(Decimal(left // timedelta(microseconds=1)) / (unit.length // timedelta(microseconds=1)), 4)
