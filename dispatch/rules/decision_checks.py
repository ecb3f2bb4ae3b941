"""What must hold on the way to a decision: whose task, different people, delegation, putting off."""

from dispatch.errors import (
    AlreadyDone,
    FactMissing,
    NotForThisMatter,
    TooEarly,
    TooLate,
)
from dispatch.rules.application_facts import Decision, Extension, Materials, Special
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.checks import (
    Check,
    facts_of,
    my_signed_task,
    my_task,
    need_codes,
    need_last,
    need_text,
    not_by,
    worded,
)
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.incident_facts import Done
from dispatch.rules.states import Act, ApplicationState
from dispatch.rules.task_states import TaskKind, TaskState
from reach import Role

# 行政许可法 §42: ten days more, fifteen where several bodies handle jointly.
LEGAL_EXTENSION, LEGAL_JOINT_EXTENSION = 10, 15


def _sign_for(case: CaseFacts, asked: Asked) -> None:
    if case.matter.joint and case.state is ApplicationState.ACCEPTED:
        raise NotForThisMatter("a joint case is first split among its departments")
    my_task(case, asked, TaskKind.HANDLE, TaskKind.CO_HANDLE, states=(TaskState.OPEN,))


def _co_feedback(case: CaseFacts, asked: Asked) -> None:
    need_text(facts_of(asked, Done).text)
    my_signed_task(case, asked, TaskKind.CO_HANDLE)


def _review(case: CaseFacts, asked: Asked) -> None:
    my_task(case, asked, TaskKind.REVIEW)
    not_by(asked, "handled", case.past.handled_by)


def _send_back(case: CaseFacts, asked: Asked) -> None:
    step = TaskKind.REVIEW if case.state is ApplicationState.IN_REVIEW else TaskKind.APPROVE
    my_task(case, asked, step)


def _decide(case: CaseFacts, asked: Asked) -> None:
    facts_of(asked, Decision)
    my_task(case, asked, TaskKind.APPROVE)
    not_by(asked, "handled", case.past.handled_by)
    not_by(asked, "reviewed", frozenset({case.past.reviewed_by or ""}))


def _grant(case: CaseFacts, _: Asked) -> None:
    if case.past.later_open:
        raise FactMissing("materials", f"still to come: {', '.join(sorted(case.past.later_open))}")


def _deny(_: CaseFacts, asked: Asked) -> None:
    decision = facts_of(asked, Decision)
    need_text(decision.reasons, "reasons")
    need_text(decision.remedies, "remedies")


def _instant(case: CaseFacts, asked: Asked) -> None:
    decision = facts_of(asked, Decision)
    if not case.matter.instant or case.open_tasks(TaskKind.HANDLE):
        raise NotForThisMatter("the case takes the ordinary road")
    if decision.deciding_body is None:
        raise FactMissing("deciding_body", "the journal names the body that decides")
    if Role.APPROVER in asked.roles and decision.deciding_body in asked.departments:
        my_task(case, asked, TaskKind.APPROVE)
        not_by(asked, "received", frozenset({case.past.received_by or ""}))
    elif asked.act is Act.DENY_INSTANT or decision.deciding_body != case.matter.delegated_at(asked.now):
        raise NotForThisMatter("the item carries no delegation to the window for this body")


def _extend(case: CaseFacts, asked: Asked) -> None:
    extension = facts_of(asked, Extension)
    need_text(extension.reason, "reason")
    if case.past.extended:
        raise AlreadyDone("a decision is put off once")
    if case.past.later_open and case.matter.later_stops_clock:
        raise TooEarly("extend: the clock stands still until the materials are here")
    due = case.due.get(ClockKind.DECISION)
    if due is not None and asked.now > due:
        raise TooLate("extend: the limit is over")
    law = LEGAL_JOINT_EXTENSION if case.matter.joint else LEGAL_EXTENSION
    cap = min(case.matter.extension_cap, law)
    if not 1 <= extension.amount <= cap:
        raise FactMissing("amount", f"is not 1 to {cap} working days")


def _start_special(case: CaseFacts, asked: Asked) -> None:
    special = facts_of(asked, Special)
    need_text(special.approved_by, "approved_by")
    if special.expected_days < 1:
        raise FactMissing("expected_days", "the applicant is told how long")
    if case.past.later_open:
        raise FactMissing("materials", "are being waited for; the clock can stop for one reason at a time")


def _ask_later(case: CaseFacts, asked: Asked) -> None:
    need_codes(facts_of(asked, Materials).codes, case.matter.listed, "the published item does not list")
    again = facts_of(asked, Materials).codes & case.past.later_open
    if again:
        raise AlreadyDone(f"asked for already: {', '.join(sorted(again))}")


def _submit_later(case: CaseFacts, asked: Asked) -> None:
    need_codes(facts_of(asked, Materials).codes, case.past.later_open, "nobody asked for")


DECISION_CHECKS: dict[Act, tuple[Check, ...]] = {
    Act.SIGN_FOR: (_sign_for,),
    Act.CO_FEEDBACK: (_co_feedback,),
    Act.HANDLE: (worded, need_last),
    Act.REVIEW: (worded, _review),
    Act.SEND_BACK: (worded, _send_back),
    Act.GRANT: (_decide, _grant),
    Act.DENY: (_decide, _deny),
    Act.GRANT_INSTANT: (_instant,),
    Act.DENY_INSTANT: (_instant, _deny),
    Act.EXTEND: (_extend,),
    Act.START_SPECIAL: (_start_special,),
    Act.FINISH_SPECIAL: (worded,),
    Act.ASK_LATER: (_ask_later,),
    Act.SUBMIT_LATER: (_submit_later,),
}
