"""What must hold before an application is split, passed on, settled or handed out; its checks together."""

from dispatch.errors import (
    FactMissing,
    NotForThisMatter,
    RoleMayNot,
    TooEarly,
)
from dispatch.rules.acceptance_checks import ACCEPTANCE_CHECKS
from dispatch.rules.application_facts import (
    DeliveryMode,
    HandingOut,
    Settlement,
)
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.checks import (
    Check,
    body_named,
    facts_of,
    need_lead,
    need_named,
    need_others,
    need_text,
    no_open_order,
)
from dispatch.rules.decision_checks import DECISION_CHECKS
from dispatch.rules.shared_facts import Assignment
from dispatch.rules.states import Act, ApplicationState, ResultCode
from reach import Role


def _split(case: CaseFacts, asked: Asked) -> None:
    if not case.matter.joint:
        raise NotForThisMatter("the item is not handled jointly")
    need_others(facts_of(asked, Assignment))


def _transfer(_: CaseFacts, asked: Asked) -> None:
    assignment = facts_of(asked, Assignment)
    need_lead(assignment)
    need_named(assignment.others)
    need_text(assignment.reason, "reason")


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


APPLICATION_CHECKS: dict[Act, tuple[Check, ...]] = {
    **ACCEPTANCE_CHECKS,
    **DECISION_CHECKS,
    Act.SPLIT: (_split,),
    Act.TRANSFER: (_transfer,),
    Act.FORWARD_UP: (no_open_order, body_named),
    Act.SETTLE: (no_open_order, _settle),
    Act.MAKE_READY: (_has_result,),
    Act.DELIVER: (_deliver,),
    Act.ARCHIVE: (_has_no_result,),
}
