"""Counts a time limit, day by day or hour by hour, into a due time that shows how it was counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from dispatch.errors import ExtensionInOtherUnit, LimitTooLong
from dispatch.rules.calendar import Calendar
from dispatch.rules.calendar_year import DayReason
from dispatch.rules.clocks import Extension, Pause, aware
from dispatch.rules.derivation import Derivation, Step, Why
from dispatch.rules.trail import CALENDAR_DAY, EVENT_DAY, ROUND_THE_CLOCK, Mark, Trail
from registry.rules.allowances import LONGEST, Allowance, Unit

ONE_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


def derive(
    start: datetime,
    allowance: Allowance,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Derivation:
    """The due time of a limit that starts at the event `start`, with the proof of it.

    Limits in days: the day of the event isn't counted, nor are the days a pause begins on, lasts or ends on;
    the limit ends with the last day (local time of the calendar). Calendar days roll on from a day off if the
    calendar says so. Limits in working hours run within office hours from the event on; urgent ones always.
    Extensions add to the allowance, whenever granted. Sources: 行政许可法 §45, §82; 民法典 §201, §203.
    Raises ExtensionInOtherUnit, LimitTooLong (beyond twenty years), AllowanceRefused, NaiveTime.
    """
    if any(extension.allowance.unit is not allowance.unit for extension in extensions):
        raise ExtensionInOtherUnit(allowance.unit.name)
    total = allowance
    if extensions:
        total = allowance.plus(sum(extension.allowance.amount for extension in extensions))
    ordered = tuple(sorted(pauses, key=lambda pause: pause.from_at))
    event_day = aware(start).astimezone(calendar.zone).date()
    limit = _Limit(start.astimezone(UTC), event_day, total, calendar, ordered)
    outcome = _count_days(limit) if allowance.unit.counts_days else _count_time(limit)
    return Derivation(
        start=limit.start,
        allowance=allowance,
        pauses=ordered,
        extensions=tuple(sorted(extensions, key=lambda extension: extension.granted_at)),
        calendar_code=calendar.code,
        calendar_version=calendar.version,
        time_zone=calendar.time_zone,
        due_at=outcome.due_at,
        last_day=outcome.last_day,
        left=outcome.left,
        provisional=any(step.provisional for step in outcome.steps),
        steps=outcome.steps,
    )


@dataclass(frozen=True, slots=True)
class _Limit:
    start: datetime
    event_day: date
    total: Allowance
    calendar: Calendar
    pauses: tuple[Pause, ...]

    def too_long(self) -> LimitTooLong:
        return LimitTooLong(f"{self.total.amount} {self.total.unit.name} from {self.event_day}")


class _Outcome(NamedTuple):
    due_at: datetime | None
    last_day: date | None
    left: int | Decimal
    steps: tuple[Step, ...]


class _Stop(NamedTuple):
    """A pause in day numbers, both ends included."""

    first: int
    last: int | None
    mark: Mark


def _count_days(limit: _Limit) -> _Outcome:
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
                return _Outcome(None, None, left, trail.done())
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
            return _Outcome(calendar.start_of(last_day + ONE_DAY), last_day, 0, trail.done())
    raise limit.too_long()


def _days_after(limit: _Limit) -> Iterator[tuple[int, DayReason]]:
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
    last = None if pause.to_at is None else _local_day(pause.to_at, calendar).toordinal()
    return _Stop(_local_day(pause.from_at, calendar).toordinal(), last, Mark(Why.PAUSED, pause.why))


def _stop_on(day: int, stops: list[_Stop]) -> _Stop | None:
    for stop in stops:
        if stop.first <= day and (stop.last is None or day <= stop.last):
            return stop
    return None


def _count_time(limit: _Limit) -> _Outcome:
    trail, left = Trail(), limit.total.duration
    for day, mark, opens, closes in _windows(limit, trail):
        for from_at, to_at, pause in _pieces(opens, closes, limit.pauses):
            if pause is not None:
                trail.time(day, Mark(Why.PAUSED, pause), from_at, to_at)
            if to_at is None:
                return _Outcome(None, None, _in_units(left, limit.total.unit), trail.done())
            if pause is None:
                until = min(to_at, from_at + left)
                trail.time(day, mark, from_at, until)
                left -= until - from_at
                if left == _NOTHING:
                    return _Outcome(until, _local_day(until, limit.calendar), 0, trail.done())
    raise limit.too_long()


def _windows(limit: _Limit, trail: Trail) -> Iterator[tuple[date, Mark | DayReason, datetime, datetime]]:
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


def _days_from(limit: _Limit) -> Iterator[date]:
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


def _local_day(at: datetime, calendar: Calendar) -> date:
    return at.astimezone(calendar.zone).date()


def _in_units(left: timedelta, unit: Unit) -> Decimal:
    return round(Decimal(left // timedelta(microseconds=1)) / (unit.length // timedelta(microseconds=1)), 4)
