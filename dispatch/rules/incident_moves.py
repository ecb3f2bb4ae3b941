"""The transition table of incidents, from the report to the archive."""

from dispatch.rules.change import Counts
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.moves import (
    STOP_ALL,
    Move,
    extend,
    from_each,
    in_each,
    pause,
    reopen,
    resume,
    roles,
    start,
    stop,
)
from dispatch.rules.side_moves import ASSIGNING, CENTRE, ended, overseeing, speaking, voiding
from dispatch.rules.states import Act
from dispatch.rules.states import IncidentState as S
from reach import Role

OPERATOR = roles(Role.OPERATOR)
DISPATCHER = roles(Role.DISPATCHER)
SYSTEM = roles(Role.SYSTEM)
HANDLING = roles(Role.HANDLER, Role.GRID_WORKER)
VISITING = roles(Role.GRID_WORKER, Role.CHECKER)
GOING = HANDLING | VISITING
REPORTING = roles(Role.RESIDENT, Role.CLERK, Role.GRID_WORKER, Role.OPERATOR, Role.CHECKER, Role.MACHINE)
CALLING = roles(Role.OPERATOR, Role.DISPATCHER, Role.SYSTEM)

WORK = (S.DISPATCHED, S.HANDLING)
OPEN = (
    S.REPORTED,
    S.VERIFYING,
    S.SELF_HANDLED,
    S.FILED,
    S.DISPATCHED,
    S.HANDLING,
    S.RETURN_REQUESTED,
    S.EXTENSION_REQUESTED,
    S.PENDED,
    S.SUSPENDED,
    S.FEEDBACK,
    S.CHECKING,
    S.REWORK,
    S.FOLLOWED_UP,
)
ENDED = (S.DECLINED, S.CLOSED, S.VOIDED)

SENDING = (start(ClockKind.SIGN), start(ClockKind.HANDLING))
TAKING_BACK = (stop(ClockKind.SIGN), stop(ClockKind.HANDLING))

FILING = (
    Move(S.NEW, Act.REPORT, S.REPORTED, REPORTING, (start(ClockKind.FILE),)),
    Move(
        S.REPORTED, Act.START_VERIFY, S.VERIFYING, CALLING, (pause(ClockKind.FILE), start(ClockKind.VERIFY))
    ),
    # The visit answers the question and gives the case back to whoever asked it; it files nothing.
    Move(
        S.VERIFYING,
        Act.VERIFY,
        S.REPORTED,
        VISITING | OPERATOR,
        (stop(ClockKind.VERIFY), resume(ClockKind.FILE)),
    ),
    Move(S.REPORTED, Act.SELF_HANDLE, S.SELF_HANDLED, roles(Role.GRID_WORKER), (stop(ClockKind.FILE),)),
    Move(
        S.VERIFYING,
        Act.SELF_HANDLE,
        S.SELF_HANDLED,
        roles(Role.GRID_WORKER),
        (stop(ClockKind.VERIFY), stop(ClockKind.FILE)),
    ),
    Move(S.REPORTED, Act.DECLINE, S.DECLINED, OPERATOR, STOP_ALL),
    Move(S.REPORTED, Act.FILE, S.FILED, OPERATOR | SYSTEM, (stop(ClockKind.FILE), start(ClockKind.DISPATCH))),
    # What a worker thought solved and a check or the reporter found unsolved takes the ordinary road.
    *from_each((S.SELF_HANDLED, S.FOLLOWED_UP), Act.FILE, S.FILED, OPERATOR, (start(ClockKind.DISPATCH),)),
)

DISPATCHING = (
    Move(S.FILED, Act.DISPATCH, S.DISPATCHED, DISPATCHER | SYSTEM, (stop(ClockKind.DISPATCH), *SENDING)),
    Move(S.DISPATCHED, Act.SIGN_FOR, S.HANDLING, HANDLING, (stop(ClockKind.SIGN),)),
    Move(S.HANDLING, Act.SIGN_FOR, S.HANDLING, HANDLING, (stop(ClockKind.SIGN),)),
    *from_each(WORK, Act.TRANSFER, S.DISPATCHED, DISPATCHER, (*TAKING_BACK, *SENDING)),
    *in_each(WORK, Act.CO_HANDLE, DISPATCHER, SENDING),
    *in_each((S.HANDLING, S.REWORK), Act.CO_FEEDBACK, HANDLING, (stop(ClockKind.HANDLING),)),
    *from_each((S.HANDLING, S.REWORK), Act.FEEDBACK, S.FEEDBACK, HANDLING, (stop(ClockKind.HANDLING),)),
    *in_each(
        (S.VERIFYING, S.DISPATCHED, S.HANDLING, S.CHECKING, S.REWORK),
        Act.ASSIGN,
        ASSIGNING,
        version=Counts.ENTRY,
    ),
)

