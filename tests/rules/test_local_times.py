"""Local times become UTC, also where daylight saving doubles or skips an hour."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.rules.local_times import Hour, Instant, to_utc

BOSTON = ZoneInfo("America/New_York")


def local(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("shown", "utc_hour"), [((2015, 1, 15, 9), 14), ((2015, 7, 15, 9), 13), ((2015, 3, 8, 3), 7)]
)
def test_a_plain_time_is_turned_by_the_offset_of_its_day(shown: tuple[int, ...], utc_hour: int) -> None:
    assert to_utc(local(*shown), BOSTON) == Instant(
        datetime(*shown[:3], utc_hour, tzinfo=UTC),  # type: ignore[arg-type,misc]
        Hour.PLAIN,
    )


def test_a_time_that_was_twice_is_the_first_of_the_two() -> None:
    found = to_utc(local(2015, 11, 1, 1, 30), BOSTON)

    assert found == Instant(datetime(2015, 11, 1, 5, 30, tzinfo=UTC), Hour.TWICE)


def test_a_time_that_never_was_is_the_one_shown_an_hour_later() -> None:
    found = to_utc(local(2015, 3, 8, 2, 30), BOSTON)

    assert found == Instant(datetime(2015, 3, 8, 7, 30, tzinfo=UTC), Hour.NEVER)
    assert found.utc.astimezone(BOSTON).hour == 3


def test_the_edges_of_the_doubled_and_the_skipped_hour_belong_to_one_side() -> None:
    kinds = [
        to_utc(local(2015, *rest), BOSTON).hour
        for rest in ((11, 1, 0, 59), (11, 1, 1, 0), (11, 1, 2, 0), (3, 8, 1, 59), (3, 8, 2, 0), (3, 8, 3, 0))
    ]

    assert kinds == [Hour.PLAIN, Hour.TWICE, Hour.PLAIN, Hour.PLAIN, Hour.NEVER, Hour.PLAIN]


def test_a_zone_without_daylight_saving_has_plain_hours_only() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")

    assert to_utc(local(2015, 3, 8, 2, 30), shanghai).hour is Hour.PLAIN


def test_a_time_that_carries_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        to_utc(datetime(2015, 1, 1, tzinfo=UTC), BOSTON)
