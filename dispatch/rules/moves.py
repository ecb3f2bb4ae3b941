"""The shape of a row of the transition tables, and the short words the tables are written in."""

from dataclasses import dataclass

from dispatch.rules.change import Counts
from dispatch.rules.clock_effects import ClockEffect, ClockKind, Verb
from dispatch.rules.states import Act, State
from reach import Role


@dataclass(frozen=True, slots=True)
class Move:
    """In `before` these roles may do `act`, which leads to `after` (None: back to where a detour began)."""

    before: State
    act: Act
    after: State | None
    roles: frozenset[Role]
    clocks: tuple[ClockEffect, ...] = ()
    version: Counts = Counts.ACT


def roles(*held: Role) -> frozenset[Role]:
    """The roles of a row."""
    return frozenset(held)


def start(clock: ClockKind) -> ClockEffect:
    """The clock begins to run."""
    return ClockEffect(Verb.START, clock)


def stop(clock: ClockKind) -> ClockEffect:
    """The clock has done its duty and stands."""
    return ClockEffect(Verb.STOP, clock)


def pause(clock: ClockKind) -> ClockEffect:
    """The clock does not count for a while."""
    return ClockEffect(Verb.PAUSE, clock)


def resume(clock: ClockKind) -> ClockEffect:
    """The paused clock counts again."""
    return ClockEffect(Verb.RESUME, clock)


def extend(clock: ClockKind) -> ClockEffect:
    """The clock gets a longer allowance."""
    return ClockEffect(Verb.EXTEND, clock)


def reopen(clock: ClockKind) -> ClockEffect:
    """The stopped clock runs on towards the due time it first had."""
    return ClockEffect(Verb.REOPEN, clock)


STOP_ALL = (ClockEffect(Verb.STOP_ALL),)


def in_each(
    states: tuple[State, ...],
    act: Act,
    by: frozenset[Role],
    clocks: tuple[ClockEffect, ...] = (),
    version: Counts = Counts.ACT,
) -> tuple[Move, ...]:
    """A side act: one row per state, leaving the case in that state."""
    return tuple(Move(state, act, state, by, clocks, version) for state in states)


def from_each(
    states: tuple[State, ...],
    act: Act,
    after: State,
    by: frozenset[Role],
    clocks: tuple[ClockEffect, ...] = (),
) -> tuple[Move, ...]:
    """The same act from several states to one."""
    return tuple(Move(state, act, after, by, clocks) for state in states)