RETURNING = (
    # Asking does not stop the clock; only the dispatcher's consent does.
    *from_each(WORK, Act.REQUEST_RETURN, S.RETURN_REQUESTED, HANDLING),
    Move(
        S.RETURN_REQUESTED,
        Act.GRANT_RETURN,
        S.FILED,
        DISPATCHER | CENTRE,
        (*TAKING_BACK, start(ClockKind.DISPATCH)),
    ),
    Move(S.RETURN_REQUESTED, Act.REFUSE_RETURN, None, DISPATCHER | CENTRE),
    Move(S.RETURN_REQUESTED, Act.RULE, S.DISPATCHED, CENTRE, (*TAKING_BACK, *SENDING)),
)

WAITING = (
    Move(S.HANDLING, Act.REQUEST_EXTENSION, S.EXTENSION_REQUESTED, HANDLING),
    Move(
        S.EXTENSION_REQUESTED,
        Act.GRANT_EXTENSION,
        None,
        roles(Role.DISPATCHER, Role.LEADER),
        (extend(ClockKind.HANDLING),),
    ),
    Move(S.EXTENSION_REQUESTED, Act.REFUSE_EXTENSION, None, roles(Role.DISPATCHER, Role.LEADER)),
    Move(S.HANDLING, Act.SUSPEND, S.SUSPENDED, CENTRE, (pause(ClockKind.HANDLING),)),
    Move(S.SUSPENDED, Act.RESUME, None, CENTRE | SYSTEM, (resume(ClockKind.HANDLING),)),
    # Pended work leaves the ordinary limits for the problem bank and gets a new limit when it comes back.
    Move(S.HANDLING, Act.PEND, S.PENDED, CENTRE, (stop(ClockKind.HANDLING),)),
    Move(S.PENDED, Act.UNPEND, None, CENTRE | SYSTEM, (start(ClockKind.HANDLING),)),
)

CLOSING = (
    *from_each((S.FEEDBACK, S.SELF_HANDLED), Act.START_CHECK, S.CHECKING, CALLING, (start(ClockKind.CHECK),)),
    Move(S.CHECKING, Act.CHECK, None, VISITING, (stop(ClockKind.CHECK),)),
    *from_each(
        (S.FEEDBACK, S.FOLLOWED_UP),
        Act.ORDER_REWORK,
        S.REWORK,
        roles(Role.OPERATOR, Role.DISPATCHER),
        # Rework keeps the first due time: whoever did it badly does not gain a day.
        (reopen(ClockKind.HANDLING),),
    ),
    *from_each((S.FEEDBACK, S.SELF_HANDLED), Act.FOLLOW_UP, S.FOLLOWED_UP, OPERATOR),
    *from_each((S.FEEDBACK, S.SELF_HANDLED, S.FOLLOWED_UP), Act.CLOSE, S.CLOSED, OPERATOR, STOP_ALL),
    *in_each((S.CLOSED,), Act.RATE, roles(Role.RESIDENT, Role.MACHINE), version=Counts.ENTRY),
)

# Being there is a fact of its own: it is said before the work is done, and moves no clock.
ARRIVING = in_each((S.VERIFYING, S.HANDLING, S.CHECKING, S.REWORK), Act.ARRIVE, GOING, version=Counts.ENTRY)

MERGING = (
    *from_each((S.REPORTED, S.FILED), Act.MERGE, S.MERGED, roles(Role.OPERATOR, Role.DISPATCHER), STOP_ALL),
    Move(
        S.MERGED,
        Act.SEPARATE,
        S.REPORTED,
        roles(Role.OPERATOR, Role.DISPATCHER),
        (start(ClockKind.FILE),),
    ),
    Move(S.MERGED, Act.CLOSE_WITH_PARENT, S.CLOSED, SYSTEM, STOP_ALL),
)

LEVELS = (
    *in_each(OPEN, Act.ESCALATE, roles(Role.DISPATCHER, Role.LEADER)),
    *in_each(OPEN, Act.ASSIGN_DOWN, roles(Role.DISPATCHER, Role.LEADER)),
)

INCIDENT_MOVES: tuple[Move, ...] = (
    *FILING,
    *DISPATCHING,
    *RETURNING,
    *WAITING,
    *CLOSING,
    *ARRIVING,
    *MERGING,
    *LEVELS,
    *speaking((*OPEN, S.MERGED)),
    *overseeing((*OPEN, S.MERGED)),
    *voiding((*OPEN, S.MERGED), S.VOIDED),
    *ended(ENDED, S.ARCHIVED),
)
