"""Which days are worked, and why."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dispatch.errors import CalendarRefused
from dispatch.rules.calendar_year import CalendarYear, DayKind, YearStatus
from tests.rules.limits import BOSTON, PUTIAN, new_york


@pytest.mark.parametrize(("year", "days"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_the_announced_number_of_working_days(year: int, days: int) -> None:
    assert PUTIAN.working_days_in(year) == days


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2026-02-13", DayKind.WORKDAY, None),
        ("2026-02-14", DayKind.MAKE_UP, "春节"),
        ("2026-02-21", DayKind.HOLIDAY, "春节"),
        ("2026-03-01", DayKind.WEEKEND, None),
        ("2026-09-20", DayKind.MAKE_UP, "国庆节"),
        ("2026-09-25", DayKind.HOLIDAY, "中秋节"),
        ("2024-02-09", DayKind.WORKDAY, None),
    ],
)
def test_every_day_says_why_it_is_worked_or_not(day: str, kind: DayKind, name: str | None) -> None:
    reason = PUTIAN.reason(date.fromisoformat(day))

    assert (reason.kind, reason.name, reason.provisional) == (kind, name, False)


def test_a_calendar_of_holidays_only_would_miss_the_make_up_weekends() -> None:
    worked_weekends = [
        day for day in days_of(2026) if day.isoweekday() in PUTIAN.weekend and PUTIAN.is_working_day(day)
    ]

    assert [day.isoformat() for day in worked_weekends] == [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]  # fmt: skip


def test_a_year_without_notice_is_provisional_and_keeps_the_fixed_days_off() -> None:
    off = [day for day in days_of(2027) if PUTIAN.reason(day).kind is DayKind.HOLIDAY]

    assert PUTIAN.status_of(2027) is YearStatus.PROVISIONAL
    assert [f"{day:%m-%d}" for day in off] == ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]
    assert all(PUTIAN.reason(day).provisional for day in days_of(2027))


def test_the_second_of_may_is_fixed_only_since_2025() -> None:
    assert PUTIAN.is_working_day(date(2022, 5, 2))
    assert not PUTIAN.is_working_day(date(2028, 5, 2))


def test_a_notice_that_announces_nothing_is_refused() -> None:
    with pytest.raises(CalendarRefused, match="EMPTY_NOTICE"):
        CalendarYear(2027, {}, {}, "国办发明电〔2026〕1号")


def test_a_notice_with_a_day_of_another_year_is_refused() -> None:
    with pytest.raises(CalendarRefused, match="2026-12-31"):
        CalendarYear(2027, {date(2026, 12, 31): "元旦"}, {}, "a notice")


def test_importing_a_year_makes_the_next_version_and_leaves_the_old_one_alone() -> None:
    newer = PUTIAN.with_year(CalendarYear(2027, {date(2027, 1, 1): "元旦"}, {}, "a notice"))

    assert (newer.version, newer.status_of(2027)) == (2, YearStatus.OFFICIAL)
    assert (PUTIAN.version, PUTIAN.status_of(2027)) == (1, YearStatus.PROVISIONAL)
    assert not newer.reason(date(2027, 1, 1)).provisional


def test_a_city_elsewhere_has_its_own_holidays_and_hours() -> None:
    opens, closes = BOSTON.office_windows(date(2015, 7, 6))[0]

    assert BOSTON.reason(date(2015, 4, 20)).name == "Patriots' Day"
    assert (opens, closes) == (new_york("2015-07-06T09:00"), new_york("2015-07-06T17:00"))


def test_a_day_with_a_clock_change_is_an_hour_shorter_or_longer() -> None:
    lengths = [BOSTON.start_of(day + timedelta(1)) - BOSTON.start_of(day) for day in (SPRING, AUTUMN)]

    assert lengths == [timedelta(hours=23), timedelta(hours=25)]


def test_a_day_begins_at_local_midnight() -> None:
    assert PUTIAN.start_of(date(2026, 1, 1)) == datetime(2025, 12, 31, 16, tzinfo=UTC)


@pytest.mark.outside_data
@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_our_calendar_agrees_with_the_public_one_on_every_day(year: int) -> None:
    public = json.loads(
        Path(os.environ["OUTSIDE_DATA"], f"calendar/holiday_cn_{year}.json").read_text("utf-8")
    )
    said = {date.fromisoformat(entry["date"]): entry for entry in public["days"]}

    for day in days_of(year):
        reason = PUTIAN.reason(day)
        if day in said:
            assert (reason.working, reason.name) == (not said[day]["isOffDay"], said[day]["name"]), day
        else:
            assert reason.working == (day.isoweekday() < 6), day


SPRING, AUTUMN = date(2015, 3, 8), date(2015, 11, 1)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
