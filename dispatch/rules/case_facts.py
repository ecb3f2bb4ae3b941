"""The plain values of a case that the rules of its lifecycle look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.past_facts import PastFacts
from dispatch.rules.states import CaseKind, ResultCode, State
from dispatch.rules.task_states import STILL_TO_DO, TaskKind, TaskState


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
        return self.state in STILL_TO_DO


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
    past: PastFacts = field(default_factory=PastFacts)
    due: Mapping[ClockKind, datetime] = field(default_factory=dict)

    def open_tasks(self, *kinds: TaskKind) -> tuple[TaskFacts, ...]:
        """Tasks of these kinds that somebody still has to do."""
        return tuple(task for task in self.tasks if task.kind in kinds and task.open)

    @property
    def ended_without_result(self) -> bool:
        """Whether an application lapsed or went to another body: settled, and over with that."""
        return self.result_code in (ResultCode.LAPSED, ResultCode.FORWARDED_UP)

    @property
    def self_handled(self) -> bool:
        """Whether a worker solved this incident on the spot, so that nobody was ever sent and kept."""
        void = (TaskState.RETURNED, TaskState.CANCELLED)
        return not any(task.kind is TaskKind.HANDLE and task.state not in void for task in self.tasks)
