"""What the API answers about cases: the case itself, its tasks, clocks, entries and routings."""

from datetime import date, datetime

from msgspec import Struct, structs

from desk.new_case import Due
from dispatch.case_store import Case, Routing, Task
from dispatch.journal import JournalEntry
from dispatch.rules.calendar import Calendar
from dispatch.rules.derivation import Derivation, derivation_form
from dispatch.rules.kept_clock import Clock
from integrations.bus.messages import published


class TaskAnswer(Struct, omit_defaults=True):
    """What somebody must do about a case; `worker` is an actor."""

    id: int
    kind: str
    state: str
    opened_at: datetime
    department_id: int | None = None
    worker: str | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None


class ClockAnswer(Struct, omit_defaults=True):
    """A time limit and the proof of its due time.

    `due_at` is the first instant that is too late; limits in days end with the last moment of `last_day`.
    """

    kind: str
    state: str
    started_at: datetime
    due_at: datetime | None = None
    last_day: date | None = None
    task_id: int | None = None
    amount: str | None = None
    unit: str | None = None
    provisional: bool = False
    stopped_at: datetime | None = None
    derivation: dict[str, object] | None = None


class EntryAnswer(Struct):
    """One fact of the journal; `data` holds codes, ids and numbers, texts only as sealed references.

    Services get what may be published: no actor, and no hash, since the hash covers what they do not see.
    """

    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    actor: str | None
    channel: str
    data: dict[str, object]
    hash: str | None


class RoutingAnswer(Struct):
    """Why work went where it went: the rows considered and why the winner won."""

    id: int
    at: datetime
    edition_id: int
    responsibility_edition: int
    matter: str
    area_path: str
    route: dict[str, object]
    border: dict[str, object] | None


class CaseAnswer(Struct, omit_defaults=True):
    """A case as it stands."""

    id: int
    case_no: str
    kind: str
    state: str
    version: int
    last_seq: int
    matter: str
    matter_version: int
    area_path: str
    channel: str
    urgent: bool
    from_public: bool
    first_responder: int
    opened_at: datetime
    service_point_id: int | None = None
    window_id: int | None = None
    subject_id: int | None = None
    agent_id: int | None = None
    result_code: int | None = None
    received_at: datetime | None = None
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    settled_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    materials_complete: bool | None = None
    origin_case: int | None = None
    external_source: str | None = None
    external_ref: str | None = None


def case_answer(case: Case) -> CaseAnswer:
    """The case without what only its own processes need."""
    return CaseAnswer(**{name: getattr(case, name) for name in CaseAnswer.__struct_fields__})


def task_answer(task: Task) -> TaskAnswer:
    """The task as told outside."""
    return TaskAnswer(**{name: getattr(task, name) for name in TaskAnswer.__struct_fields__})


def clock_answer(clock: Clock, derivation: Derivation | None) -> ClockAnswer:
    """The clock with the proof of its due time."""
    allowance = clock.allowance
    return ClockAnswer(
        clock.kind.value,
        clock.state.value,
        clock.started_at,
        clock.due_at,
        derivation.last_day if derivation else None,
        clock.task_id,
        str(allowance.amount) if allowance else None,
        allowance.unit.value if allowance else None,
        clock.provisional,
        clock.stopped_at,
        derivation_form(derivation) if derivation else None,
    )


def derived_clock(clock: Clock, calendar: Calendar) -> ClockAnswer:
    """The clock, its due time derived anew by the calendar the case keeps."""
    return clock_answer(clock, clock.derivation(calendar))


def due_answer(due: Due) -> ClockAnswer:
    """The clock as intake derived it."""
    return clock_answer(due.clock, due.derivation)


def entry_answer(entry: JournalEntry) -> EntryAnswer:
    """The entry as told to those who may read the journal."""
    return EntryAnswer(
        entry.seq, entry.kind, entry.at, entry.recorded_at, entry.actor, entry.channel, entry.data,
        entry.hash.hex(),
    )  # fmt: skip


def published_entry(entry: JournalEntry) -> EntryAnswer:
    """The entry as told to services: as on the bus."""
    return EntryAnswer(
        entry.seq, entry.kind, entry.at, entry.recorded_at, None, entry.channel, published(entry.data), None
    )


def task_of_a_department(task: Task) -> TaskAnswer:
    """The task as told to services: which department has it, not who works there."""
    return structs.replace(task_answer(task), worker=None, signed_by=None)


def routing_answer(routing: Routing) -> RoutingAnswer:
    """The routing as it was decided."""
    return RoutingAnswer(**{name: getattr(routing, name) for name in RoutingAnswer.__struct_fields__})
