"""What an act does to the clocks of a case: which clock, and what happens to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClockKind(StrEnum):
    """The time limits that can run on a case, on one of its tasks or on an order of supervision."""

    ACCEPTANCE = "acceptance"
    SUPPLEMENT = "supplement"
    DECISION = "decision"
    PROMISED = "promised"
    DELIVERY = "delivery"
    SPECIAL = "special"
    VERIFY = "verify"
    FILE = "file"
    DISPATCH = "dispatch"
    SIGN = "sign"
    HANDLING = "handling"
    CHECK = "check"
    SUPERVISE = "supervise"


# These run once per task (SUPERVISE: per order); all others once per case.
TASK_CLOCKS = frozenset({ClockKind.SIGN, ClockKind.HANDLING, ClockKind.VERIFY, ClockKind.CHECK})


class Verb(StrEnum):
    """What happens to a clock. REOPEN lets a stopped clock run on towards the due time it first had."""

    START = "START"
    STOP = "STOP"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    EXTEND = "EXTEND"
    REOPEN = "REOPEN"
    STOP_ALL = "STOP_ALL"
    PAUSE_IF_ITEM_SAYS = "PAUSE_IF_ITEM_SAYS"
    RESUME_IF_PAUSED = "RESUME_IF_PAUSED"


@dataclass(frozen=True, slots=True)
class ClockEffect:
    """One entry of a transition table: the verb and its clock (none for STOP_ALL)."""

    verb: Verb
    clock: ClockKind | None = None

    def __str__(self) -> str:
        """The form the tables are written in, e.g. `START(DECISION)`."""
        return self.verb.value if self.clock is None else f"{self.verb.value}({self.clock.name})"


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What the caller must do to the stored clocks; an empty set of effects leaves every clock as it is.

    `at` is the event (UTC) the clock counts from, earlier than the act where the law says so.
    `task_id` names the task of a task clock; for START it is None and means each task the change opens.
    `order_id` names the order of supervision; `amount` and `until` come with EXTEND, PAUSE or SPECIAL.
    """

    verb: Verb
    clock: ClockKind | None
    at: datetime
    task_id: int | None = None
    order_id: int | None = None
    amount: int | None = None
    until: datetime | None = None
