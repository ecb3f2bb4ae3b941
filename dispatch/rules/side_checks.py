"""What the acts beside the road, and those that open a case, must bring with them."""

from dispatch.errors import AlreadyDone, FactMissing, NotForThisMatter, NotYourTask, SamePersonMayNot, TooLate
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.checks import Check, facts_of, need_lead, need_text, worded
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.shared_facts import (
    Assignment,
    Attachments,
    HandOver,
    Opening,
    Order,
    Rating,
    Tie,
    Voiding,
)
from dispatch.rules.states import Act, ApplicationState, IncidentState, ResultCode
from reach import Role

NEW = (ApplicationState.NEW, IncidentState.NEW)


def opening(case: CaseFacts, asked: Asked) -> None:
    """A case is opened with a first responder, whoever took it in and however (首问负责)."""
    if case.state in NEW:
        facts_of(asked, Opening)


def due_of(case: CaseFacts, clock: ClockKind, asked: Asked) -> None:
    """Raises TooLate when the clock's due time is over."""
    due = case.due.get(clock)
    if due is not None and asked.now > due:
        raise TooLate(f"{asked.act}: the {clock} limit ended at {due.isoformat()}")


def _attach(_: CaseFacts, asked: Asked) -> None:
    if not facts_of(asked, Attachments).files:
        raise FactMissing("files", "there is none")


def _link(_: CaseFacts, asked: Asked) -> None:
    facts_of(asked, Tie)


def _assign(case: CaseFacts, asked: Asked) -> None:
    need_lead(facts_of(asked, Assignment))
    if asked.task_id not in {task.id for task in case.tasks if task.open}:
        raise NotYourTask(asked.act, asked.task_id)


def _supervise(case: CaseFacts, asked: Asked) -> None:
    if case.ended_without_result:
        raise NotForThisMatter("the case is over; there is nothing left to order")
    order = facts_of(asked, Order)
    need_text(order.text)
    if order.due is None or order.due <= asked.now:
        raise FactMissing("due", "an order says until when it is to be answered")


def _answer(case: CaseFacts, asked: Asked) -> None:
    order = facts_of(asked, Order)
    need_text(order.text)
    known = {one.id: one.answered for one in case.past.orders}
    if order.order_id not in known:
        raise FactMissing("order_id", "there is no such order")
    if known[order.order_id]:
        raise AlreadyDone(f"order {order.order_id} is answered")


def _hand_over(case: CaseFacts, asked: Asked) -> None:
    to = facts_of(asked, HandOver).to
    if to == case.first_responder:
        raise FactMissing("to", "is first responder already")
    leads = asked.roles & {Role.SUPERVISOR, Role.LEADER}
    if not leads and asked.actor != f"staff:{case.first_responder}":
        raise NotYourTask(asked.act, None)


def _take_over(case: CaseFacts, asked: Asked) -> None:
    if case.past.hand_over_to is None:
        raise FactMissing("to", "no hand-over is waiting")
    if asked.actor != f"staff:{case.past.hand_over_to}":
        raise SamePersonMayNot(asked.act, "was not asked to take over")


def _rate(case: CaseFacts, asked: Asked) -> None:
    if case.past.rated:
        raise AlreadyDone("the case is rated")
    if not 1 <= facts_of(asked, Rating).stars <= 5:
        raise FactMissing("stars", "is not 1 to 5")
    if case.rating_until is not None and asked.now > case.rating_until:
        raise TooLate(f"{asked.act}: the window ended at {case.rating_until.isoformat()}")


def _void(_: CaseFacts, asked: Asked) -> None:
    voiding = facts_of(asked, Voiding)
    need_text(voiding.reason, "reason")
    if voiding.code not in (ResultCode.VOIDED, ResultCode.DELETED):
        raise FactMissing("code", "is neither void nor struck out")


SIDE_CHECKS: dict[Act, tuple[Check, ...]] = {
    Act.SAVE_DRAFT: (opening,),
    Act.APPLY: (opening,),
    Act.RECEIVE: (opening,),
    Act.REPORT: (opening,),
    Act.COMMENT: (worded,),
    Act.ATTACH: (_attach,),
    Act.LINK: (_link,),
    Act.ASSIGN: (_assign,),
    Act.SUPERVISE: (_supervise,),
    Act.ANSWER_SUPERVISION: (_answer,),
    Act.HAND_OVER: (_hand_over,),
    Act.CONFIRM_HAND_OVER: (_take_over,),
    Act.REFUSE_HAND_OVER: (_take_over,),
    Act.RATE: (_rate,),
    Act.VOID: (_void,),
}
