"""What an allowed act changes: the new state, clocks, tasks, values of the case and the kind of entry."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from dispatch.rules.clock_effects import ClockChange
from dispatch.rules.states import Act, State
from dispatch.rules.task_states import TaskKind


class Counts(StrEnum):
    """Whether an act outdates forms others have open: ACT adds 1 to the version, ENTRY to `last_seq` only."""

    ACT = "ACT"
    ENTRY = "ENTRY"


class Card(StrEnum):
    """A mark for supervision: yellow warns, red is a limit broken."""

    YELLOW = "yellow"
    RED = "red"


class TaskVerb(StrEnum):
    """What becomes of a task."""

    OPEN = "open"
    SIGN = "sign"
    CLOSE = "close"
    RETURN = "return"
    REOPEN = "reopen"
    CANCEL = "cancel"
    ASSIGN = "assign"


@dataclass(frozen=True, slots=True)
class TaskChange:
    """One thing to do to the stored tasks; `task_id` is None for a task to be opened.

    `department_id` and `worker` say whose it is from now on (OPEN, ASSIGN) or who did it (SIGN, CLOSE).
    """

    verb: TaskVerb
    kind: TaskKind
    task_id: int | None = None
    department_id: int | None = None
    worker: str | None = None
    ruled: bool = False


class CaseValues(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The values of the case row an entry sets; what is unset stays as it was. Times are UTC.

    The fields are the columns of the row. The same struct is written to the row and into the entry, which is
    why `fold` gives the row again. Due times, numbers and passwords are kept elsewhere.
    """

    kind: str | UnsetType = UNSET
    matter: str | UnsetType = UNSET
    matter_version: int | UnsetType = UNSET
    area_path: str | UnsetType = UNSET
    edition_id: int | UnsetType = UNSET
    responsibility_edition: int | UnsetType = UNSET
    calendar_code: str | UnsetType = UNSET
    calendar_version: int | UnsetType = UNSET
    channel: str | UnsetType = UNSET
    service_point_id: int | UnsetType = UNSET
    window_id: int | UnsetType = UNSET
    first_responder: int | UnsetType = UNSET
    subject_id: int | UnsetType = UNSET
    agent_id: int | UnsetType = UNSET
    urgent: bool | UnsetType = UNSET
    from_public: bool | UnsetType = UNSET
    materials_complete: bool | UnsetType = UNSET
    origin_case: int | UnsetType = UNSET
    external_source: str | UnsetType = UNSET
    external_ref: str | UnsetType = UNSET
    back_to: str | UnsetType = UNSET
    result_code: int | UnsetType = UNSET
    opened_at: datetime | UnsetType = UNSET
    received_at: datetime | UnsetType = UNSET
    accepted_at: datetime | UnsetType = UNSET
    decided_at: datetime | UnsetType = UNSET
    settled_at: datetime | UnsetType = UNSET
    closed_at: datetime | UnsetType = UNSET
    rating_until: datetime | UnsetType = UNSET


NOTHING_SET = CaseValues()


@dataclass(frozen=True, slots=True)
class Change:
    """The answer of `advance`: everything the caller has to store, in one transaction.

    `version` is the case's version after the act. `escalated` says that an arbiter must now be called.
    """

    act: Act
    before: State
    state: State
    version: int
    counts: Counts
    clocks: tuple[ClockChange, ...] = ()
    tasks: tuple[TaskChange, ...] = ()
    sets: CaseValues = NOTHING_SET
    card: Card | None = None
    escalated: bool = False
