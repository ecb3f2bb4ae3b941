"""The transition table of applications, from the first draft to the archive."""

from dispatch.rules.change import Counts
from dispatch.rules.clock_effects import ClockEffect, ClockKind, Verb
from dispatch.rules.moves import STOP_ALL, Move, extend, from_each, in_each, pause, resume, roles, start, stop
from dispatch.rules.side_moves import ASSIGNING, ended, overseeing, speaking, voiding
from dispatch.rules.states import Act
from dispatch.rules.states import ApplicationState as S
from reach import Role

CLERK = roles(Role.CLERK)
HANDLER = roles(Role.HANDLER)
APPROVER = roles(Role.APPROVER)
RESULT_WINDOW = roles(Role.RESULT_CLERK)
SYSTEM = roles(Role.SYSTEM)
APPLYING = roles(Role.RESIDENT, Role.CLERK, Role.GRID_WORKER, Role.MACHINE)
BRINGING = APPLYING
PRE_REVIEWING = roles(Role.CLERK, Role.HANDLER)
WITHDRAWING = roles(Role.RESIDENT, Role.CLERK)

BEFORE_RECEIPT = (S.SUBMITTED, S.PRE_REVIEW, S.PRE_PASSED, S.PRE_FAILED)
UNDECIDED = (S.IN_HANDLING, S.IN_REVIEW, S.IN_APPROVAL, S.PARALLEL)
OPEN = (
    *BEFORE_RECEIPT,
    S.RECEIVED,
    S.SUPPLEMENT_PENDING,
    S.ACCEPTED,
    *UNDECIDED,
    S.SPECIAL_PROCEDURE,
    S.DECIDED_GRANT,
    S.DECIDED_DENY,
)
RESULT = (S.SETTLED, S.RESULT_READY)
ENDED = (S.NOT_ACCEPTED, S.DELIVERED, S.RATED, S.WITHDRAWN, S.VOIDED)

DECIDING = (stop(ClockKind.DECISION), stop(ClockKind.PROMISED), start(ClockKind.DELIVERY))
RUNNING = (start(ClockKind.DECISION), start(ClockKind.PROMISED))
TAKEN_ON = (stop(ClockKind.ACCEPTANCE), *RUNNING, start(ClockKind.SIGN))
PAUSED_LATER = (
    ClockEffect(Verb.PAUSE_IF_ITEM_SAYS, ClockKind.DECISION),
    ClockEffect(Verb.PAUSE_IF_ITEM_SAYS, ClockKind.PROMISED),
)
RESUMED_LATER = (
    ClockEffect(Verb.RESUME_IF_PAUSED, ClockKind.DECISION),
    ClockEffect(Verb.RESUME_IF_PAUSED, ClockKind.PROMISED),
)
SPECIAL = (pause(ClockKind.DECISION), pause(ClockKind.PROMISED), start(ClockKind.SPECIAL))
SPECIAL_OVER = (stop(ClockKind.SPECIAL), resume(ClockKind.DECISION), resume(ClockKind.PROMISED))
RECEIVING = (start(ClockKind.ACCEPTANCE),)

INTAKE = (
    Move(S.NEW, Act.SAVE_DRAFT, S.DRAFT, APPLYING),
    Move(S.NEW, Act.APPLY, S.SUBMITTED, APPLYING),
    Move(S.NEW, Act.RECEIVE, S.RECEIVED, CLERK, RECEIVING),
    Move(S.DRAFT, Act.SAVE_DRAFT, S.DRAFT, APPLYING),
    Move(S.DRAFT, Act.APPLY, S.SUBMITTED, APPLYING),
    # What a clerk put aside at the counter, or a resident brings along, goes on without a pre-review.
    *from_each((S.DRAFT, S.SUBMITTED, S.PRE_PASSED), Act.RECEIVE, S.RECEIVED, CLERK, RECEIVING),
    Move(S.SUBMITTED, Act.START_PRE_REVIEW, S.PRE_REVIEW, PRE_REVIEWING),
    Move(S.PRE_REVIEW, Act.PASS_PRE_REVIEW, S.PRE_PASSED, PRE_REVIEWING),
    Move(S.PRE_REVIEW, Act.FAIL_PRE_REVIEW, S.PRE_FAILED, PRE_REVIEWING),
    Move(S.PRE_FAILED, Act.APPLY, S.SUBMITTED, APPLYING),
)

ACCEPTANCE = (
    # Refusal is the department's word, handed over by the desk: the window only proposes it.
    Move(S.RECEIVED, Act.PROPOSE_REFUSAL, S.RECEIVED, CLERK),
    Move(S.RECEIVED, Act.REFUSE, S.NOT_ACCEPTED, HANDLER | APPROVER, STOP_ALL),
    Move(
        S.RECEIVED,
        Act.NOTIFY_SUPPLEMENT,
        S.SUPPLEMENT_PENDING,
        CLERK,
        (stop(ClockKind.ACCEPTANCE), start(ClockKind.SUPPLEMENT)),
    ),
    # New facts while the applicant is still collecting: a new round with its own limit.
    Move(
        S.SUPPLEMENT_PENDING,
        Act.NOTIFY_SUPPLEMENT,
        S.SUPPLEMENT_PENDING,
        CLERK,
        (stop(ClockKind.SUPPLEMENT), start(ClockKind.SUPPLEMENT)),
    ),
    Move(
        S.SUPPLEMENT_PENDING,
        Act.SUPPLEMENT,
        S.RECEIVED,
        BRINGING,
        (stop(ClockKind.SUPPLEMENT), start(ClockKind.ACCEPTANCE)),
    ),
    Move(S.SUPPLEMENT_PENDING, Act.PROPOSE_LAPSE, S.SUPPLEMENT_PENDING, SYSTEM),
    Move(S.SUPPLEMENT_PENDING, Act.LAPSE, S.SETTLED, CLERK, STOP_ALL),
    Move(S.RECEIVED, Act.ACCEPT, S.ACCEPTED, CLERK, TAKEN_ON),
    Move(S.RECEIVED, Act.ACCEPT_INSTANT, S.ACCEPTED, CLERK, (stop(ClockKind.ACCEPTANCE), *RUNNING)),
    Move(S.RECEIVED, Act.DEEM_ACCEPTED, S.ACCEPTED, SYSTEM, TAKEN_ON),
)

