"""The stored form of a calendar, and the faults it is refused for."""

import copy

import pytest

from dispatch.calendars import published_calendar, published_codes
from dispatch.errors import CalendarRefused
from dispatch.rules.calendar import SATURDAY_AND_SUNDAY
from dispatch.rules.calendar_form import calendar_form, parse_calendar
from dispatch.rules.calendar_year import YearStatus
from dispatch.rules.notice_form import parse_year

GOOD: dict[str, object] = {
    "code": "town",
    "version": 1,
    "time_zone": "Asia/Shanghai",
    "office_hours": {"workday": ["08:30-12:00", "14:30-18:00"], "5": ["08:30-12:00"]},
    "years": [{"year": 2027, "notice": "a notice", "holidays": [{"name": "元旦", "off": ["2027-01-01"]}]}],
}


def _day_at(field: str, place: int = 0) -> str:
    """The pointer of a day of the first holiday."""
    return f"/holidays/0/{field}/{place}"


@pytest.mark.parametrize("code", published_codes())
def test_a_calendar_written_and_read_again_is_the_same(code: str) -> None:
    calendar = published_calendar(code)

    assert parse_calendar(calendar_form(calendar)) == calendar


def test_a_weekday_may_have_hours_of_its_own() -> None:
    calendar = parse_calendar(GOOD)

    assert [len(hours) for hours in calendar.office_hours] == [2, 2, 2, 2, 1, 2, 2]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"time_zone": "Asia/Putian"}, ("/time_zone", "UNKNOWN_TIME_ZONE")),
        ({"time_zone": "Asia"}, ("/time_zone", "UNKNOWN_TIME_ZONE")),
        ({"time_zone": "../etc"}, ("/time_zone", "UNKNOWN_TIME_ZONE")),
        ({"version": 0}, ("/version", "WRONG_SHAPE")),
        ({"surprise": 1}, ("", "WRONG_SHAPE")),
        ({"weekend": [8]}, ("/weekend/0", "WRONG_SHAPE")),
        ({"office_hours": {"workday": ["8-12"]}}, ("/office_hours/workday/0", "NOT_OFFICE_HOURS")),
        ({"office_hours": {"workday": ["12:00-08:30"]}}, ("/office_hours/workday/0", "HOURS_OUT_OF_ORDER")),
        (
            {"office_hours": {"workday": ["08:00-12:00", "11:00-14:00"]}},
            ("/office_hours/workday/1", "HOURS_OUT_OF_ORDER"),
        ),
        ({"office_hours": {"workday": ["23:00-24:30"]}}, ("/office_hours/workday/0", "HOURS_OUT_OF_ORDER")),
        ({"office_hours": {"1": ["08:00-12:00"]}}, ("/office_hours", "WORKDAY_WITHOUT_HOURS")),
        ({"office_hours": {"workday": ["08:00-12:00"], "8": []}}, ("/office_hours/8", "UNKNOWN_WEEKDAY")),
        ({"fixed_days": [{"on": "02-29", "name": "leap day"}]}, ("/fixed_days/0/on", "NOT_A_DAY")),
    ],
)
def test_a_faulty_calendar_is_refused_at_the_faulty_place(
    change: dict[str, object], fault: tuple[str, str]
) -> None:
    with pytest.raises(CalendarRefused) as refused:
        parse_calendar(copy.deepcopy(GOOD) | change)

    assert fault in [found[:2] for found in refused.value.faults]


@pytest.mark.parametrize(
    ("holidays", "fault"),
    [
        ([], ("/holidays", "EMPTY_NOTICE")),
        ([{"name": "元旦"}], ("/holidays", "EMPTY_NOTICE")),
        ([{"name": "元旦", "off": ["2026-12-31/2027-01-02"]}], (_day_at("off"), "DAY_OUTSIDE_YEAR")),
        ([{"name": "元旦", "off": ["2027-01-03/2027-01-01"]}], (_day_at("off"), "DAYS_BACKWARDS")),
        ([{"name": "元旦", "off": ["2027-02-30"]}], (_day_at("off"), "NOT_A_DAY")),
        ([{"name": "元旦", "off": ["2027-01-01/2027-01-02/2027-01-03"]}], (_day_at("off"), "NOT_A_DAY")),
        ([{"name": "元旦", "off": ["2027-01-01", "2027-01-01"]}], (_day_at("off", 1), "DAY_TWICE")),
        (
            [{"name": "元旦", "off": ["2027-01-02"], "work": ["2027-01-02"]}],
            (_day_at("work"), "DAY_TWICE"),
        ),
        ([{"name": "春节", "work": ["2027-02-03"]}], (_day_at("work"), "MAKE_UP_ON_A_WEEKDAY")),
        ([{"name": "", "off": ["2027-01-01"]}], ("/holidays/0/name", "WRONG_SHAPE")),
    ],
)
def test_a_faulty_notice_is_refused_at_the_faulty_place(
    holidays: list[object], fault: tuple[str, str]
) -> None:
    with pytest.raises(CalendarRefused) as refused:
        parse_year({"year": 2027, "notice": "a notice", "holidays": holidays}, SATURDAY_AND_SUNDAY)

    assert [found[:2] for found in refused.value.faults][:1] == [fault]


def test_all_faults_are_told_at_once() -> None:
    year = {
        "year": 2027,
        "holidays": [{"name": "元旦", "off": ["2026-01-01", "soon"], "work": ["2027-01-04"]}],
    }

    with pytest.raises(CalendarRefused) as refused:
        parse_calendar(GOOD | {"years": [year, year], "time_zone": "Mars"})

    codes = [code for _, code, _ in refused.value.faults]
    assert codes[:4] == ["UNKNOWN_TIME_ZONE", "DAY_OUTSIDE_YEAR", "NOT_A_DAY", "MAKE_UP_ON_A_WEEKDAY"]


def test_a_year_named_twice_is_refused() -> None:
    years = [{"year": 2027, "holidays": [{"name": "元旦", "off": ["2027-01-01"]}]}] * 2

    with pytest.raises(CalendarRefused, match="/years/1/year: YEAR_TWICE"):
        parse_calendar(GOOD | {"years": years})


def test_days_a_city_only_expects_leave_the_year_provisional() -> None:
    year = parse_year(
        {"year": 2027, "holidays": [{"name": "春节", "off": ["2027-02-05/2027-02-11"]}]}, SATURDAY_AND_SUNDAY
    )

    assert year.status is YearStatus.PROVISIONAL
    assert len(year.days_off) == 7
