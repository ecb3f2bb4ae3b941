"""When a counter is open: its week, the holidays that shut it, the weekends that are worked instead."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desk.rules.opening_hours import WeekLine, opening, week
from dispatch.calendars import published_calendar
from registry.rules.served_hours import OpeningHours

CALENDAR = published_calendar("putian")
ZONE = ZoneInfo("Asia/Shanghai")
PARTS = (("08:30", "12:00"), ("14:30", "18:00"))
HOURS = (
    *(OpeningHours(day, *part) for day in range(1, 6) for part in PARTS),
    OpeningHours(6, "09:00", "12:00"),
)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "closes"),
    [
        ("2026-03-03 08:30", "2026-03-03 12:00"),
        ("2026-03-03 11:59", "2026-03-03 12:00"),
        ("2026-03-03 17:59", "2026-03-03 18:00"),
        ("2026-03-07 09:30", "2026-03-07 12:00"),
    ],
)
def test_within_its_hours_it_is_open_until_they_end(now: str, closes: str) -> None:
    found = opening(HOURS, CALENDAR, _at(now))

    assert found.open
    assert found.closes == _at(closes)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-03 07:00", "2026-03-03 08:30"),
        ("2026-03-03 12:00", "2026-03-03 14:30"),
        ("2026-03-03 18:00", "2026-03-04 08:30"),
        ("2026-03-07 12:00", "2026-03-09 08:30"),
    ],
)
def test_outside_its_hours_it_says_when_it_opens_next(now: str, opens: str) -> None:
    found = opening(HOURS, CALENDAR, _at(now))

    assert not found.open
    assert found.opens == _at(opens)


def test_a_holiday_is_shut_and_has_a_name() -> None:
    found = opening(HOURS, CALENDAR, _at("2026-10-01 10:00"))

    assert (found.open, found.off) == (False, "国庆节")
    assert found.opens == _at("2026-10-08 08:30")


def test_a_weekend_that_is_worked_has_the_hours_of_a_working_day() -> None:
    assert CALENDAR.reason(_at("2026-10-10 10:00").date()).kind.value == "MAKE_UP"

    assert opening(HOURS, CALENDAR, _at("2026-10-10 16:00")).closes == _at("2026-10-10 18:00")


def test_the_instant_may_come_in_any_zone() -> None:
    utc = datetime.fromisoformat("2026-03-03T01:00:00+00:00")

    assert opening(HOURS, CALENDAR, utc).closes == _at("2026-03-03 12:00")


def test_without_hours_nothing_is_said() -> None:
    found = opening((), CALENDAR, _at("2026-03-03 10:00"))

    assert (found.open, found.opens) == (False, None)


def test_the_week_is_told_in_as_few_lines_as_it_has_kinds_of_days() -> None:
    assert week(HOURS) == (WeekLine(1, 5, PARTS), WeekLine(6, 6, (("09:00", "12:00"),)))
