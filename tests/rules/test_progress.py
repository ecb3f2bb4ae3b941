"""How far a limit has run, when it warns, and the lamp it shows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.rules.progress import Lamp, Thresholds, consumed, lamp, remaining, warn_at
from registry.rules.allowances import Unit
from tests.rules.limits import limit, pause, shanghai

USUAL = Thresholds()


@pytest.mark.parametrize(
    ("now", "used"),
    [
        ("2026-09-28T23:00", 0),
        ("2026-09-29T23:59", 0),
        ("2026-09-30T00:00", 1),
        ("2026-10-05T12:00", 2),
        ("2026-10-10T12:00", 4),
        ("2026-10-11T00:00", 5),
        ("2026-12-01T00:00", 5),
    ],
)
def test_a_day_is_used_up_when_it_is_over(now: str, used: int) -> None:
    known = limit("2026-09-28T10:00", 5)

    assert (consumed(known, shanghai(now)), remaining(known, shanghai(now))) == (used, 5 - used)


def test_hours_are_used_up_only_in_office_hours() -> None:
    known = limit("2026-09-30T16:00", 4, Unit.WORKING_HOUR)

    used = [
        consumed(known, shanghai(now)) for now in ("2026-09-30T16:45", "2026-10-04T10:00", "2026-10-08T09:00")
    ]

    assert used == [Decimal("0.75"), 2, Decimal("2.5")]


@settings(deadline=None)
@given(unit=st.sampled_from(list(Unit)), amount=st.integers(1, 30), hours=st.integers(-10, 2000))
def test_used_and_left_make_the_allowance_and_only_the_due_time_uses_up_all(
    unit: Unit, amount: int, hours: int
) -> None:
    known = limit("2026-09-28T10:00", amount, unit)
    now = shanghai("2026-09-28T10:00") + timedelta(hours=hours)

    assert consumed(known, now) + remaining(known, now) == amount
    assert known.due_at is not None
    assert (remaining(known, now) == 0) == (now >= known.due_at)


@pytest.mark.parametrize(
    ("amount", "share", "warned"),
    [
        (5, "0.8", "2026-10-10T00:00"),
        (5, "1", "2026-10-11T00:00"),
        (5, "0.5", "2026-10-01T00:00"),
        (1, "0.8", "2026-09-29T00:00"),
        (20, "0.29", "2026-10-11T00:00"),
    ],
)
def test_a_limit_in_days_warns_when_a_whole_day_is_over(amount: int, share: str, warned: str) -> None:
    assert warn_at(limit("2026-09-28T10:00", amount), Decimal(share)) == shanghai(warned)


def test_a_limit_in_hours_warns_to_the_minute() -> None:
    known = limit("2026-09-30T16:00", 4, Unit.WORKING_HOUR)

    assert warn_at(known, Decimal("0.75")) == shanghai("2026-10-08T09:30")


@pytest.mark.parametrize("share", ["0", "-0.1", "1.01"])
def test_a_share_outside_the_limit_is_refused(share: str) -> None:
    with pytest.raises(ValueError, match="share"):
        warn_at(limit("2026-09-28T10:00", 5), Decimal(share))


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("amount", [1, 3, 20])
def test_all_of_a_limit_is_reached_when_it_is_due(unit: Unit, amount: int) -> None:
    known = limit("2026-09-24T10:00", amount, unit)

    assert warn_at(known, Decimal(1)) == known.due_at


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-03T10:00", Lamp.NORMAL),
        ("2026-11-11T23:59", Lamp.NORMAL),
        ("2026-11-12T00:00", Lamp.YELLOW),
        ("2026-11-14T00:00", Lamp.RED),
        ("2026-11-16T23:59", Lamp.RED),
        ("2026-11-17T00:00", Lamp.OVERDUE),
    ],
)
def test_the_lamp_follows_the_share_used_up(now: str, shown: Lamp) -> None:
    assert lamp(limit("2026-11-02T10:00", 10), shanghai(now), USUAL) is shown


def test_a_limit_that_stands_still_shows_no_lamp() -> None:
    held = limit("2026-11-02T10:00", 10, Unit.WORKING_DAY, pause("2026-11-04T10:00"))

    assert lamp(held, shanghai("2026-12-02T10:00"), USUAL) is Lamp.NONE


def test_a_limit_that_stands_still_uses_nothing_up() -> None:
    held = limit("2026-11-02T10:00", 10, Unit.WORKING_DAY, pause("2026-11-05T10:00"))

    assert [consumed(held, shanghai(now)) for now in ("2026-11-05T00:00", "2026-12-31T00:00")] == [2, 2]
    assert warn_at(held, Decimal("0.8")) is None