WORK = (
    Move(
        S.ACCEPTED,
        Act.SPLIT,
        S.PARALLEL,
        roles(Role.CLERK, Role.DISPATCHER, Role.SYSTEM),
        (start(ClockKind.SIGN), start(ClockKind.HANDLING)),
    ),
    Move(S.ACCEPTED, Act.SIGN_FOR, S.IN_HANDLING, HANDLER, (stop(ClockKind.SIGN),)),
    Move(S.PARALLEL, Act.SIGN_FOR, S.PARALLEL, HANDLER, (stop(ClockKind.SIGN),)),
    Move(S.PARALLEL, Act.CO_FEEDBACK, S.PARALLEL, HANDLER, (stop(ClockKind.HANDLING),)),
    *from_each((S.IN_HANDLING, S.PARALLEL), Act.HANDLE, S.IN_REVIEW, HANDLER),
    Move(S.IN_REVIEW, Act.REVIEW, S.IN_APPROVAL, roles(Role.REVIEWER)),
    Move(S.IN_REVIEW, Act.SEND_BACK, S.IN_HANDLING, roles(Role.REVIEWER)),
    Move(S.IN_APPROVAL, Act.SEND_BACK, S.IN_REVIEW, APPROVER),
    Move(S.IN_APPROVAL, Act.GRANT, S.DECIDED_GRANT, APPROVER, DECIDING),
    Move(S.IN_APPROVAL, Act.DENY, S.DECIDED_DENY, APPROVER, DECIDING),
    # The clerk may only grant, and only under the written delegation the item carries.
    Move(S.ACCEPTED, Act.GRANT_INSTANT, S.DECIDED_GRANT, APPROVER | CLERK, DECIDING),
    Move(S.ACCEPTED, Act.DENY_INSTANT, S.DECIDED_DENY, APPROVER, DECIDING),
    Move(
        S.ACCEPTED,
        Act.TRANSFER,
        S.ACCEPTED,
        roles(Role.DISPATCHER),
        (stop(ClockKind.SIGN), start(ClockKind.SIGN)),
    ),
    Move(S.IN_HANDLING, Act.TRANSFER, S.ACCEPTED, roles(Role.DISPATCHER), (start(ClockKind.SIGN),)),
    Move(S.IN_HANDLING, Act.FORWARD_UP, S.SETTLED, HANDLER, STOP_ALL),
    *in_each((S.ACCEPTED, *UNDECIDED), Act.ASSIGN, ASSIGNING, version=Counts.ENTRY),
)

BESIDE_WORK = (
    *in_each(
        (S.ACCEPTED, *UNDECIDED),
        Act.EXTEND,
        roles(Role.LEADER),
        (extend(ClockKind.DECISION), extend(ClockKind.PROMISED)),
    ),
    *from_each(UNDECIDED, Act.START_SPECIAL, S.SPECIAL_PROCEDURE, HANDLER, SPECIAL),
    Move(S.SPECIAL_PROCEDURE, Act.FINISH_SPECIAL, None, HANDLER, SPECIAL_OVER),
    *in_each(UNDECIDED, Act.ASK_LATER, HANDLER, PAUSED_LATER),
    *in_each(UNDECIDED, Act.SUBMIT_LATER, BRINGING, RESUMED_LATER),
    *from_each(
        (
            S.DRAFT,
            *BEFORE_RECEIPT,
            S.RECEIVED,
            S.SUPPLEMENT_PENDING,
            S.ACCEPTED,
            *UNDECIDED,
            S.SPECIAL_PROCEDURE,
        ),
        Act.WITHDRAW,
        S.WITHDRAWN,
        WITHDRAWING,
        STOP_ALL,
    ),
)

RESULTS = (
    *from_each((S.DECIDED_GRANT, S.DECIDED_DENY), Act.SETTLE, S.SETTLED, HANDLER | APPROVER | CLERK),
    Move(S.SETTLED, Act.MAKE_READY, S.RESULT_READY, RESULT_WINDOW),
    Move(S.RESULT_READY, Act.DELIVER, S.DELIVERED, RESULT_WINDOW, STOP_ALL),
    Move(S.DELIVERED, Act.RATE, S.RATED, roles(Role.RESIDENT, Role.MACHINE)),
    # Lapsed and forwarded cases have no result to hand out.
    Move(S.SETTLED, Act.ARCHIVE, S.ARCHIVED, SYSTEM),
)

APPLICATION_MOVES: tuple[Move, ...] = (
    *INTAKE,
    *ACCEPTANCE,
    *WORK,
    *BESIDE_WORK,
    *RESULTS,
    *speaking((S.DRAFT, *OPEN, *RESULT)),
    *overseeing((*OPEN, *RESULT)),
    *voiding((S.DRAFT, *OPEN), S.VOIDED),
    *ended(ENDED, S.ARCHIVED),
)
