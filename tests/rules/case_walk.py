"""A case in memory that goes through the real rules: each act asked, stored and journalled in earnest."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import UNSET

from dispatch.rules.asked import ActFacts, Asked
from dispatch.rules.case_facts import CaseFacts, MatterFacts, TaskFacts
from dispatch.rules.change import CaseValues, Change, TaskChange, TaskVerb
from dispatch.rules.clock_effects import ClockKind, Verb
from dispatch.rules.entry_data import SealedText, to_data
from dispatch.rules.journal import fold, merged
from dispatch.rules.lifecycle import advance
from dispatch.rules.past import past_after
from dispatch.rules.past_facts import PastFacts
from dispatch.rules.recording import entry_data, kind_of, texts_of
from dispatch.rules.states import Act, ApplicationState, CaseKind, IncidentState, State
from dispatch.rules.task_states import TaskState
from reach import Role

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
LIMIT = timedelta(days=5)
AFTER = {
    TaskVerb.SIGN: TaskState.SIGNED,
    TaskVerb.CLOSE: TaskState.DONE,
    TaskVerb.RETURN: TaskState.RETURNED,
    TaskVerb.REOPEN: TaskState.SIGNED,
    TaskVerb.CANCEL: TaskState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a role in a department; `who` is an actor string."""

    who: str
    role: Role
    department: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the journal keeps it."""

    seq: int
    at: datetime
    kind: str
    actor: str
    data: dict[str, object]


@dataclass
class Walk:
    """One case on its way; `now` moves only when a test moves it."""

    kind: CaseKind
    matter: MatterFacts = field(default_factory=MatterFacts)
    materials_complete: bool = True
    now: datetime = MONDAY
    state: State = ApplicationState.NEW
    version: int = 0
    values: CaseValues = field(default_factory=CaseValues)
    tasks: list[TaskFacts] = field(default_factory=list)
    entries: list[Told] = field(default_factory=list)
    due: dict[ClockKind, datetime] = field(default_factory=dict)
    past: PastFacts = field(default_factory=PastFacts)

    def __post_init__(self) -> None:
        if self.kind is CaseKind.INCIDENT:
            self.state = IncidentState.NEW

    def case(self) -> CaseFacts:
        """The case as the rules are shown it."""
        row = msgspec.structs.asdict(self.values)
        told = {name: value for name, value in row.items() if value is not UNSET and name in _OF_ROW}
        back_to = told.pop("back_to", None)
        return CaseFacts(
            self.kind,
            self.state,
            version=self.version,
            last_seq=len(self.entries),
            back_to=None if back_to is None else type(self.state)(back_to),
            materials_complete=told.pop("materials_complete", self.materials_complete),
            matter=self.matter,
            tasks=tuple(self.tasks),
            past=self.past,
            due=dict(self.due),
            **told,
        )

    def act(self, act: Act, by: Person, facts: ActFacts | None = None, task_id: int | None = None) -> Change:
        """Does the act, stores what it changes and journals it; raises what `advance` raises."""
        departments = frozenset() if by.department is None else frozenset({by.department})
        asked = Asked(act, by.who, frozenset({by.role}), self.now, facts, departments, task_id)
        case = self.case()
        change = advance(case, asked)
        sealed = {name: SealedText(7, "00" * 32) for name in texts_of(asked)}
        data = to_data(entry_data(case, asked, change, sealed))
        self.entries.append(Told(len(self.entries) + 1, self.now, kind_of(change).value, by.who, data))
        self.past = past_after(self.past, self.entries[-1])
        self.state, self.version = change.state, change.version
        self.values = merged(self.values, change.sets)
        for one in change.tasks:
            self._store(one)
        self._keep_clocks(change)
        return change

    def folded(self) -> dict[str, object]:
        """The case row as the journal tells it."""
        return fold(self.entries).row()

    def row(self) -> dict[str, object]:
        """The case row as it is stored."""
        told = msgspec.structs.asdict(self.values)
        row = {name: None if value is UNSET else value for name, value in told.items()}
        return {**row, "state": self.state, "version": self.version, "last_seq": len(self.entries)}

    def _store(self, one: TaskChange) -> None:
        if one.verb is TaskVerb.OPEN:
            number = len(self.tasks) + 1
            task = TaskFacts(number, one.kind, TaskState.OPEN, one.department_id, one.worker, one.ruled)
            self.tasks.append(task)
            return
        assert one.task_id is not None
        old = self.tasks[one.task_id - 1]
        new = replace(old, department_id=one.department_id, worker=one.worker)
        self.tasks[one.task_id - 1] = replace(new, state=AFTER.get(one.verb, old.state))

    def _keep_clocks(self, change: Change) -> None:
        for one in change.clocks:
            if one.verb is Verb.STOP_ALL:
                self.due.clear()
            elif one.clock is not None and one.verb in (Verb.START, Verb.REOPEN):
                self.due[one.clock] = one.at + LIMIT
            elif one.clock is not None and one.verb is Verb.STOP:
                self.due.pop(one.clock, None)


_OF_ROW = (
    *("first_responder", "urgent", "from_public", "materials_complete", "received_at"),
    *("result_code", "rating_until", "back_to"),
)
