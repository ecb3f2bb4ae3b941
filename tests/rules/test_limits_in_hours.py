"""Limits counted in hours: office hours in local time, urgent hours round the clock."""

import json
import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.rules.calendar import Segment
from dispatch.rules.calendar_form import parse_calendar
from dispatch.rules.counting import derive
from dispatch.rules.derivation import Why
from registry.rules.allowances import Allowance, AllowanceRefused, Unit
from tests.rules.limits import BOSTON, limit, new_york, pause, shanghai

VECTORS = [
    ("2026-09-30T16:00", 4, "2026-10-08T10:30", "2026-09-30T20:00"),
    ("2026-09-30T16:00", 8, "2026-10-08T17:00", "2026-10-01T00:00"),
    ("2026-05-08T17:00", 2, "2026-05-09T09:30", "2026-05-08T19:00"),
    ("2026-09-24T17:30", 1, "2026-09-28T09:00", "2026-09-24T18:30"),
    ("2026-11-20T12:30", 2, "2026-11-20T16:30", "2026-11-20T14:30"),
]


@pytest.mark.parametrize(("start", "hours", "working", "_urgent"), VECTORS)
def test_working_hours_run_in_office_hours_of_working_days(
    start: str, hours: int, working: str, _urgent: str
) -> None:
    assert limit(start, hours, Unit.WORKING_HOUR).due_at == shanghai(working)


@pytest.mark.parametrize(("start", "hours", "_working", "urgent"), VECTORS)
def test_urgent_hours_run_round_the_clock(start: str, hours: int, _working: str, urgent: str) -> None:
    assert limit(start, hours, Unit.URGENT_HOUR).due_at == shanghai(urgent)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-20T07:00", "2026-11-20T09:30"),
        ("2026-11-20T19:00", "2026-11-23T09:30"),
        ("2026-11-21T10:00", "2026-11-23T09:30"),
        ("2026-11-20T12:00", "2026-11-20T15:30"),
    ],
)
def test_work_that_arrives_outside_office_hours_begins_when_they_do(start: str, due: str) -> None:
    assert limit(start, 1, Unit.WORKING_HOUR).due_at == shanghai(due)


def test_hours_used_up_at_noon_end_at_noon_not_after_lunch() -> None:
    assert limit("2026-11-20T10:00", 2, Unit.WORKING_HOUR).due_at == shanghai("2026-11-20T12:00")


def test_an_urgent_day_is_twenty_four_hours() -> None:
    assert limit("2026-09-30T16:00", 2, Unit.URGENT_DAY).due_at == shanghai("2026-10-02T16:00")


def test_half_hours_are_counted() -> None:
    derivation = derive(
        shanghai("2026-11-20T17:00"), Allowance(Decimal("1.5"), Unit.WORKING_HOUR), parse_calendar(TOWN)
    )

    assert derivation.due_at == shanghai("2026-11-23T09:00")


@pytest.mark.parametrize(
    ("amount", "unit"), [("1.5", Unit.WORKING_DAY), ("0.001", Unit.URGENT_HOUR), ("NaN", Unit.URGENT_HOUR)]
)
def test_amounts_finer_than_their_unit_are_refused(amount: str, unit: Unit) -> None:
    with pytest.raises(AllowanceRefused):
        Allowance(Decimal(amount), unit)


def test_days_off_between_the_hours_are_named() -> None:
    derivation = limit("2026-09-30T16:00", 4, Unit.WORKING_HOUR)

    assert [(step.why, step.name, step.time_counted) for step in derivation.steps] == [
        (Why.WORKDAY, None, timedelta(hours=2)),
        (Why.HOLIDAY, "国庆节", timedelta(0)),
        (Why.WORKDAY, None, timedelta(hours=2)),
    ]


