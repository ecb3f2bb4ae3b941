"""Which acts have an address, and what facts each of them brings."""

from dataclasses import dataclass

from dispatch.rules.application_facts import (
    Decision,
    Extension,
    HandingOut,
    Materials,
    Refusal,
    Settlement,
    Special,
)
from dispatch.rules.application_moves import APPLICATION_MOVES
from dispatch.rules.incident_facts import Done, Filing, FollowedUp, Return, Until, Visit
from dispatch.rules.incident_moves import INCIDENT_MOVES
from dispatch.rules.shared_facts import (
    Assignment,
    Attachments,
    External,
    HandOver,
    Order,
    Rating,
    Tie,
    Voiding,
    Worded,
)
from dispatch.rules.states import Act

_ACTS_OF: dict[type, tuple[Act, ...]] = {
    Worded: (
        Act.HANDLE, Act.REVIEW, Act.SEND_BACK, Act.FINISH_SPECIAL, Act.DECLINE, Act.REFUSE_RETURN,
        Act.REFUSE_EXTENSION, Act.ORDER_REWORK, Act.COMMENT,
    ),
    Refusal: (Act.PROPOSE_REFUSAL, Act.REFUSE),
    Materials: (
        Act.FAIL_PRE_REVIEW, Act.NOTIFY_SUPPLEMENT, Act.SUPPLEMENT, Act.ASK_LATER, Act.SUBMIT_LATER,
    ),
    Assignment: (
        Act.ACCEPT, Act.ACCEPT_INSTANT, Act.SPLIT, Act.START_VERIFY, Act.DISPATCH, Act.CO_HANDLE, Act.RULE,
        Act.START_CHECK, Act.TRANSFER, Act.ASSIGN,
    ),
    Decision: (Act.GRANT, Act.DENY, Act.GRANT_INSTANT, Act.DENY_INSTANT),
    Settlement: (Act.SETTLE,),
    Extension: (Act.EXTEND, Act.REQUEST_EXTENSION, Act.GRANT_EXTENSION),
    Special: (Act.START_SPECIAL,),
    External: (Act.FORWARD_UP, Act.ESCALATE, Act.ASSIGN_DOWN),
    HandingOut: (Act.DELIVER,),
    Filing: (Act.FILE,),
    Return: (Act.REQUEST_RETURN,),
    Visit: (Act.VERIFY, Act.CHECK),
    Done: (Act.SELF_HANDLE, Act.FEEDBACK, Act.CO_FEEDBACK),
    FollowedUp: (Act.FOLLOW_UP,),
    Until: (Act.SUSPEND, Act.PEND),
    Order: (Act.SUPERVISE, Act.ANSWER_SUPERVISION),
    HandOver: (Act.HAND_OVER,),
    Tie: (Act.MERGE, Act.LINK),
    Rating: (Act.RATE,),
    Voiding: (Act.VOID,),
    Attachments: (Act.ATTACH,),
}  # fmt: skip
_WITHOUT_FACTS = (
    Act.APPLY, Act.START_PRE_REVIEW, Act.PASS_PRE_REVIEW, Act.RECEIVE, Act.LAPSE,
    Act.SIGN_FOR, Act.MAKE_READY, Act.WITHDRAW, Act.ARRIVE, Act.GRANT_RETURN, Act.RESUME, Act.UNPEND,
    Act.CLOSE, Act.SEPARATE, Act.URGE, Act.CONFIRM_HAND_OVER, Act.REFUSE_HAND_OVER,
)  # fmt: skip
# Opening is intake's; the rest is done by sweeps only, whatever a token's roles are.
NOT_SERVED = frozenset(
    {Act.SAVE_DRAFT, Act.REPORT, Act.PROPOSE_LAPSE, Act.DEEM_ACCEPTED, Act.CLOSE_WITH_PARENT, Act.ARCHIVE}
)
FACTS_OF: dict[Act, type | None] = {
    **{act: facts for facts, acts in _ACTS_OF.items() for act in acts},
    **dict.fromkeys(_WITHOUT_FACTS),
}


@dataclass(frozen=True, slots=True)
class ServedAct:
    """An act with an address: its last part, its facts, and whose lifecycle knows it."""

    act: Act
    facts: type | None
    tag: str

    @property
    def path(self) -> str:
        """The end of its address."""
        return self.act.value.replace("_", "-")


def _tag(act: Act) -> str:
    for_application = any(move.act is act for move in APPLICATION_MOVES)
    for_incident = any(move.act is act for move in INCIDENT_MOVES)
    if for_application and for_incident:
        return "acts"
    return "application acts" if for_application else "incident acts"


SERVED: tuple[ServedAct, ...] = tuple(
    ServedAct(act, FACTS_OF[act], _tag(act)) for act in Act if act not in NOT_SERVED
)
