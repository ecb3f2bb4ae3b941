"""Reads and writes the stored form of a calendar (plain JSON values) and names every fault in it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from dispatch.rules.calendar import MINUTES_A_DAY, Calendar, Segment
from dispatch.rules.calendar_year import CalendarYear, FixedDay
from dispatch.rules.notice_form import Faults, Name, Year, YearForm, read_year, shaped, year_form

WEEKDAYS = range(1, 8)


class FixedForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A statutory day off on the same date each year; `on` is month and day, `05-02`."""

    on: Annotated[str, msgspec.Meta(pattern=r"^\d\d-\d\d$")]
    name: Name
    since: Year = 1900


class CalendarForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole calendar; `office_hours` has `workday` and weekdays that differ (`1` Monday … `7` Sunday)."""

    code: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_-]{1,40}$")]
    version: Annotated[int, msgspec.Meta(ge=1)]
    time_zone: str
    office_hours: dict[str, list[str]]
    years: list[YearForm]
    weekend: tuple[Annotated[int, msgspec.Meta(ge=1, le=7)], ...] = (6, 7)
    fixed_days: list[FixedForm] = []
    last_day_rolls: bool = True


def parse_calendar(data: object) -> Calendar:
    """The calendar a stored form means. Raises CalendarRefused with all faults: a form of the wrong shape, an
    unknown zone, office hours that overlap, a year twice, and everything `parse_year` refuses.
    """
    form = shaped(data, CalendarForm)
    faults = Faults()
    weekend = frozenset(form.weekend)
    if not _zone_known(form.time_zone):
        faults.add("/time_zone", "UNKNOWN_TIME_ZONE", form.time_zone)
    hours = _office_hours(form.office_hours, weekend, faults)
    fixed = tuple(_fixed_days(form.fixed_days, faults))
    years: dict[int, CalendarYear] = {}
    for index, entry in enumerate(form.years):
        if entry.year in years:
            faults.add(f"/years/{index}/year", "YEAR_TWICE", entry.year)
        year = read_year(entry, weekend, f"/years/{index}", faults)
        if year is not None:
            years[entry.year] = year
    faults.refuse()
    rolls = form.last_day_rolls
    return Calendar(form.code, form.version, years, hours, form.time_zone, weekend, fixed, rolls)


def calendar_form(calendar: Calendar) -> dict[str, object]:
    """The stored form of a calendar: `parse_calendar(calendar_form(c)) == c`."""
    form = CalendarForm(
        code=calendar.code,
        version=calendar.version,
        time_zone=calendar.time_zone,
        office_hours={
            str(number): [_clock_text(segment) for segment in calendar.office_hours[number - 1]]
            for number in WEEKDAYS
        },
        years=[year_form(calendar.years[year]) for year in sorted(calendar.years)],
        weekend=tuple(sorted(calendar.weekend)),
        fixed_days=[FixedForm(f"{f.month:02}-{f.day:02}", f.name, f.since) for f in calendar.fixed_days],
        last_day_rolls=calendar.last_day_rolls,
    )
    plain: dict[str, object] = msgspec.to_builtins(form)
    return plain


def _zone_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not in the data; a path; a folder of the data such as "Asia"
        return False
    return True


def _office_hours(
    texts: Mapping[str, list[str]], weekend: frozenset[int], faults: Faults
) -> tuple[tuple[Segment, ...], ...]:
    read: dict[str, tuple[Segment, ...]] = {}
    for key, segments in texts.items():
        if key != "workday" and key not in map(str, WEEKDAYS):
            faults.add(f"/office_hours/{key}", "UNKNOWN_WEEKDAY", key)
        read[key] = tuple(_segments(segments, f"/office_hours/{key}", faults))
    usual = read.get("workday", ())
    week = tuple(read.get(str(number), usual) for number in WEEKDAYS)
    for number in WEEKDAYS:
        if not week[number - 1] and number not in weekend:
            faults.add("/office_hours", "WORKDAY_WITHOUT_HOURS", number)
    return week


def _segments(texts: list[str], pointer: str, faults: Faults) -> Iterator[Segment]:
    free_from = 0
    for index, text in enumerate(texts):
        match = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", text)
        if match is None:
            faults.add(f"{pointer}/{index}", "NOT_OFFICE_HOURS", text)
            continue
        hour, minute, end_hour, end_minute = map(int, match.groups())
        segment = Segment(hour * 60 + minute, end_hour * 60 + end_minute)
        if not free_from <= segment.opens < segment.closes <= MINUTES_A_DAY:
            faults.add(f"{pointer}/{index}", "HOURS_OUT_OF_ORDER", text)
        free_from = segment.closes
        yield segment


def _fixed_days(forms: list[FixedForm], faults: Faults) -> Iterator[FixedDay]:
    for index, form in enumerate(forms):
        try:
            day = date.fromisoformat(f"2001-{form.on}")  # not a leap year: 29 February is not on each year
        except ValueError:
            faults.add(f"/fixed_days/{index}/on", "NOT_A_DAY", form.on)
            continue
        yield FixedDay(day.month, day.day, form.name, form.since)


def _clock_text(segment: Segment) -> str:
    hours = (f"{minute // 60:02}:{minute % 60:02}" for minute in (segment.opens, segment.closes))
    return "-".join(hours)
