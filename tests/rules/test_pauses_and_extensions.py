"""What stops a limit, what lengthens it, and that neither is ever lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dispatch.errors import ExtensionInOtherUnit, PauseEndsBeforeItBegins
from dispatch.rules.clocks import Extension
from dispatch.rules.derivation import Why
from dispatch.rules.recounting import extended, paused, resumed, with_allowance
from registry.rules.allowances import Allowance, Unit
from tests.rules.limits import PUTIAN, limit, pause, shanghai, working_days

ACCEPTED = "2026-11-02T10:00"  # a Monday; nothing but weekends is off until the year ends


def test_the_days_a_pause_begins_and_ends_on_are_not_counted() -> None:
    straight = limit(ACCEPTED, 5)

    held = limit(ACCEPTED, 5, Unit.WORKING_DAY, pause("2026-11-04T17:59", "2026-11-05T08:31"))

    assert (straight.last_day, held.last_day) == (date(2026, 11, 9), date(2026, 11, 11))


def test_a_pause_within_one_day_costs_that_day() -> None:
    held = limit(ACCEPTED, 5, Unit.WORKING_DAY, pause("2026-11-04T10:00", "2026-11-04T10:05"))

    assert held.last_day == date(2026, 11, 10)
    assert [step.name for step in held.steps if step.why is Why.PAUSED] == ["testing"]


def test_a_pause_that_begins_on_the_last_day_holds_the_limit() -> None:
    held = limit(ACCEPTED, 5, Unit.WORKING_DAY, pause("2026-11-09T17:00"))

    assert (held.due_at, held.left) == (None, 1)


def test_a_pause_after_the_end_changes_nothing() -> None:
    held = limit(ACCEPTED, 5, Unit.WORKING_DAY, pause("2026-11-10T08:00"))

    assert held.due_at == limit(ACCEPTED, 5).due_at


def test_an_open_pause_leaves_the_due_time_unknown_and_says_what_is_left() -> None:
    held = paused(limit(ACCEPTED, 20), shanghai("2026-11-10T09:00"), "hearing", PUTIAN)

    assert (held.due_at, held.last_day, held.left) == (None, None, 15)
    assert held.steps[-1].name == "hearing"


def test_an_open_pause_in_hours_says_what_is_left_to_the_minute() -> None:
    held = limit(ACCEPTED, 4, Unit.WORKING_HOUR, pause("2026-11-02T11:30", None, "suspended"))

    assert (held.due_at, held.left) == (None, Decimal("2.5"))


def test_the_end_of_a_paused_limit_can_be_projected() -> None:
    held = limit(ACCEPTED, 20, Unit.WORKING_DAY, pause("2026-11-10T09:00"))

    projected = resumed(held, shanghai("2026-11-20T16:00"), PUTIAN)

    assert projected.last_day == date(2026, 12, 11)
    assert held.due_at is None


def test_a_resumed_limit_runs_from_the_day_after() -> None:
    held = resumed(
        limit(ACCEPTED, 5, Unit.WORKING_DAY, pause("2026-11-03T09:00")), shanghai("2026-11-05T09:00"), PUTIAN
    )

    assert [(step.why, step.first.day, step.last.day) for step in held.steps][1:3] == [
        (Why.PAUSED, 3, 5),
        (Why.WORKDAY, 6, 6),
    ]


def test_a_pause_is_not_lost_when_the_allowance_changes() -> None:
    held = limit(ACCEPTED, 5, Unit.WORKING_DAY, pause("2026-11-04T09:00", "2026-11-06T09:00"))

    changed = with_allowance(held, working_days(7), PUTIAN)

    assert changed.pauses == held.pauses
    assert changed.last_day == date(2026, 11, 16)


def test_an_open_pause_is_not_lost_when_the_allowance_changes() -> None:
    held = limit(ACCEPTED, 5, Unit.WORKING_DAY, pause("2026-11-04T09:00"))

    assert with_allowance(held, working_days(7), PUTIAN).left == 6


def test_an_extension_adds_its_days_to_the_allowance() -> None:
    longer = extended(
        limit(ACCEPTED, 20), Extension(working_days(10), shanghai("2026-11-20T10:00"), "complex"), PUTIAN
    )

    assert longer.last_day == limit(ACCEPTED, 30).last_day
    assert (longer.allowance.amount, longer.total.amount) == (20, 30)


def test_an_extension_keeps_the_pauses() -> None:
    stop = pause("2026-11-04T09:00", "2026-11-06T09:00")
    held = limit(ACCEPTED, 5, Unit.WORKING_DAY, stop)

    longer = extended(held, Extension(working_days(2), shanghai("2026-11-09T10:00"), "complex"), PUTIAN)

    assert longer.due_at == with_allowance(held, working_days(7), PUTIAN).due_at


def test_an_extension_in_another_unit_is_refused() -> None:
    hours = Allowance(10, Unit.WORKING_HOUR)

    with pytest.raises(ExtensionInOtherUnit):
        extended(limit(ACCEPTED, 20), Extension(hours, shanghai("2026-11-20T10:00"), "complex"), PUTIAN)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PauseEndsBeforeItBegins):
        pause("2026-11-04T10:00", "2026-11-04T09:59")


def test_the_order_in_which_pauses_are_told_changes_nothing() -> None:
    early, late = pause("2026-11-03T09:00", "2026-11-03T10:00"), pause("2026-11-05T09:00", "2026-11-05T10:00")

    assert limit(ACCEPTED, 5, Unit.WORKING_DAY, early, late) == limit(
        ACCEPTED, 5, Unit.WORKING_DAY, late, early
    )


def test_a_pause_over_a_weekend_names_the_whole_of_it_once() -> None:
    held = limit(ACCEPTED, 5, Unit.WORKING_DAY, pause("2026-11-06T09:00", "2026-11-09T09:00"))

    stops = [step for step in held.steps if step.why is Why.PAUSED]
    assert [step.last - step.first for step in stops] == [timedelta(days=3)]
