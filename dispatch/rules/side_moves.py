"""The acts that go beside the road of a case, in whatever open state it is: comments, urging, supervision."""

from dispatch.rules.change import Counts
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.moves import STOP_ALL, Move, from_each, in_each, roles, start, stop
from dispatch.rules.states import Act, State
from reach import Role

WORKING = roles(
    Role.CLERK,
    Role.RESULT_CLERK,
    Role.GRID_WORKER,
    Role.OPERATOR,
    Role.DISPATCHER,
    Role.HANDLER,
    Role.REVIEWER,
    Role.APPROVER,
    Role.CHECKER,
    Role.SUPERVISOR,
    Role.LEADER,
)
CENTRE = roles(Role.SUPERVISOR, Role.LEADER)
SPEAKING = WORKING | {Role.RESIDENT, Role.MACHINE}
# Whoever can be asked at a counter or a door can be first responder, and so can hand a case over.
ANSWERING = WORKING - {Role.REVIEWER, Role.APPROVER, Role.CHECKER}
URGING = roles(
    Role.RESIDENT, Role.MACHINE, Role.CLERK, Role.OPERATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER
)
ASSIGNING = roles(Role.DISPATCHER, Role.OPERATOR, Role.HANDLER, Role.LEADER, Role.SYSTEM)
TYING = roles(Role.CLERK, Role.OPERATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.SYSTEM)


def speaking(states: tuple[State, ...]) -> tuple[Move, ...]:
    """A word or a file to a case that is not over."""
    return (
        *in_each(states, Act.COMMENT, SPEAKING, version=Counts.ENTRY),
        *in_each(states, Act.ATTACH, SPEAKING, version=Counts.ENTRY),
        *in_each(states, Act.LINK, TYING, version=Counts.ENTRY),
    )


def overseeing(states: tuple[State, ...]) -> tuple[Move, ...]:
    """Urging (a counted reminder), supervision (an order to be answered) and the hand-over of first duty."""
    return (
        *in_each(states, Act.URGE, URGING, version=Counts.ENTRY),
        *in_each(states, Act.SUPERVISE, CENTRE, (start(ClockKind.SUPERVISE),)),
        *in_each(states, Act.ANSWER_SUPERVISION, WORKING - CENTRE, (stop(ClockKind.SUPERVISE),)),
        *in_each(states, Act.HAND_OVER, ANSWERING),
        *in_each(states, Act.CONFIRM_HAND_OVER, ANSWERING),
        *in_each(states, Act.REFUSE_HAND_OVER, ANSWERING),
    )


def voiding(states: tuple[State, ...], voided: State) -> tuple[Move, ...]:
    """A case that should not be is made void; it stays readable."""
    return from_each(states, Act.VOID, voided, roles(Role.SUPERVISOR), STOP_ALL)


def ended(states: tuple[State, ...], archived: State) -> tuple[Move, ...]:
    """A case that is over can be spoken of, linked and archived; an archived one only linked."""
    return (
        *in_each(states, Act.COMMENT, SPEAKING, version=Counts.ENTRY),
        *in_each((*states, archived), Act.LINK, TYING, version=Counts.ENTRY),
        *from_each(states, Act.ARCHIVE, archived, roles(Role.SYSTEM)),
    )
