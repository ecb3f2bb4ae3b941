"""What residents are told a state or step is called, in Chinese and English."""

from dispatch.rules.entry_kinds import EntryKind as K
from dispatch.rules.states import ApplicationState as A
from dispatch.rules.states import CaseKind
from dispatch.rules.states import IncidentState as I

Words = tuple[str, str]

APPLICATION_WORDS: dict[A, Words] = {
    A.NEW: ("新建", "New"),
    A.DRAFT: ("暂存", "Draft"),
    A.SUBMITTED: ("已申报", "Submitted"),
    A.PRE_REVIEW: ("预审中", "In pre-review"),
    A.PRE_PASSED: ("预审通过", "Passed pre-review"),
    A.PRE_FAILED: ("预审不通过", "Did not pass pre-review"),
    A.RECEIVED: ("已收件", "Received"),
    A.SUPPLEMENT_PENDING: ("待补正", "Waiting for a supplement"),
    A.ACCEPTED: ("已受理", "Accepted"),
    A.NOT_ACCEPTED: ("不予受理", "Not accepted"),
    A.IN_HANDLING: ("承办中", "Being handled"),
    A.IN_REVIEW: ("审核中", "Being reviewed"),
    A.IN_APPROVAL: ("批准中", "Being decided"),
    A.PARALLEL: ("联合办理中", "Being handled jointly"),
    A.SPECIAL_PROCEDURE: ("特别程序", "In a special procedure"),
    A.DECIDED_GRANT: ("准予许可", "Granted"),
    A.DECIDED_DENY: ("不予许可", "Denied"),
    A.SETTLED: ("已办结", "Settled"),
    A.RESULT_READY: ("结果待领取", "Result ready"),
    A.DELIVERED: ("已送达", "Delivered"),
    A.RATED: ("已评价", "Rated"),
    A.ARCHIVED: ("已归档", "Archived"),
    A.WITHDRAWN: ("已撤回", "Withdrawn"),
    A.VOIDED: ("已作废", "Void"),
}
INCIDENT_WORDS: dict[I, Words] = {
    I.NEW: ("新建", "New"),
    I.REPORTED: ("已上报", "Reported"),
    I.VERIFYING: ("核实中", "Being verified"),
    I.SELF_HANDLED: ("已自处置", "Solved on the spot"),
    I.DECLINED: ("不予立案", "Not taken on"),
    I.FILED: ("已立案", "Taken on"),
    I.DISPATCHED: ("已派遣", "Dispatched"),
    I.HANDLING: ("处置中", "Being handled"),
    I.RETURN_REQUESTED: ("处置中", "Being handled"),
    I.EXTENSION_REQUESTED: ("处置中", "Being handled"),
    I.PENDED: ("挂账", "Set aside for works"),
    I.SUSPENDED: ("挂起", "Suspended"),
    I.FEEDBACK: ("已反馈", "Done, to be checked"),
    I.CHECKING: ("核查中", "Being checked"),
    I.REWORK: ("返工中", "Being done again"),
    I.FOLLOWED_UP: ("已回访", "Asked about"),
    I.CLOSED: ("已结案", "Closed"),
    I.MERGED: ("已并案", "Joined with another report"),
    I.ARCHIVED: ("已归档", "Archived"),
    I.VOIDED: ("已作废", "Void"),
}
# The steps a resident is shown; how work is shared out inside is none of them.
STEP_WORDS: dict[K, Words] = {
    K.APPLIED: ("申报", "Submitted"),
    K.PRE_REVIEW_PASSED: ("预审通过", "Passed pre-review"),
    K.PRE_REVIEW_FAILED: ("预审不通过", "Did not pass pre-review"),
    K.RECEIVED: ("收件", "Received"),
    K.REFUSED: ("不予受理", "Not accepted"),
    K.SUPPLEMENT_NOTIFIED: ("补正告知", "Asked for a supplement"),
    K.SUPPLEMENTED: ("补正", "Supplemented"),
    K.LAPSED: ("补正逾期办结", "Ended for want of a supplement"),
    K.ACCEPTED: ("受理", "Accepted"),
    K.ACCEPTED_INSTANT: ("受理", "Accepted"),
    K.DEEMED_ACCEPTED: ("视为受理", "Deemed accepted"),
    K.SIGNED_FOR: ("签收", "Taken in hand"),
    K.HANDLED: ("承办", "Handled"),
    K.REVIEWED: ("审核", "Reviewed"),
    K.GRANTED: ("准予许可", "Granted"),
    K.DENIED: ("不予许可", "Denied"),
    K.GRANTED_INSTANT: ("准予许可", "Granted"),
    K.DENIED_INSTANT: ("不予许可", "Denied"),
    K.EXTENDED: ("延长期限", "Decision put off"),
    K.SPECIAL_STARTED: ("特别程序开始", "Special procedure begun"),
    K.SPECIAL_FINISHED: ("特别程序结束", "Special procedure over"),
    K.ASKED_LATER: ("补交告知", "Asked for more"),
    K.SUBMITTED_LATER: ("补交", "More brought"),
    K.FORWARDED_UP: ("转报办结", "Passed on to a higher body"),
    K.SETTLED: ("办结", "Settled"),
    K.RESULT_READY: ("出件", "Result ready"),
    K.DELIVERED: ("送达", "Delivered"),
    K.WITHDRAWN: ("撤回", "Withdrawn"),
    K.REPORTED: ("上报", "Reported"),
    K.VERIFIED: ("核实", "Looked at"),
    K.SELF_HANDLED: ("自处置", "Solved on the spot"),
    K.DECLINED: ("不予立案", "Not taken on"),
    K.FILED: ("立案", "Taken on"),
    K.DISPATCHED: ("派遣", "Dispatched"),
    K.TRANSFERRED: ("转派", "Sent elsewhere"),
    K.FED_BACK: ("处置反馈", "Done"),
    K.CHECKED: ("核查", "Checked"),
    K.REWORK_ORDERED: ("返工", "To be done again"),
    K.SUSPENDED: ("挂起", "Suspended"),
    K.RESUMED: ("恢复", "Resumed"),
    K.PENDED: ("挂账", "Set aside for works"),
    K.UNPENDED: ("恢复", "Resumed"),
    K.FOLLOWED_UP: ("回访", "Asked about"),
    K.CLOSED: ("结案", "Closed"),
    K.CLOSED_WITH_PARENT: ("结案", "Closed"),
    K.MERGED: ("并案", "Joined with another report"),
    K.VOIDED: ("作废", "Void"),
}


def state_words(kind: CaseKind, state: str) -> Words:
    """What a state is called (zh, en)."""
    if kind is CaseKind.APPLICATION:
        return APPLICATION_WORDS[A(state)]
    return INCIDENT_WORDS[I(state)]
