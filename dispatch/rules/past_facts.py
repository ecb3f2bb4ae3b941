"""What has happened to a case, as plain values the rules of its lifecycle look at."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SupplementRound:
    """One supplement notice: what it asked for (codes of the item), when it was answered in full (UTC)."""

    asked: frozenset[str]
    at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """One request to return a task: by which task, why, and what became of it (None: undecided)."""

    task_id: int
    department_id: int | None
    worker: str | None
    reason: str
    granted: bool | None = None


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """One order of supervision, by the seq of the entry that gave it."""

    id: int
    answered: bool = False


@dataclass(frozen=True, slots=True)
class PastFacts:
    """What has happened to a case so far, as far as a rule asks; folded from its journal by `past_of`.

    People are actor strings. `verified` and `check_agrees` are the answers of the last visit, None if none
    is valid; `satisfied` and `at_fault` those of the last follow-up.
    """

    received_by: str | None = None
    handled_by: frozenset[str] = frozenset()
    reviewed_by: str | None = None
    approved_by: str | None = None
    closed_by: str | None = None
    rounds: tuple[SupplementRound, ...] = ()
    later_open: frozenset[str] = frozenset()
    extended: bool = False
    extension_asked_days: int | None = None
    extensions_granted: int = 0
    lapse_proposed: bool = False
    returns: tuple[ReturnFacts, ...] = ()
    orders: tuple[OrderFacts, ...] = ()
    hand_over_to: int | None = None
    verified: bool | None = None
    check_drawn: bool = False
    check_agrees: bool | None = None
    satisfied: bool | None = None
    at_fault: bool = False
    rated: bool = False
    urged: int = 0
    cards: tuple[str, ...] = ()

    @property
    def open_orders(self) -> tuple[OrderFacts, ...]:
        """Orders of supervision nobody has answered yet."""
        return tuple(order for order in self.orders if not order.answered)

    @property
    def return_escalated(self) -> bool:
        """Whether the request now waiting is the third, which only an arbiter may answer."""
        return len(self.returns) >= 3 and self.returns[-1].granted is None
