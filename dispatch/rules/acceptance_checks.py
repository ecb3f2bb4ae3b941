"""What must hold before an application is accepted, refused, supplemented or counts as given up."""

from dispatch.errors import (
    FactMissing,
    NotForThisMatter,
    SupplementAskedAlready,
    TooEarly,
    TooLate,
)
from dispatch.rules.application_facts import (
    Materials,
    Refusal,
    RefusalReason,
)
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.checks import Check, facts_of, need_codes, need_lead, need_text
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.shared_facts import Assignment
from dispatch.rules.side_checks import due_of
from dispatch.rules.states import Act, ApplicationState

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
    # The law accepts it whether or not anybody knows yet whose it is.
    due = case.due.get(ClockKind.ACCEPTANCE)
    if due is None or asked.now <= due:
        raise TooEarly("deem_accepted: the desk still has time to tell the applicant")


def too_late_to_tell(case: CaseFacts, asked: Asked) -> bool:
    """Whether the five working days passed without a word, so that the case counts as accepted already."""
    try:
        due_of(case, ClockKind.ACCEPTANCE, asked)
    except TooLate:
        return True
    return False


ACCEPTANCE_CHECKS: dict[Act, tuple[Check, ...]] = {
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
}
