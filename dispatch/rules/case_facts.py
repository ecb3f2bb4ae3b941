"""The plain values of a case that the rules of its lifecycle look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.states import CaseKind, State
from dispatch.rules.task_states import TaskKind, TaskState


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task: whose it is (a department, or a worker as an actor string) and how far it is.

    `ruled` says that an arbiter gave it, so it cannot be returned.
    """

    id: int
    kind: TaskKind
    state: TaskState
    department_id: int | None = None
    worker: str | None = None
    ruled: bool = False

    @property
    def open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state in (TaskState.OPEN, TaskState.SIGNED)


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """What the published item, in the version the case was taken in under, lets be done.

    `listed` are the codes of everything the item may ask for; `delegated_to` the body (by department id)
    whose written delegation lets the window decide at once, `delegated_until` (UTC) its end; `extension_cap`
    days, by law 10 (joint: 15).
    """

    instant: bool = False
    joint: bool = False
    listed: frozenset[str] = frozenset()
    delegated_to: int | None = None
    delegated_until: datetime | None = None
    certificate: bool = True
    later_stops_clock: bool = False
    extension_cap: int = 10
    photos_required: bool = True

    def delegated_at(self, now: datetime) -> int | None:
        """The body in whose name the window decides at that instant; None once the delegation has ended."""
        ended = self.delegated_until is not None and now >= self.delegated_until
        return None if ended else self.delegated_to


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
    def returns_granted(self) -> int:
        """How often the case has been sent back to the dispatcher."""
        return sum(1 for one in self.returns if one.granted)

    @property
    def return_escalated(self) -> bool:
        """Whether the request now waiting is the third, which only an arbiter may answer."""
        return len(self.returns) >= 3 and self.returns[-1].granted is None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as the rules see it: values of its row, its tasks, its item, its past and its due times (UTC).

    `first_responder` is a staff id, None only before the case exists. `back_to` is the state a detour
    (special procedure, return, extension, suspension, pending, check) leads back to. `from_public` says that
    no member of staff saw the thing first. `rating_until` ends the rating window. `due` has the
    due time of every clock that is not stopped (the earliest, where tasks have one each).
    """

    kind: CaseKind
    state: State
    version: int = 0
    last_seq: int = 0
    first_responder: int | None = None
    back_to: State | None = None
    urgent: bool = False
    from_public: bool = False
    received_at: datetime | None = None
    result_code: int | None = None
    rating_until: datetime | None = None
    materials_complete: bool = False
    matter: MatterFacts = MatterFacts()
    tasks: tuple[TaskFacts, ...] = ()
    past: PastFacts = PastFacts()
    due: Mapping[ClockKind, datetime] = field(default_factory=dict)

    def open_tasks(self, *kinds: TaskKind) -> tuple[TaskFacts, ...]:
        """Tasks of these kinds that somebody still has to do."""
        return tuple(task for task in self.tasks if task.kind in kinds and task.open)

    @property
    def self_handled(self) -> bool:
        """Whether a worker solved this incident on the spot, so that nobody was ever sent and kept."""
        void = (TaskState.RETURNED, TaskState.CANCELLED)
        return not any(task.kind is TaskKind.HANDLE and task.state not in void for task in self.tasks)
