"""What an act does to the clocks of a case: started, paused, extended, reopened; nothing else moves them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dispatch.calendars import published_calendar
from dispatch.errors import ClockMissing
from dispatch.rules.clock_effects import ClockChange, ClockKind, Verb
from dispatch.rules.clock_keeping import changed
from dispatch.rules.kept_clock import Clock, ClockState
from registry.rules.allowances import Allowance, Unit

CALENDAR = published_calendar("putian")
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in Putian
WEDNESDAY = datetime(2026, 3, 4, 1, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 1, 0, tzinfo=UTC)
LIMITS = {
    ClockKind.DECISION: Allowance(20, Unit.WORKING_DAY),
    ClockKind.HANDLING: Allowance(Decimal("4"), Unit.WORKING_HOUR),
}


def _clocks(
    clocks: tuple[Clock, ...], *changes: ClockChange, opened: tuple[int, ...] = ()
) -> tuple[Clock, ...]:
    differing = changed(clocks, changes, opened, LIMITS, CALENDAR)
    kinds = {(clock.kind, clock.task_id) for clock in differing}
    return (*(clock for clock in clocks if (clock.kind, clock.task_id) not in kinds), *differing)


def _decision() -> tuple[Clock, ...]:
    return _clocks((), ClockChange(Verb.START, ClockKind.DECISION, MONDAY))


def test_a_started_clock_knows_when_it_is_due_and_when_to_warn() -> None:
    (clock,) = _decision()

    assert clock.due_at == datetime(2026, 3, 30, 16, tzinfo=UTC)  # the end of 30 March in Putian
    assert clock.warn_at is not None
    assert clock.warn_at < clock.due_at


def test_a_limit_of_the_law_holds_where_the_matter_sets_none() -> None:
    (clock,) = _clocks((), ClockChange(Verb.START, ClockKind.ACCEPTANCE, MONDAY))

    assert clock.allowance == Allowance(5, Unit.WORKING_DAY)


def test_a_clock_nobody_set_a_limit_for_does_not_start() -> None:
    assert _clocks((), ClockChange(Verb.START, ClockKind.PROMISED, MONDAY)) == ()


def test_a_task_clock_starts_on_every_task_the_act_opens() -> None:
    clocks = _clocks((), ClockChange(Verb.START, ClockKind.HANDLING, MONDAY), opened=(7, 8))

    assert [clock.task_id for clock in clocks] == [7, 8]


def test_days_in_which_a_pause_begins_lasts_and_ends_are_given_back() -> None:
    paused = _clocks(_decision(), ClockChange(Verb.PAUSE, ClockKind.DECISION, WEDNESDAY))
    resumed = _clocks(paused, ClockChange(Verb.RESUME, ClockKind.DECISION, FRIDAY))

    assert paused[0].due_at is None
    assert paused[0].state is ClockState.PAUSED
    assert resumed[0].due_at == datetime(2026, 4, 2, 16, tzinfo=UTC)  # three working days later


def test_an_extension_is_counted_in_the_unit_of_the_limit() -> None:
    (clock,) = _clocks(_decision(), ClockChange(Verb.EXTEND, ClockKind.DECISION, FRIDAY, amount=10))

    assert clock.extensions[0].allowance == Allowance(10, Unit.WORKING_DAY)
    assert clock.due_at == datetime(2026, 4, 14, 16, tzinfo=UTC)


def test_a_pause_survives_an_extension() -> None:
    paused = _clocks(_decision(), ClockChange(Verb.PAUSE, ClockKind.DECISION, WEDNESDAY))
    extended = _clocks(paused, ClockChange(Verb.EXTEND, ClockKind.DECISION, FRIDAY, amount=10))

    assert extended[0].state is ClockState.PAUSED
    assert extended[0].due_at is None


def test_reopened_work_keeps_the_due_time_it_first_had() -> None:
    first = _clocks((), ClockChange(Verb.START, ClockKind.HANDLING, MONDAY, task_id=7))
    stopped = _clocks(first, ClockChange(Verb.STOP, ClockKind.HANDLING, WEDNESDAY, task_id=7))
    reopened = _clocks(stopped, ClockChange(Verb.REOPEN, ClockKind.HANDLING, FRIDAY, task_id=7))

    assert reopened[0].due_at == first[0].due_at
    assert reopened[0].state is ClockState.RUNNING


def test_a_clock_of_one_task_is_not_stopped_with_that_of_another() -> None:
    both = _clocks((), ClockChange(Verb.START, ClockKind.HANDLING, MONDAY), opened=(7, 8))
    after = _clocks(both, ClockChange(Verb.STOP, ClockKind.HANDLING, WEDNESDAY, task_id=7))

    assert {clock.task_id: clock.state for clock in after} == {
        7: ClockState.STOPPED,
        8: ClockState.RUNNING,
    }


def test_stopping_all_stops_what_runs_and_what_waits() -> None:
    running = _clocks(_decision(), ClockChange(Verb.START, ClockKind.ACCEPTANCE, MONDAY))
    paused = _clocks(running, ClockChange(Verb.PAUSE, ClockKind.DECISION, WEDNESDAY))
    after = _clocks(paused, ClockChange(Verb.STOP_ALL, None, FRIDAY))

    assert {clock.state for clock in after} == {ClockState.STOPPED}
    assert {clock.stopped_at for clock in after} == {FRIDAY}


def test_an_order_is_due_when_it_says() -> None:
    (clock,) = _clocks((), ClockChange(Verb.START, ClockKind.SUPERVISE, MONDAY, order_id=4, until=FRIDAY))

    assert (clock.due_at, clock.allowance, clock.order_id) == (FRIDAY, None, 4)


def test_extending_a_clock_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ClockMissing):
        _clocks((), ClockChange(Verb.EXTEND, ClockKind.DECISION, FRIDAY, amount=10))
