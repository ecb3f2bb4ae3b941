"""What must hold before an application is accepted, refused, supplemented, settled or handed out."""

from dispatch.errors import (
    FactMissing,
    NotForThisMatter,
    RoleMayNot,
    SupplementAskedAlready,
    TooEarly,
    TooLate,
)
from dispatch.rules.application_facts import (
    DeliveryMode,
    HandingOut,
    Materials,
    Refusal,
    RefusalReason,
    Settlement,
)
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.checks import Check, facts_of, need_codes, need_lead, need_named, need_text, no_open_order
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.decision_checks import DECISION_CHECKS
from dispatch.rules.shared_facts import Assignment, External
from dispatch.rules.side_checks import due_of
from dispatch.rules.states import Act, ApplicationState, ResultCode
from reach import Role

IN_ITEM = "the published item does not list"


def _fail_pre_review(case: CaseFacts, asked: Asked) -> None:
    need_codes(facts_of(asked, Materials).codes, case.matter.listed, IN_ITEM)


def _refusal(case: CaseFacts, asked: Asked) -> None:
    refusal = facts_of(asked, Refusal)
    need_text(refusal.text)
    if refusal.reason is RefusalReason.NOT_OUR_POWER and not (refusal.right_body or "").strip():
        raise FactMissing("right_body", "a refusal for want of power names the body that has it")
    if asked.act is Act.PROPOSE_REFUSAL and refusal.department_id is None:
        raise FactMissing("department_id", "the department that is to refuse is named")
    # Nothing told within five working days: the law holds the application for accepted (§32).
    due_of(case, ClockKind.ACCEPTANCE, asked)


def _notify_supplement(case: CaseFacts, asked: Asked) -> None:
    codes = facts_of(asked, Materials).codes
    need_codes(codes, case.matter.listed, IN_ITEM)
    again = codes & frozenset().union(*(one.asked for one in case.past.rounds))
    if again:
        raise SupplementAskedAlready(tuple(sorted(again)))
    if case.state is ApplicationState.RECEIVED:
        due_of(case, ClockKind.ACCEPTANCE, asked)


def _supplement(case: CaseFacts, asked: Asked) -> None:
    waiting = frozenset[str]().union(*(one.asked for one in case.past.rounds if one.answered_at is None))
    missing = waiting - facts_of(asked, Materials).codes
    if missing:
        raise FactMissing("codes", f"still missing: {', '.join(sorted(missing))}")


def _supplement_over(case: CaseFacts, asked: Asked) -> None:
    due = case.due.get(ClockKind.SUPPLEMENT)
    if due is None or asked.now <= due:
        raise TooEarly(
            f"{asked.act}: the applicant has time until {due.isoformat() if due else 'it is known'}"
        )


def _lapse(case: CaseFacts, asked: Asked) -> None:
    _supplement_over(case, asked)
    if not case.past.lapse_proposed:
        raise TooEarly("lapse: the sweep has not found the limit broken yet")


def _accept(case: CaseFacts, asked: Asked) -> None:
    assignment = facts_of(asked, Assignment)
    need_lead(assignment)
    if not case.materials_complete:
        raise FactMissing("materials", "are not complete; a supplement notice comes first")


def _accept_instant(case: CaseFacts, asked: Asked) -> None:
    if not case.matter.instant:
        raise NotForThisMatter("the item is not decided at once")
    _accept(case, asked)


def _deem(case: CaseFacts, asked: Asked) -> None:
    need_lead(facts_of(asked, Assignment))
    due = case.due.get(ClockKind.ACCEPTANCE)
    if due is None or asked.now <= due:
        raise TooEarly("deem_accepted: the desk still has time to tell the applicant")


def _split(case: CaseFacts, asked: Asked) -> None:
    if not case.matter.joint:
        raise NotForThisMatter("the item is not handled jointly")
    assignment = facts_of(asked, Assignment)
    if not assignment.others:
        raise FactMissing("others", "nobody is named")
    need_named(assignment.others)


def _transfer(_: CaseFacts, asked: Asked) -> None:
    assignment = facts_of(asked, Assignment)
    need_lead(assignment)
    need_named(assignment.others)
    need_text(assignment.reason, "reason")


def _forward_up(_: CaseFacts, asked: Asked) -> None:
    external = facts_of(asked, External)
    need_text(external.body, "body")
    need_text(external.number, "number")


def _settle(case: CaseFacts, asked: Asked) -> None:
    granted = case.state is ApplicationState.DECIDED_GRANT
    expected = ResultCode.CERTIFICATE if granted and case.matter.certificate else ResultCode.OTHER
    if facts_of(asked, Settlement).code is not expected:
        raise FactMissing("code", f"this decision settles with {expected.value}")
    delegated = case.matter.instant and case.matter.delegated_to is not None
    if not delegated and not asked.roles & {Role.HANDLER, Role.APPROVER}:
        raise RoleMayNot(asked.act, tuple(sorted(asked.roles)))


def _has_result(case: CaseFacts, _: Asked) -> None:
    if case.result_code not in (ResultCode.CERTIFICATE, ResultCode.OTHER):
        raise NotForThisMatter("the case ended without a result to hand out")


def _has_no_result(case: CaseFacts, _: Asked) -> None:
    if case.state is ApplicationState.SETTLED and case.result_code not in (
        ResultCode.LAPSED,
        ResultCode.FORWARDED_UP,
    ):
        raise TooEarly("archive: the result is not handed out yet")


def _deliver(_: CaseFacts, asked: Asked) -> None:
    handing = facts_of(asked, HandingOut)
    if handing.mode is DeliveryMode.WINDOW and (handing.collected_by is None or not handing.document_kind):
        raise FactMissing("collected_by", "who collects shows a document, and both are noted")
    if handing.mode is DeliveryMode.EXPRESS and not handing.parcel:
        raise FactMissing("parcel", "the number of the parcel is noted")


def too_late_to_tell(case: CaseFacts, asked: Asked) -> bool:
    """Whether the five working days passed without a word, so that the case counts as accepted already."""
    try:
        due_of(case, ClockKind.ACCEPTANCE, asked)
    except TooLate:
        return True
    return False


APPLICATION_CHECKS: dict[Act, tuple[Check, ...]] = {
    **DECISION_CHECKS,
    Act.FAIL_PRE_REVIEW: (_fail_pre_review,),
    Act.PROPOSE_REFUSAL: (_refusal,),
    Act.REFUSE: (_refusal,),
    Act.NOTIFY_SUPPLEMENT: (_notify_supplement,),
    Act.SUPPLEMENT: (_supplement,),
    Act.PROPOSE_LAPSE: (_supplement_over,),
    Act.LAPSE: (_lapse,),
    Act.ACCEPT: (_accept,),
    Act.ACCEPT_INSTANT: (_accept_instant,),
    Act.DEEM_ACCEPTED: (_deem,),
    Act.SPLIT: (_split,),
    Act.TRANSFER: (_transfer,),
    Act.FORWARD_UP: (no_open_order, _forward_up),
    Act.SETTLE: (no_open_order, _settle),
    Act.MAKE_READY: (_has_result,),
    Act.DELIVER: (_deliver,),
    Act.ARCHIVE: (_has_no_result,),
}
