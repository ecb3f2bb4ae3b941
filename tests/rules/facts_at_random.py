"""Facts for an act, made up so that the rules have something to chew on: mostly right, sometimes wrong."""

from datetime import timedelta

from dispatch.rules.application_facts import (
    Decision,
    DeliveryMode,
    Extension,
    HandingOut,
    Materials,
    Refusal,
    RefusalReason,
    Settlement,
    Special,
    SpecialKind,
)
from dispatch.rules.asked import ActFacts
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.change import CaseValues
from dispatch.rules.incident_facts import Done, Filing, FollowedUp, Return, ReturnReason, Until, Visit
from dispatch.rules.shared_facts import (
    Assignment,
    Attachments,
    External,
    Handler,
    HandOver,
    Opening,
    Order,
    Rating,
    Tie,
    Voiding,
    Worded,
)
from dispatch.rules.states import Act, ApplicationState, ResultCode
from tests.rules.case_walk import MONDAY
from tests.rules.people_of_cases import CIVIL, HEALTH

LATER = MONDAY + timedelta(days=900)
CODES = ("id", "form", "photo")
ASSIGNING = (
    Act.ACCEPT,
    Act.ACCEPT_INSTANT,
    Act.DEEM_ACCEPTED,
    Act.DISPATCH,
    Act.RULE,
    Act.TRANSFER,
    Act.ASSIGN,
    Act.START_VERIFY,
    Act.START_CHECK,
)


def made_up(act: Act, case: CaseFacts, seed: int, words: str) -> ActFacts | None:
    """Facts for the act; the same seed always gives the same."""
    if case.version == 0:
        return Opening(
            1, CaseValues(matter="m", matter_version=1, channel="WINDOW", from_public=seed % 2 > 0)
        )
    if act in ASSIGNING:
        return Assignment(Handler(CIVIL if seed % 2 else HEALTH), reason=words)
    if act in (Act.SPLIT, Act.CO_HANDLE):
        return Assignment(others=(Handler(HEALTH if seed % 2 else CIVIL),))
    if act is Act.SETTLE:
        granted = case.state is ApplicationState.DECIDED_GRANT and case.matter.certificate
        return Settlement(ResultCode.CERTIFICATE if granted else ResultCode.OTHER)
    if act is Act.ANSWER_SUPERVISION:
        return Order(words, order_id=case.past.open_orders[0].id if case.past.open_orders else 1)
    if act is Act.SUPPLEMENT:
        return Materials(frozenset(CODES))
    if act is Act.SUBMIT_LATER:
        return Materials(frozenset(sorted(case.past.later_open)[: 1 + seed % 2]))
    if act is Act.REQUEST_RETURN:
        return Return(list(ReturnReason)[seed % len(ReturnReason)], words, HEALTH)
    if act is Act.CO_FEEDBACK:
        return Done(words, after=(1,))
    return _plain(seed, words).get(act, Worded(words) if seed % 7 else None)


def _plain(seed: int, words: str) -> dict[Act, ActFacts]:
    codes = Materials(frozenset({CODES[seed % 3]}), words)
    refusal = Refusal(RefusalReason.NOT_OUR_POWER, words, words, CIVIL)
    visit = Visit(seed % 4 > 0, (1, 2), words)
    decision = Decision(words, words, CIVIL if seed % 2 else HEALTH)
    return {
        Act.PROPOSE_REFUSAL: refusal,
        Act.REFUSE: refusal,
        Act.FAIL_PRE_REVIEW: codes,
        Act.NOTIFY_SUPPLEMENT: codes,
        Act.ASK_LATER: codes,
        Act.GRANT: decision,
        Act.DENY: decision,
        Act.GRANT_INSTANT: decision,
        Act.DENY_INSTANT: decision,
        Act.EXTEND: Extension(1 + seed % 12, words),
        Act.REQUEST_EXTENSION: Extension(1 + seed % 12, words),
        Act.GRANT_EXTENSION: Extension(1 + seed % 12),
        Act.START_SPECIAL: Special(SpecialKind.HEARING, "staff:9", 10),
        Act.FORWARD_UP: External(words, words),
        Act.ESCALATE: External(words, words),
        Act.ASSIGN_DOWN: External(words, words),
        Act.DELIVER: HandingOut(DeliveryMode.WINDOW, 5, "id_card"),
        Act.VERIFY: visit,
        Act.CHECK: visit,
        Act.SELF_HANDLE: Done(words, (1,), (2,)),
        Act.FEEDBACK: Done(words, (), (2,)),
        Act.FILE: Filing("01-03", "deep", criterion_met=True),
        Act.FOLLOW_UP: FollowedUp(seed % 3 > 0, seed % 2 > 0, words),
        Act.SUSPEND: Until(words, LATER),
        Act.PEND: Until(words, LATER),
        Act.MERGE: Tie(55),
        Act.LINK: Tie(56),
        Act.ATTACH: Attachments((1, 2)),
        Act.SUPERVISE: Order(words, LATER),
        Act.HAND_OVER: HandOver(seed % 4),
        Act.RATE: Rating(1 + seed % 5, words),
        Act.VOID: Voiding(words),
    }
