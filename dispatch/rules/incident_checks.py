"""What must hold before an incident is filed, dispatched, fed back, checked, followed up or closed."""

from dispatch.errors import (
    FactMissing,
    NotForThisMatter,
    NotReadyToClose,
    VerifyFirst,
)
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.checks import (
    Check,
    body_named,
    facts_of,
    my_signed_task,
    my_task,
    need_last,
    need_lead,
    need_named,
    need_others,
    need_text,
    no_open_order,
    not_by,
    worded,
)
from dispatch.rules.incident_facts import Done, Filing, FollowedUp
from dispatch.rules.return_checks import RETURN_CHECKS, not_straight_back
from dispatch.rules.shared_facts import Assignment, Tie, Worded
from dispatch.rules.states import Act, IncidentState
from dispatch.rules.task_states import TaskKind, TaskState
from dispatch.rules.visit_checks import VISIT_CHECKS


def _file(case: CaseFacts, asked: Asked) -> None:
    filing = facts_of(asked, Filing)
    need_text(filing.class_code, "class_code")
    if not filing.criterion_met:
        raise FactMissing("criterion_met", "an incident is filed when its class's criterion is met")
    if case.state is not IncidentState.REPORTED:
        _unsolved(case)
    elif case.past.verified is False:
        raise VerifyFirst("the visit did not find what was reported")
    elif case.from_public and not case.urgent and case.past.verified is None:
        raise VerifyFirst("nobody has looked at what the public reported")


def _unsolved(case: CaseFacts) -> None:
    if not case.self_handled:
        raise NotForThisMatter("handled work goes back as rework")
    if case.past.check_agrees is not False and case.past.satisfied is not False:
        raise NotForThisMatter("nobody found the self-handled work wanting")


def _dispatch(case: CaseFacts, asked: Asked) -> None:
    assignment = facts_of(asked, Assignment)
    lead = need_lead(assignment)
    need_named(assignment.others)
    if lead in assignment.others:
        raise FactMissing("others", "the lead is not his own helper")
    if asked.act is Act.TRANSFER:
        need_text(assignment.reason, "reason")
    else:
        not_straight_back(case, lead)


def _sign_for(case: CaseFacts, asked: Asked) -> None:
    my_task(case, asked, TaskKind.HANDLE, TaskKind.CO_HANDLE, states=(TaskState.OPEN,))


def _help(_: CaseFacts, asked: Asked) -> None:
    need_others(facts_of(asked, Assignment))


def _done(case: CaseFacts, asked: Asked) -> None:
    done = facts_of(asked, Done)
    need_text(done.text)
    if case.matter.photos_required and not done.after:
        raise FactMissing("after", "handled work is shown by a photo")
    if asked.act is Act.CO_FEEDBACK:
        my_signed_task(case, asked, TaskKind.CO_HANDLE)
        return
    need_last(case, asked)


def _checked(case: CaseFacts, _: Asked) -> None:
    if case.self_handled and not case.past.check_drawn:
        return
    if case.past.check_agrees is not True:
        raise NotReadyToClose("no check agrees with what was fed back")


def _followed_up(_: CaseFacts, asked: Asked) -> None:
    if not facts_of(asked, FollowedUp).satisfied:
        need_text(facts_of(asked, FollowedUp).text)


def _close(case: CaseFacts, asked: Asked) -> None:
    not_by(asked, "handled", case.past.handled_by)
    if case.from_public and case.state is not IncidentState.FOLLOWED_UP:
        raise NotReadyToClose("the reporter is asked before the case is closed")
    if case.state is IncidentState.FOLLOWED_UP and case.past.at_fault:
        raise NotReadyToClose("the reporter is not content and the handler is at fault")


def _rework(case: CaseFacts, asked: Asked) -> None:
    need_text(facts_of(asked, Worded).text)
    if case.self_handled:
        raise NotForThisMatter("self-handled work is filed, not reworked")


def _merge(_: CaseFacts, asked: Asked) -> None:
    facts_of(asked, Tie)


INCIDENT_CHECKS: dict[Act, tuple[Check, ...]] = {
    **VISIT_CHECKS,
    **RETURN_CHECKS,
    Act.DECLINE: (no_open_order, worded),
    Act.FILE: (_file,),
    Act.DISPATCH: (_dispatch,),
    Act.TRANSFER: (_dispatch,),
    Act.SIGN_FOR: (_sign_for,),
    Act.CO_HANDLE: (_help,),
    Act.CO_FEEDBACK: (_done,),
    Act.FEEDBACK: (_done,),
    Act.ORDER_REWORK: (_rework,),
    Act.FOLLOW_UP: (_checked, _followed_up),
    Act.CLOSE: (no_open_order, _checked, _close),
    Act.CLOSE_WITH_PARENT: (no_open_order,),
    Act.MERGE: (no_open_order, _merge),
    Act.ESCALATE: (body_named,),
    Act.ASSIGN_DOWN: (body_named,),
}
