"""One year of a calendar: which days are off, which weekends are worked, and whether that is announced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dispatch.errors import CalendarRefused


class YearStatus(StrEnum):
    """OFFICIAL: the year's holidays are announced. PROVISIONAL: they are not, so the count may still move."""

    OFFICIAL = "OFFICIAL"
    PROVISIONAL = "PROVISIONAL"


class DayKind(StrEnum):
    """Why a day is worked (WORKDAY, MAKE_UP) or not (WEEKEND, HOLIDAY)."""

    WORKDAY = "WORKDAY"
    MAKE_UP = "MAKE_UP"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day counts as it does; `name` is the holiday taken or made up for."""

    kind: DayKind
    name: str | None
    provisional: bool
    working: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "working", self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP))


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A statutory day off that falls on the same date each year, from the year `since` on."""

    month: int
    day: int
    name: str
    since: int = 1


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year of a calendar: the days off (weekends within a holiday too) and the weekends worked, each with
    the holiday's name, and the notice that announced them. Official exactly if there is a notice.

    Raises CalendarRefused for a notice that announces no day at all, and for days outside the year.
    """

    year: int
    days_off: Mapping[date, str]
    working_weekends: Mapping[date, str]
    notice: str | None

    def __post_init__(self) -> None:
        announced = [*self.days_off, *self.working_weekends]
        if self.notice is not None and not announced:
            raise CalendarRefused((("", "EMPTY_NOTICE", str(self.year)),))
        strays = [day for day in announced if day.year != self.year]
        if strays:
            raise CalendarRefused(tuple(("", "DAY_OUTSIDE_YEAR", day.isoformat()) for day in strays))

    @property
    def status(self) -> YearStatus:
        return YearStatus.PROVISIONAL if self.notice is None else YearStatus.OFFICIAL
