"""Applies what an act does to clocks to the clocks a case has, each with its due time counted anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from dispatch.errors import ClockMissing
from dispatch.rules.calendar import Calendar
from dispatch.rules.clock_effects import TASK_CLOCKS, ClockChange, ClockKind, Verb
from dispatch.rules.clocks import LEGAL_ALLOWANCES, Extension, Pause
from dispatch.rules.kept_clock import Clock, ClockState, recounted
from registry.rules.allowances import Allowance, Unit

Limits = Mapping[ClockKind, Allowance]


def changed(
    clocks: Sequence[Clock],
    changes: Sequence[ClockChange],
    opened: Sequence[int],
    limits: Limits,
    calendar: Calendar,
) -> tuple[Clock, ...]:
    """The clocks that are new or differ after `changes`; `opened` are the tasks the act has just opened.

    A clock the matter sets no limit for is not started, unless the law sets one. Raises ClockMissing where
    a change is about a clock the case does not have.
    """
    now: list[Clock] = list(clocks)
    for change in changes:
        if change.verb is Verb.START:
            now += _started(change, opened, limits, calendar)
        else:
            now = _altered(now, change, calendar)
    return tuple(clock for clock in now if clock not in clocks)


def _started(change: ClockChange, opened: Sequence[int], limits: Limits, calendar: Calendar) -> list[Clock]:
    assert change.clock is not None
    if change.until is not None:
        return [Clock(change.clock, None, change.at, change.until, order_id=change.order_id)]
    allowance = _allowance(change, limits)
    if allowance is None:
        return []
    tasks: Sequence[int | None] = (change.task_id,)
    if change.clock in TASK_CLOCKS and change.task_id is None:
        tasks = opened
    return [
        recounted(Clock(change.clock, allowance, change.at, None, task_id=task), calendar) for task in tasks
    ]


def _allowance(change: ClockChange, limits: Limits) -> Allowance | None:
    assert change.clock is not None
    if change.amount is not None:
        return Allowance(change.amount, Unit.WORKING_DAY)
    return limits.get(change.clock, LEGAL_ALLOWANCES.get(change.clock))


def _altered(clocks: list[Clock], change: ClockChange, calendar: Calendar) -> list[Clock]:
    meant = [clock for clock in clocks if _is_meant(clock, change)]
    if not meant and change.verb in (Verb.EXTEND, Verb.REOPEN):
        raise ClockMissing(str(change.clock))
    return [_after(clock, change, calendar) if clock in meant else clock for clock in clocks]


def _is_meant(clock: Clock, change: ClockChange) -> bool:
    if change.verb is Verb.STOP_ALL:
        return clock.state is not ClockState.STOPPED
    if clock.kind is not change.clock:
        return False
    if change.task_id is not None and clock.task_id != change.task_id:
        return False
    if change.order_id is not None and clock.order_id != change.order_id:
        return False
    return clock.state in _EXPECTED[change.verb]


_EXPECTED: Mapping[Verb, frozenset[ClockState]] = {
    Verb.STOP: frozenset({ClockState.RUNNING, ClockState.PAUSED}),
    Verb.PAUSE: frozenset({ClockState.RUNNING}),
    Verb.PAUSE_IF_ITEM_SAYS: frozenset({ClockState.RUNNING}),
    Verb.RESUME: frozenset({ClockState.PAUSED}),
    Verb.RESUME_IF_PAUSED: frozenset({ClockState.PAUSED}),
    Verb.EXTEND: frozenset({ClockState.RUNNING, ClockState.PAUSED}),
    Verb.REOPEN: frozenset({ClockState.STOPPED}),
}


def _after(clock: Clock, change: ClockChange, calendar: Calendar) -> Clock:
    match change.verb:
        case Verb.STOP | Verb.STOP_ALL:
            return replace(clock, state=ClockState.STOPPED, stopped_at=change.at)
        case Verb.PAUSE | Verb.PAUSE_IF_ITEM_SAYS:
            pauses = (*clock.pauses, Pause(change.at, None, change.verb.value))
            return recounted(replace(clock, state=ClockState.PAUSED, pauses=pauses), calendar)
        case Verb.RESUME | Verb.RESUME_IF_PAUSED:
            last = replace(clock.pauses[-1], to_at=change.at)
            pauses = (*clock.pauses[:-1], last)
            return recounted(replace(clock, state=ClockState.RUNNING, pauses=pauses), calendar)
        case Verb.EXTEND:
            return recounted(
                replace(clock, extensions=(*clock.extensions, _extension(clock, change))), calendar
            )
        case Verb.REOPEN:
            # Reopened work is owed when it was first owed: stopping in between gives no time back.
            return replace(clock, state=ClockState.RUNNING, stopped_at=None)
    raise ClockMissing(change.verb.value)


def _extension(clock: Clock, change: ClockChange) -> Extension:
    if clock.allowance is None or change.amount is None:
        raise ClockMissing(f"{clock.kind} has no allowance to extend")
    return Extension(Allowance(Decimal(change.amount), clock.allowance.unit), change.at, "granted")
