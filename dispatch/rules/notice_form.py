"""Reads and writes one year's notice of holidays and make-up days (plain JSON values)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Annotated, TypeVar

import msgspec

from dispatch.errors import CalendarRefused
from dispatch.rules.calendar_year import CalendarYear

ONE_DAY = timedelta(days=1)
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Year = Annotated[int, msgspec.Meta(ge=1900, le=2200)]
Form = TypeVar("Form", bound=msgspec.Struct)


class HolidayForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One holiday: days off and weekend days worked for it, `2026-02-14` or `2026-02-15/2026-02-23`."""

    name: Name
    off: list[str] = []
    work: list[str] = []


class YearForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One year; without `notice` its days are what the city expects and the year stays provisional."""

    year: Year
    notice: Annotated[str, msgspec.Meta(min_length=1, max_length=120)] | None = None
    holidays: list[HolidayForm] = []


class Faults:
    """Faults found so far, each at its JSON pointer."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def add(self, pointer: str, code: str, detail: object = "") -> None:
        self.found.append((pointer, code, str(detail)))

    def refuse(self) -> None:
        if self.found:
            raise CalendarRefused(tuple(self.found))


def parse_year(data: object, weekend: frozenset[int]) -> CalendarYear:
    """One year's notice. Raises CalendarRefused with all faults: no days at all, days outside the year, a day
    twice, a make-up day that is not a weekend (ISO weekdays in `weekend`), malformed days.

    A notice may also move days of the year before; those belong into that year's own form.
    """
    faults = Faults()
    year = read_year(shaped(data, YearForm), weekend, "", faults)
    faults.refuse()
    if year is None:
        raise AssertionError("a year without faults was not built")
    return year


def shaped(data: object, form: type[Form]) -> Form:
    """The data as that form. Raises CalendarRefused at the first place that has another shape."""
    try:
        return msgspec.convert(data, form)
    except msgspec.ValidationError as wrong:
        detail, _, path = str(wrong).partition(" - at `$")
        pointer = re.sub(r"\.(\w+)|\[(\d+|\.\.\.)\]", r"/\1\2", path.rstrip("`"))
        raise CalendarRefused(((pointer, "WRONG_SHAPE", detail),)) from wrong


def read_year(form: YearForm, weekend: frozenset[int], pointer: str, faults: Faults) -> CalendarYear | None:
    """The year a form at `pointer` means, or None with the faults noted in `faults`."""
    before = len(faults.found)
    off: dict[date, str] = {}
    work: dict[date, str] = {}
    for index, holiday in enumerate(form.holidays):
        for field, texts, days in (("off", holiday.off, off), ("work", holiday.work, work)):
            at = f"{pointer}/holidays/{index}/{field}"
            for place, day in _days(texts, at, form.year, faults):
                if day in off or day in work:
                    faults.add(place, "DAY_TWICE", day)
                if field == "work" and day.isoweekday() not in weekend:
                    faults.add(place, "MAKE_UP_ON_A_WEEKDAY", day)
                days[day] = holiday.name
    if not off and not work:
        faults.add(f"{pointer}/holidays", "EMPTY_NOTICE", form.year)
    if len(faults.found) > before:
        return None
    return CalendarYear(form.year, off, work, form.notice)


def _days(texts: list[str], pointer: str, year: int, faults: Faults) -> Iterator[tuple[str, date]]:
    for index, text in enumerate(texts):
        place = f"{pointer}/{index}"
        try:
            first, last = map(date.fromisoformat, text.split("/") if "/" in text else (text, text))
        except ValueError:
            faults.add(place, "NOT_A_DAY", text)
            continue
        if not first <= last or (first.year, last.year) != (year, year):
            faults.add(place, "DAY_OUTSIDE_YEAR" if first <= last else "DAYS_BACKWARDS", text)
            continue
        yield from ((place, first + ONE_DAY * more) for more in range((last - first).days + 1))


def year_form(year: CalendarYear) -> YearForm:
    """The form of a year, each holiday once, its days as intervals."""
    names = dict.fromkeys([*year.days_off.values(), *year.working_weekends.values()])
    off, work = year.days_off, year.working_weekends
    holidays = [HolidayForm(name, _intervals(off, name), _intervals(work, name)) for name in names]
    return YearForm(year.year, year.notice, holidays)


def _intervals(days: Mapping[date, str], name: str) -> list[str]:
    runs: list[list[date]] = []
    for day in sorted(day for day, its_name in days.items() if its_name == name):
        if runs and runs[-1][-1] + ONE_DAY == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}/{run[-1]}" for run in runs]