def test_urgent_hours_take_no_notice_of_a_clock_change() -> None:
    start = new_york("2015-03-07T22:00")

    derivation = derive(start, Allowance(8, Unit.URGENT_HOUR), BOSTON)

    assert derivation.due_at == new_york("2015-03-08T07:00")


@pytest.mark.parametrize(
    ("day", "hours"), [("2015-03-06", 24 + 23), ("2015-10-30", 24 + 25), ("2015-06-05", 24 + 24)]
)
def test_an_office_open_day_and_night_works_as_long_as_the_day_is(day: str, hours: int) -> None:
    always = parse_calendar(
        TOWN | {"time_zone": "America/New_York", "weekend": [], "office_hours": {"workday": ["00:00-24:00"]}}
    )

    derivation = derive(
        new_york(f"{day}T00:00") + timedelta(days=1), Allowance(hours, Unit.WORKING_HOUR), always
    )

    assert derivation.due_at == new_york(f"{day}T00:00") + timedelta(days=3)


def test_a_window_over_the_repeated_hour_has_both_of_them() -> None:
    night = parse_calendar(
        TOWN | {"time_zone": "America/New_York", "weekend": [], "office_hours": {"workday": ["01:00-01:30"]}}
    )

    opens, closes = night.office_windows(new_york("2015-11-01T00:00").date())[0]

    assert night.office_hours[6] == (Segment(60, 90),)
    assert closes - opens == timedelta(hours=1, minutes=30)


def test_office_hours_keep_their_local_time_over_a_clock_change() -> None:
    derivation = derive(new_york("2015-03-06T16:00"), Allowance(2, Unit.WORKING_HOUR), BOSTON)

    assert derivation.due_at == new_york("2015-03-09T10:00")


def test_a_pause_holds_hours_to_the_minute() -> None:
    derivation = limit(
        "2026-11-20T09:00", 2, Unit.WORKING_HOUR, pause("2026-11-20T09:30", "2026-11-20T10:15")
    )

    assert derivation.due_at == shanghai("2026-11-20T11:45")


def test_overlapping_pauses_are_not_held_twice() -> None:
    derivation = limit(
        "2026-11-20T09:00", 2, Unit.URGENT_HOUR,
        pause("2026-11-20T10:00", "2026-11-20T12:00"), pause("2026-11-20T09:30", "2026-11-20T11:00"),
    )  # fmt: skip

    assert derivation.due_at == shanghai("2026-11-20T13:30")


@settings(deadline=None)
@given(
    start=st.datetimes(min_value=shanghai("2025-01-01T00:00").replace(tzinfo=None),
                       max_value=shanghai("2026-12-01T00:00").replace(tzinfo=None)),
    minutes=st.integers(1, 200 * 60),
    unit=st.sampled_from([Unit.WORKING_HOUR, Unit.URGENT_HOUR]),
)  # fmt: skip
def test_the_counted_hours_add_up(start: object, minutes: int, unit: Unit) -> None:
    amount = Decimal(minutes // 3 * 3 + 3) / 60

    derivation = derive(shanghai(str(start)), Allowance(amount, unit), parse_calendar(TOWN))

    counted = sum((step.time_counted for step in derivation.steps), timedelta(0))
    assert counted == timedelta(minutes=minutes // 3 * 3 + 3)


@pytest.mark.outside_data
def test_the_public_vectors_of_working_hours_hold() -> None:
    vectors = json.loads(Path(os.environ["OUTSIDE_DATA"], "vectors.json").read_text("utf-8"))["working_hours"]

    for case in vectors["cases"]:
        for unit, field in ((Unit.WORKING_HOUR, "working"), (Unit.URGENT_HOUR, "urgent")):
            assert limit(case["start"], case["hours"], unit).due_at == shanghai(case[field])


TOWN: dict[str, object] = {
    "code": "town",
    "version": 1,
    "time_zone": "Asia/Shanghai",
    "office_hours": {"workday": ["08:30-12:00", "14:30-18:00"]},
    "years": [],
}
