"""What somebody asks to do to a case: the act, who, when, and the facts the act needs."""

from dataclasses import dataclass, field
from datetime import datetime

from dispatch.rules.application_facts import (
    Decision,
    Extension,
    HandingOut,
    Materials,
    Refusal,
    Settlement,
    Special,
)
from dispatch.rules.incident_facts import Done, Filing, FollowedUp, Return, Until, Visit
from dispatch.rules.shared_facts import (
    Assignment,
    Attachments,
    External,
    HandOver,
    Opening,
    Order,
    Rating,
    Tie,
    Voiding,
    Worded,
)
from dispatch.rules.states import Act
from reach import Role

ActFacts = (
    Opening
    | Worded
    | Refusal
    | Materials
    | Assignment
    | Decision
    | Settlement
    | Extension
    | Special
    | External
    | HandingOut
    | Filing
    | Return
    | Visit
    | Done
    | FollowedUp
    | Until
    | Order
    | HandOver
    | Tie
    | Rating
    | Voiding
    | Attachments
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to act: `roles` and `departments` are those the actor holds over this very case.

    `actor` is an actor string, `now` UTC. `task_id` says which task is meant where several are open.
    """

    act: Act
    actor: str
    roles: frozenset[Role]
    now: datetime
    facts: ActFacts | None = None
    departments: frozenset[int] = field(default_factory=frozenset)
    task_id: int | None = None
