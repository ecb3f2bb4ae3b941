"""Limits counted in days: working days, calendar days, and what isn't counted."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.errors import LimitTooLong, NaiveTime
from dispatch.rules.counting import derive
from dispatch.rules.derivation import Why
from registry.rules.allowances import Allowance, AllowanceRefused, Unit
from tests.rules.limits import BOSTON, PUTIAN, limit, pause, shanghai, working_days

VECTORS = [
    ("2026-09-28", 5, "2026-10-10"),
    ("2026-02-13", 5, "2026-02-27"),
    ("2026-02-13", 20, "2026-03-19"),
    ("2025-12-31", 1, "2026-01-04"),
    ("2026-04-30", 1, "2026-05-06"),
    ("2026-09-18", 1, "2026-09-20"),
    ("2026-05-08", 1, "2026-05-09"),
    ("2024-02-08", 5, "2024-02-21"),
    ("2024-04-30", 5, "2024-05-10"),
    ("2025-09-26", 5, "2025-10-10"),
    ("2025-09-28", 20, "2025-10-31"),
]


@pytest.mark.parametrize(("start", "amount", "last_day"), VECTORS)
@pytest.mark.parametrize("hour", ["00:00", "10:30", "23:59"])
def test_working_days_run_from_the_day_after_the_event(
    start: str, amount: int, last_day: str, hour: str
) -> None:
    derivation = limit(f"{start}T{hour}", amount)

    assert derivation.last_day == date.fromisoformat(last_day)


def test_a_limit_in_days_ends_with_its_last_day() -> None:
    derivation = limit("2026-09-28T10:00", 5)

    assert derivation.due_at == shanghai("2026-10-11T00:00")


def test_every_day_counted_or_skipped_is_named_with_its_reason() -> None:
    derivation = limit("2026-09-28T10:00", 5)

    assert [
        (step.why, f"{step.first:%m-%d}", f"{step.last:%m-%d}", step.counted) for step in derivation.steps
    ] == [
        (Why.EVENT_DAY, "09-28", "09-28", 0),
        (Why.WORKDAY, "09-29", "09-30", 2),
        (Why.HOLIDAY, "10-01", "10-07", 0),
        (Why.WORKDAY, "10-08", "10-09", 2),
        (Why.MAKE_UP, "10-10", "10-10", 1),
    ]
    assert [step.name for step in derivation.steps] == [None, None, "国庆节", None, "国庆节"]


def test_the_local_day_of_the_event_decides_not_the_one_in_utc() -> None:
    late_in_putian = limit("2026-09-29T00:30", 1)

    assert late_in_putian.last_day == date(2026, 9, 30)


def test_calendar_days_count_days_off_too() -> None:
    derivation = limit("2026-03-02T10:00", 15, Unit.CALENDAR_DAY)

    assert derivation.last_day == date(2026, 3, 17)
    assert [step.counted for step in derivation.steps] == [0, 15]


def test_the_last_calendar_day_may_not_be_a_day_off() -> None:
    derivation = limit("2026-09-25T10:00", 7, Unit.CALENDAR_DAY)

    assert derivation.last_day == date(2026, 10, 8)
    assert [(step.why, step.counted) for step in derivation.steps[1:]] == [
        (Why.CALENDAR_DAY, 6), (Why.ROLLED, 0), (Why.CALENDAR_DAY, 1),
    ]  # fmt: skip


def test_a_city_may_let_calendar_days_end_on_a_day_off() -> None:
    derivation = derive(shanghai("2015-07-01T20:00"), Allowance(4, Unit.CALENDAR_DAY), BOSTON)

    assert derivation.last_day == date(2015, 7, 5)


def test_a_limit_over_a_clock_change_ends_at_local_midnight() -> None:
    derivation = derive(BOSTON.start_of(date(2015, 3, 6)), working_days(1), BOSTON)

    assert derivation.due_at == BOSTON.start_of(date(2015, 3, 10))
    assert derivation.due_at - BOSTON.start_of(date(2015, 3, 7)) == timedelta(days=3, hours=-1)


@pytest.mark.parametrize("amount", [0, -1, 7321, 10**9])
def test_no_days_or_absurdly_many_are_refused(amount: int) -> None:
    with pytest.raises(AllowanceRefused):
        working_days(amount)


def test_a_limit_that_runs_beyond_twenty_years_is_refused() -> None:
    with pytest.raises(LimitTooLong):
        limit("2026-01-05T10:00", 7000)


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(NaiveTime):
        derive(shanghai("2026-01-05T10:00").replace(tzinfo=None), working_days(1), PUTIAN)


@settings(deadline=None)
@given(
    start=st.datetimes(min_value=shanghai("2023-01-01T00:00").replace(tzinfo=None),
                       max_value=shanghai("2027-06-01T00:00").replace(tzinfo=None)),
    amount=st.integers(1, 60),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]),
)  # fmt: skip
def test_the_counted_days_add_up_and_more_never_ends_earlier(start: object, amount: int, unit: Unit) -> None:
    one, more = (limit(str(start), n, unit) for n in (amount, amount + 1))

    assert sum(step.counted for step in one.steps) == amount
    assert one.due_at is not None
    assert more.due_at is not None
    assert one.due_at < more.due_at or (unit is Unit.CALENDAR_DAY and one.due_at == more.due_at)
    assert [step.first - before.last for before, step in zip(one.steps, one.steps[1:], strict=False)] == [
        timedelta(days=1)
    ] * (len(one.steps) - 1)


@settings(deadline=None)
@given(gone=st.integers(0, 90), lasting=st.integers(0, 90), unit=st.sampled_from(list(Unit)))
def test_a_pause_never_makes_a_limit_end_earlier(gone: int, lasting: int, unit: Unit) -> None:
    start = shanghai("2026-08-31T10:00")
    stop = pause(f"{start + timedelta(hours=gone):%Y-%m-%dT%H:%M}", None)
    closed = type(stop)(stop.from_at, stop.from_at + timedelta(hours=lasting), stop.why)

    straight = limit("2026-08-31T10:00", 12, unit)
    held = limit("2026-08-31T10:00", 12, unit, closed)

    assert straight.due_at is not None
    assert held.due_at is not None
    assert held.due_at >= straight.due_at


@pytest.mark.outside_data
def test_the_public_vectors_of_working_days_hold() -> None:
    vectors = json.loads(Path(os.environ["OUTSIDE_DATA"], "vectors.json").read_text("utf-8"))

    for vector in vectors["working_days"]:
        assert str(limit(f"{vector['start']}T09:00", vector["n"]).last_day) == vector["due"]
