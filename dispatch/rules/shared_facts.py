"""The typed facts of acts that are known to both kinds of case."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch.rules.change import NOTHING_SET, CaseValues
from dispatch.rules.states import ResultCode


@dataclass(frozen=True, slots=True)
class Opening:
    """Facts of save_draft, apply, receive and report that open a case; `first_responder` is a staff id.

    `values` are what intake found out: matter, place, channel, service point, urgency, origin.
    """

    first_responder: int
    values: CaseValues = NOTHING_SET


@dataclass(frozen=True, slots=True)
class Worded:
    """Facts of every act that takes one text: an opinion, a reason, a comment, an answer, a cause."""

    text: str


@dataclass(frozen=True, slots=True)
class Handler:
    """Who is to do a task: a department, or one worker (actor string), or a pool given by its department."""

    department_id: int | None = None
    worker: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Facts of the acts that give work to somebody: accept, split, dispatch, rule, transfer, assign and more.

    `lead` takes the work, `others` help; accept, dispatch, rule, transfer, assign and the two visits need a
    lead, split and co_handle at least one other. `reason` is required of rule and transfer.
    """

    lead: Handler | None = None
    others: tuple[Handler, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class External:
    """Facts of forward_up, escalate and assign_down: the other body and the number it knows the case by."""

    body: str
    number: str


@dataclass(frozen=True, slots=True)
class Order:
    """Facts of supervise (text and due time, UTC) and answer_supervision (text and the order's seq)."""

    text: str
    due: datetime | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """Facts of hand_over: the staff id that is to answer for the case from then on."""

    to: int


class Relation(StrEnum):
    """How another case belongs to this one."""

    RELATED = "related"
    DUPLICATE = "duplicate"
    CONTINUES = "continues"
    DISSATISFIED = "dissatisfied"


@dataclass(frozen=True, slots=True)
class Tie:
    """Facts of merge (the parent) and link (the other case and how it relates)."""

    case_id: int
    relation: Relation = Relation.RELATED


@dataclass(frozen=True, slots=True)
class Rating:
    """Facts of rate: 1 (very dissatisfied) to 5 (very satisfied), GB/T 39735."""

    stars: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Voiding:
    """Facts of void: 2 for a void case, 3 for one struck out; nothing is ever removed."""

    reason: str
    code: ResultCode = ResultCode.VOIDED


@dataclass(frozen=True, slots=True)
class Attachments:
    """Facts of attach: file ids."""

    files: tuple[int, ...]
