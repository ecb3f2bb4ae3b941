"""Lamps: red from the due time on, yellow in the last fifth or the last working day, green before."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.rules.lamps import Lamp, Limit, lamp_of
from tests.rules.limits import PUTIAN

NOON = datetime(2026, 11, 9, 4, 0, tzinfo=UTC)  # a Monday, 12:00 in Putian
DAY = timedelta(days=1)


def test_where_no_limit_runs_no_lamp_is_on() -> None:
    assert lamp_of(Limit(None), NOON) is Lamp.NONE


def test_the_due_time_itself_is_too_late() -> None:
    assert lamp_of(Limit(NOON), NOON) is Lamp.RED


def test_the_moment_before_is_not_too_late() -> None:
    assert lamp_of(Limit(NOON), NOON - timedelta(microseconds=1)) is Lamp.YELLOW


@pytest.mark.parametrize(
    ("left", "lamp"),
    [(timedelta(days=2), Lamp.GREEN), (timedelta(days=2) - timedelta(seconds=1), Lamp.YELLOW)],
)
def test_less_than_a_fifth_left_is_yellow(left: timedelta, lamp: Lamp) -> None:
    since = NOON + left - 10 * DAY

    assert lamp_of(Limit(NOON + left, since), NOON) is lamp


def test_the_stored_warning_goes_before_a_guess_from_the_length() -> None:
    limit = Limit(NOON + 9 * DAY, NOON - DAY, warn_at=NOON)

    assert lamp_of(limit, NOON) is Lamp.YELLOW


def test_less_than_a_day_left_is_yellow_however_short_the_limit() -> None:
    assert lamp_of(Limit(NOON + timedelta(hours=4), NOON), NOON) is Lamp.YELLOW


def test_a_weekend_does_not_make_time() -> None:
    friday = NOON + 4 * DAY
    monday_begins = datetime(2026, 11, 15, 16, 0, tzinfo=UTC)

    assert lamp_of(Limit(monday_begins, friday - 30 * DAY), friday, PUTIAN) is Lamp.YELLOW


def test_a_whole_working_day_after_today_is_time() -> None:
    thursday_begins = datetime(2026, 11, 11, 16, 0, tzinfo=UTC)

    assert lamp_of(Limit(thursday_begins), NOON, PUTIAN) is Lamp.GREEN


def test_what_was_done_in_time_stays_green() -> None:
    assert lamp_of(Limit(NOON, ended_at=NOON - DAY), NOON + 9 * DAY) is Lamp.GREEN


def test_what_was_done_too_late_stays_red() -> None:
    assert lamp_of(Limit(NOON, ended_at=NOON + DAY), NOON + 9 * DAY) is Lamp.RED
