"""A time limit on a case as it is kept, with the due time its own facts give."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from dispatch.rules.calendar import Calendar
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.clocks import Extension, Pause
from dispatch.rules.counting import derive
from dispatch.rules.derivation import Derivation
from dispatch.rules.progress import warn_at
from registry.rules.allowances import Allowance

# An intake counts a limit for its clock and shows the proof of it in the answer.
_derived = lru_cache(maxsize=256)(derive)
# The share of a limit after which people are warned.
AMBER = Decimal("0.8")


class ClockState(StrEnum):
    """Whether a limit counts, waits, or has done its duty."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit on a case, a task or an order; `allowance` is None where somebody set the due time itself.

    `id` is None until it is stored. All instants are UTC; `due_at` is None while it is paused.
    """

    kind: ClockKind
    allowance: Allowance | None
    started_at: datetime
    due_at: datetime | None
    state: ClockState = ClockState.RUNNING
    provisional: bool = False
    warn_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    task_id: int | None = None
    order_id: int | None = None
    stopped_at: datetime | None = None
    id: int | None = None

    def derivation(self, calendar: Calendar) -> Derivation | None:
        """The proof of the due time by the calendar version the case keeps; None for an ordered due time."""
        if self.allowance is None:
            return None
        return _derived(self.started_at, self.allowance, calendar, self.pauses, self.extensions)


def recounted(clock: Clock, calendar: Calendar) -> Clock:
    """The clock with the due time its own facts give; an ordered due time stays."""
    derivation = clock.derivation(calendar)
    if derivation is None:
        return clock
    return replace(
        clock,
        due_at=derivation.due_at,
        provisional=derivation.provisional,
        warn_at=warn_at(derivation, AMBER),
    )
