"""The words of the lifecycle: kinds of case, their states, acts and result codes."""

from enum import IntEnum, StrEnum


class CaseKind(StrEnum):
    """An application asks for a decision; an incident asks for something to be put right."""

    APPLICATION = "application"
    INCIDENT = "incident"


class ApplicationState(StrEnum):
    """Where an application (办件) stands; NEW is the moment before it is a case and is never stored."""

    NEW = "NEW"
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    PRE_REVIEW = "PRE_REVIEW"
    PRE_PASSED = "PRE_PASSED"
    PRE_FAILED = "PRE_FAILED"
    RECEIVED = "RECEIVED"
    SUPPLEMENT_PENDING = "SUPPLEMENT_PENDING"
    ACCEPTED = "ACCEPTED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    IN_HANDLING = "IN_HANDLING"
    IN_REVIEW = "IN_REVIEW"
    IN_APPROVAL = "IN_APPROVAL"
    PARALLEL = "PARALLEL"
    SPECIAL_PROCEDURE = "SPECIAL_PROCEDURE"
    DECIDED_GRANT = "DECIDED_GRANT"
    DECIDED_DENY = "DECIDED_DENY"
    SETTLED = "SETTLED"
    RESULT_READY = "RESULT_READY"
    DELIVERED = "DELIVERED"
    RATED = "RATED"
    ARCHIVED = "ARCHIVED"
    WITHDRAWN = "WITHDRAWN"
    VOIDED = "VOIDED"


class IncidentState(StrEnum):
    """Where an incident (案件) stands; NEW is the moment before it is a case and is never stored.

    Signing for is what starts handling, so 签收 and 处置 are one state, HANDLING.
    """

    NEW = "NEW"
    REPORTED = "REPORTED"
    VERIFYING = "VERIFYING"
    SELF_HANDLED = "SELF_HANDLED"
    DECLINED = "DECLINED"
    FILED = "FILED"
    DISPATCHED = "DISPATCHED"
    HANDLING = "HANDLING"
    RETURN_REQUESTED = "RETURN_REQUESTED"
    EXTENSION_REQUESTED = "EXTENSION_REQUESTED"
    PENDED = "PENDED"
    SUSPENDED = "SUSPENDED"
    FEEDBACK = "FEEDBACK"
    CHECKING = "CHECKING"
    REWORK = "REWORK"
    FOLLOWED_UP = "FOLLOWED_UP"
    CLOSED = "CLOSED"
    MERGED = "MERGED"
    ARCHIVED = "ARCHIVED"
    VOIDED = "VOIDED"


State = ApplicationState | IncidentState


class Act(StrEnum):
    """Everything somebody can do to a case; 核实 is VERIFY, 核查 CHECK, 催办 URGE, 督办 SUPERVISE."""

    # an application on its way to acceptance
    SAVE_DRAFT = "save_draft"
    APPLY = "apply"
    START_PRE_REVIEW = "start_pre_review"
    PASS_PRE_REVIEW = "pass_pre_review"
    FAIL_PRE_REVIEW = "fail_pre_review"
    RECEIVE = "receive"
    PROPOSE_REFUSAL = "propose_refusal"
    REFUSE = "refuse"
    NOTIFY_SUPPLEMENT = "notify_supplement"
    SUPPLEMENT = "supplement"
    PROPOSE_LAPSE = "propose_lapse"
    LAPSE = "lapse"
    ACCEPT = "accept"
    ACCEPT_INSTANT = "accept_instant"
    DEEM_ACCEPTED = "deem_accepted"
    # an accepted application
    SPLIT = "split"
    SIGN_FOR = "sign_for"
    HANDLE = "handle"
    REVIEW = "review"
    SEND_BACK = "send_back"
    GRANT = "grant"
    DENY = "deny"
    GRANT_INSTANT = "grant_instant"
    DENY_INSTANT = "deny_instant"
    EXTEND = "extend"
    START_SPECIAL = "start_special"
    FINISH_SPECIAL = "finish_special"
    ASK_LATER = "ask_later"
    SUBMIT_LATER = "submit_later"
    FORWARD_UP = "forward_up"
    SETTLE = "settle"
    MAKE_READY = "make_ready"
    DELIVER = "deliver"
    WITHDRAW = "withdraw"
    # an incident
    REPORT = "report"
    START_VERIFY = "start_verify"
    ARRIVE = "arrive"
    VERIFY = "verify"
    SELF_HANDLE = "self_handle"
    DECLINE = "decline"
    FILE = "file"
    DISPATCH = "dispatch"
    CO_HANDLE = "co_handle"
    CO_FEEDBACK = "co_feedback"
    FEEDBACK = "feedback"
    REQUEST_RETURN = "request_return"
    GRANT_RETURN = "grant_return"
    REFUSE_RETURN = "refuse_return"
    RULE = "rule"
    REQUEST_EXTENSION = "request_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    PEND = "pend"
    UNPEND = "unpend"
    START_CHECK = "start_check"
    CHECK = "check"
    ORDER_REWORK = "order_rework"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    MERGE = "merge"
    SEPARATE = "separate"
    CLOSE_WITH_PARENT = "close_with_parent"
    ESCALATE = "escalate"
    ASSIGN_DOWN = "assign_down"
    # either
    TRANSFER = "transfer"
    ASSIGN = "assign"
    COMMENT = "comment"
    ATTACH = "attach"
    URGE = "urge"
    SUPERVISE = "supervise"
    ANSWER_SUPERVISION = "answer_supervision"
    HAND_OVER = "hand_over"
    CONFIRM_HAND_OVER = "confirm_hand_over"
    REFUSE_HAND_OVER = "refuse_hand_over"
    LINK = "link"
    RATE = "rate"
    VOID = "void"
    ARCHIVE = "archive"


class ResultCode(IntEnum):
    """办结结果: how an application ended, as the approval-data standards number it."""

    CERTIFICATE = 0
    SENT_BACK = 1
    VOIDED = 2
    DELETED = 3
    FORWARDED_UP = 4
    LAPSED = 5
    OTHER = 6
