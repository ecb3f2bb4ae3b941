"""Says whether a service point is open, until when, and when next, by its hours and the calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dispatch.rules.calendar import Calendar
from dispatch.rules.calendar_year import DayKind
from registry.rules.served_hours import OpeningHours

# No holiday of the State Council's notices keeps a counter shut for longer.
_LOOKS_AHEAD = 21


@dataclass(frozen=True, slots=True)
class Opening:
    """How a service point stands at an instant: `closes` if it is open, else `opens` next (local time).

    Both are None where no hours are known. `off` names the holiday that keeps it shut today, if one does.
    """

    closes: datetime | None
    opens: datetime | None
    off: str | None

    @property
    def open(self) -> bool:
        """Whether somebody is there now."""
        return self.closes is not None


@dataclass(frozen=True, slots=True)
class WeekLine:
    """Weekdays (1 Monday … 7 Sunday) that follow each other with the same hours, as `HH:MM` pairs."""

    first: int
    last: int
    parts: tuple[tuple[str, str], ...]


def opening(hours: Sequence[OpeningHours], calendar: Calendar, now: datetime) -> Opening:
    """How the point stands at `now` (with a zone); holidays are shut, make-up days have working hours."""
    local = now.astimezone(calendar.zone)
    today = local.date()
    reason = calendar.reason(today)
    off = reason.name if reason.kind is DayKind.HOLIDAY else None
    for day in (today + timedelta(days=ahead) for ahead in range(_LOOKS_AHEAD)):
        for opens, closes in stretches(hours, calendar, day):
            if opens <= local < closes:
                return Opening(closes, None, off)
            if local < opens:
                return Opening(None, opens, off)
    return Opening(None, None, off)


def stretches(
    hours: Sequence[OpeningHours], calendar: Calendar, day: date
) -> list[tuple[datetime, datetime]]:
    """When the point is open on a local day, in local time and in order."""
    kind = calendar.reason(day).kind
    if kind is DayKind.HOLIDAY:
        return []
    parts = hours_of(hours, day.isoweekday())
    if kind is DayKind.MAKE_UP:
        # The week is lengthened by a working day: people find the hours of any other one.
        parts = next((found for weekday in range(1, 6) if (found := hours_of(hours, weekday))), parts)
    return [(_at(day, opens, calendar), _at(day, closes, calendar)) for opens, closes in parts]


def hours_of(hours: Sequence[OpeningHours], weekday: int) -> tuple[tuple[str, str], ...]:
    """The stretches of a weekday (1 Monday … 7 Sunday), in order."""
    return tuple(sorted((one.opens, one.closes) for one in hours if one.weekday == weekday))


def week(hours: Sequence[OpeningHours]) -> tuple[WeekLine, ...]:
    """The ordinary week, weekdays with the same hours together, without days on which nobody is there."""
    return tuple(_week(hours))


def _week(hours: Sequence[OpeningHours]) -> Iterator[WeekLine]:
    first = 1
    for weekday in range(1, 8):
        parts = hours_of(hours, weekday)
        if weekday == 7 or hours_of(hours, weekday + 1) != parts:
            if parts:
                yield WeekLine(first, weekday, parts)
            first = weekday + 1


def _at(day: date, clock: str, calendar: Calendar) -> datetime:
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time(), calendar.zone)
    return datetime.combine(day, time.fromisoformat(clock), calendar.zone)
