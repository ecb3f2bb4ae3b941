"""Times of rows are local to the city unless they carry an offset; nothing closes before it was reported."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.imports.columns import BadRow
from desk.imports.csv_files import CsvRow
from desk.imports.times import ISO, Times

ASSEN = ZoneInfo("Europe/Amsterdam")


def a_row(opened: str, closed: str = "") -> CsvRow:
    return CsvRow(7, {"opened": opened, "closed": closed})


def times(form: str = ISO, closed_form: str = ISO) -> Times:
    return Times("opened", form, ASSEN, "closed", closed_form)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("2025-06-18T07:47:34.63123+00:00", ISO),
        ("2025-06-18T09:47:34.631230", ISO),
        ("2025-06-18 09:47:34.631230 +0200", "%Y-%m-%d %H:%M:%S.%f %z"),
        ("2025-06-18 09:47:34.631230", "%Y-%m-%d %H:%M:%S.%f"),
    ],
)
def test_a_time_with_an_offset_is_that_moment_and_one_without_is_local(written: str, form: str) -> None:
    moment = times(form).reported(a_row(written)).utc

    assert moment == datetime(2025, 6, 18, 7, 47, 34, 631230, tzinfo=UTC)


def test_the_day_of_a_time_is_the_citys_day() -> None:
    assert times().day(a_row("2025-06-17T22:30:00+00:00")) == date(2025, 6, 18)


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("2025-06-18T07:00:00+00:00", "2025-06-17"),
        ("2025-06-18T07:00:00+00:00", "2025-06-18T06:59:59+00:00"),
        ("2025-06-18T09:00:00", "2025-06-18T08:59:59"),
        ("2025-06-17T22:30:00+00:00", "2025-06-17"),
    ],
)
def test_what_was_closed_before_it_was_reported_is_found(opened: str, closed: str) -> None:
    with pytest.raises(BadRow) as bad:
        times().reported(a_row(opened, closed))

    assert (bad.value.finding.line, bad.value.finding.code) == (7, "closed_before_reported")


@pytest.mark.parametrize("closed", ["", "2025-06-18", "2025-06-18T07:00:00+00:00", "2026-01-01"])
def test_what_was_closed_that_day_or_later_or_not_yet_is_sound(closed: str) -> None:
    assert times().reported(a_row("2025-06-18T07:00:00+00:00", closed)).utc.hour == 7


def test_a_time_that_is_none_is_found() -> None:
    with pytest.raises(BadRow, match="is not ISO 8601"):
        times().reported(a_row("18 juni"))
