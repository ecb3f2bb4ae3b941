"""Says of each day whether it is worked, and why, and when the office is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from dispatch.rules.calendar_year import CalendarYear, DayKind, DayReason, FixedDay, YearStatus

SATURDAY_AND_SUNDAY = frozenset({6, 7})
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Segment:
    """Office hours between two minutes of the local day, [opens, closes), 0 to 1440."""

    opens: int
    closes: int


@dataclass(frozen=True)
class Calendar:
    """A city's working days and office hours, one numbered version.

    `years` by year; a year missing here is provisional: weekends and `fixed_days` are off, nothing is made up
    for, and holidays that move with the moon or the sun are not guessed. `office_hours` Monday to Sunday,
    used on that weekday whenever it is worked (the weekend's on make-up days). `last_day_rolls`: a limit in
    calendar days may not end on a day off (Civil Code of China, art. 203).
    """

    code: str
    version: int
    years: Mapping[int, CalendarYear]
    office_hours: tuple[tuple[Segment, ...], ...]
    time_zone: str
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    fixed_days: tuple[FixedDay, ...] = ()
    last_day_rolls: bool = True
    # Each year's reasons, worked out when first asked for; the same values always, so still a plain value.
    _reasons: dict[int, tuple[DayReason, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __hash__(self) -> int:
        return hash((self.code, self.version))

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def reason(self, day: date) -> DayReason:
        """Why the local day is worked or not. Equal reasons of one year are the same object."""
        return self.reasons_of(day.year)[day.toordinal() - date(day.year, 1, 1).toordinal()]

    def reasons_of(self, year: int) -> tuple[DayReason, ...]:
        """The reasons of all days of the year, 1 January first."""
        known = self._reasons.get(year)
        if known is None:
            known = self._reasons[year] = _reasons_of_year(self, year)
        return known

    def is_working_day(self, day: date) -> bool:
        return self.reason(day).working

    def working_days_in(self, year: int) -> int:
        return sum(reason.working for reason in self.reasons_of(year))

    def status_of(self, year: int) -> YearStatus:
        known = self.years.get(year)
        return YearStatus.PROVISIONAL if known is None else known.status

    def start_of(self, day: date) -> datetime:
        """The instant (UTC) at which the local day begins, which is also where the day before ends."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def office_windows(self, day: date) -> list[tuple[datetime, datetime]]:
        """The office hours of the local day as instants (UTC), [opens, closes), be the day worked or not.

        A bound in the hour that a clock change skips is moved on by it; in the hour that is repeated, a
        window opens at its first and closes at its second coming.
        """
        return [
            (self._at(day, segment.opens, 0), self._at(day, segment.closes, 1))
            for segment in self.office_hours[day.weekday()]
        ]

    def _at(self, day: date, minute: int, coming: int) -> datetime:
        if minute == MINUTES_A_DAY:
            return self.start_of(day + timedelta(days=1))
        local = datetime.combine(day, time(minute // 60, minute % 60), self.zone)
        later = local.replace(fold=1)
        repeated = local.utcoffset() != later.utcoffset() and _exists(local)
        return (later if coming and repeated else local).astimezone(UTC)

    def with_year(self, year: CalendarYear) -> "Calendar":
        """The next version, in which `year` replaces what was known of it."""
        return replace(self, version=self.version + 1, years={**self.years, year.year: year})


def _exists(local: datetime) -> bool:
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) == local.replace(tzinfo=None, fold=0)


def _reasons_of_year(calendar: Calendar, year: int) -> tuple[DayReason, ...]:
    known = calendar.years.get(year)
    if known is None:
        fixed = {date(year, f.month, f.day): f.name for f in calendar.fixed_days if year >= f.since}
        known = CalendarYear(year, fixed, {}, None)
    provisional = known.status is YearStatus.PROVISIONAL
    shared: dict[tuple[DayKind, str | None], DayReason] = {}
    reasons: list[DayReason] = []
    for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        key = _kind(known, date.fromordinal(ordinal), calendar.weekend)
        reasons.append(shared.setdefault(key, DayReason(*key, provisional)))
    return tuple(reasons)


def _kind(year: CalendarYear, day: date, weekend: frozenset[int]) -> tuple[DayKind, str | None]:
    if day in year.working_weekends:
        return DayKind.MAKE_UP, year.working_weekends[day]
    if day in year.days_off:
        return DayKind.HOLIDAY, year.days_off[day]
    return (DayKind.WEEKEND if day.isoweekday() in weekend else DayKind.WORKDAY), None
