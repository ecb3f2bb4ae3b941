"""The rules of giving work back: typed reasons, no bouncing, and an arbiter for the third time."""

import pytest

from dispatch.errors import BouncedBack, FactMissing, NeedsArbiter, NotYourTask, ReturnNotOpen
from dispatch.rules.change import TaskVerb
from dispatch.rules.clock_effects import ClockKind, Verb
from dispatch.rules.incident_facts import Return, ReturnReason
from dispatch.rules.shared_facts import Assignment, Handler
from dispatch.rules.states import Act, IncidentState
from dispatch.rules.task_states import TaskState
from reach import Role
from tests.rules.case_walk import Person, Walk
from tests.rules.people_of_cases import (
    CIVIL,
    DISPATCHER,
    HANDLER,
    HEALTH,
    HELPER,
    OPINION,
    SUPERVISOR,
    at_work,
)

ROADS = 30
ROADMAN = Person("staff:51", Role.HANDLER, ROADS)
WRONG = Return(ReturnReason.WRONG_DEPARTMENT, "The road is not ours.", suggested_department=HEALTH)
UNCLEAR = Return(ReturnReason.UNCLEAR_DUTY, "Nobody's list has it.")


def sent_to(walk: Walk, department: int) -> Walk:
    """The incident, with the department's handler."""
    walk.act(Act.DISPATCH, DISPATCHER, Assignment(Handler(department)))
    return walk


def returned_once() -> Walk:
    """Civil affairs gave the incident back and the health department has it."""
    walk = at_work()
    walk.act(Act.REQUEST_RETURN, HANDLER, WRONG)
    walk.act(Act.GRANT_RETURN, DISPATCHER)
    return sent_to(walk, HEALTH)


def asked_for_the_third_time() -> Walk:
    """Two departments gave the incident back, a third one asks to."""
    walk = returned_once()
    walk.act(Act.REQUEST_RETURN, HELPER, UNCLEAR)
    walk.act(Act.GRANT_RETURN, DISPATCHER)
    sent_to(walk, ROADS)
    walk.act(Act.REQUEST_RETURN, ROADMAN, UNCLEAR)
    return walk


def test_asking_to_return_a_task_stops_no_clock() -> None:
    change = at_work().act(Act.REQUEST_RETURN, HANDLER, WRONG)

    assert change.clocks == ()
    assert not change.escalated


def test_a_return_says_why() -> None:
    with pytest.raises(FactMissing):
        at_work().act(Act.REQUEST_RETURN, HANDLER, Return(ReturnReason.OTHER, "  "))


def test_only_the_task_s_own_department_returns_it() -> None:
    with pytest.raises(NotYourTask):
        at_work().act(Act.REQUEST_RETURN, HELPER, WRONG)


def test_a_granted_return_stops_the_handler_s_clocks_and_goes_to_the_dispatcher() -> None:
    walk = at_work()
    walk.act(Act.REQUEST_RETURN, HANDLER, WRONG)

    change = walk.act(Act.GRANT_RETURN, DISPATCHER)

    assert walk.state is IncidentState.FILED
    assert [(one.verb, one.clock, one.task_id) for one in change.clocks] == [
        (Verb.STOP, ClockKind.SIGN, 1),
        (Verb.STOP, ClockKind.HANDLING, 1),
        (Verb.START, ClockKind.DISPATCH, None),
    ]
    assert walk.tasks[0].state is TaskState.RETURNED


def test_a_refused_return_leaves_work_and_clock_where_they_were() -> None:
    walk = at_work()
    before = dict(walk.due)
    walk.act(Act.REQUEST_RETURN, HANDLER, WRONG)

    change = walk.act(Act.REFUSE_RETURN, DISPATCHER, OPINION)

    assert (walk.state, walk.due, change.clocks) == (IncidentState.HANDLING, before, ())


def test_a_refused_return_is_not_asked_for_again_on_the_same_ground() -> None:
    walk = at_work()
    walk.act(Act.REQUEST_RETURN, HANDLER, WRONG)
    walk.act(Act.REFUSE_RETURN, DISPATCHER, OPINION)

    with pytest.raises(ReturnNotOpen):
        walk.act(Act.REQUEST_RETURN, HANDLER, WRONG)
    walk.act(Act.REQUEST_RETURN, HANDLER, UNCLEAR)


def test_returned_work_is_not_dispatched_straight_back() -> None:
    walk = at_work()
    walk.act(Act.REQUEST_RETURN, HANDLER, WRONG)
    walk.act(Act.GRANT_RETURN, DISPATCHER)

    with pytest.raises(BouncedBack):
        sent_to(walk, CIVIL)


def test_the_receiver_does_not_bounce_work_straight_back() -> None:
    walk = returned_once()
    back = Return(ReturnReason.WRONG_DEPARTMENT, "It is theirs.", suggested_department=CIVIL)

    with pytest.raises(BouncedBack):
        walk.act(Act.REQUEST_RETURN, HELPER, back)


def test_the_third_request_calls_the_arbiter() -> None:
    walk = returned_once()
    second = walk.act(Act.REQUEST_RETURN, HELPER, UNCLEAR)
    walk.act(Act.GRANT_RETURN, DISPATCHER)
    sent_to(walk, ROADS)

    third = walk.act(Act.REQUEST_RETURN, ROADMAN, UNCLEAR)

    assert (second.escalated, third.escalated) == (False, True)
    assert walk.entries[-1].data["escalated"] is True


@pytest.mark.parametrize("act", [Act.GRANT_RETURN, Act.REFUSE_RETURN])
def test_a_dispatcher_does_not_answer_the_third_request(act: Act) -> None:
    with pytest.raises(NeedsArbiter):
        asked_for_the_third_time().act(act, DISPATCHER, OPINION)


def test_a_ruling_says_why_and_names_somebody_else() -> None:
    walk = asked_for_the_third_time()

    with pytest.raises(FactMissing, match="reason"):
        walk.act(Act.RULE, SUPERVISOR, Assignment(Handler(CIVIL)))
    with pytest.raises(FactMissing, match="refuse the return"):
        walk.act(Act.RULE, SUPERVISOR, Assignment(Handler(ROADS, ROADMAN.who), reason="Theirs."))


def test_a_ruling_may_send_work_back_to_who_returned_it_and_that_is_final() -> None:
    walk = asked_for_the_third_time()

    change = walk.act(Act.RULE, SUPERVISOR, Assignment(Handler(CIVIL), reason="By the list of 2024."))

    assert walk.state is IncidentState.DISPATCHED
    assert [one.verb for one in change.tasks] == [TaskVerb.RETURN, TaskVerb.OPEN]
    walk.act(Act.SIGN_FOR, HANDLER)
    with pytest.raises(ReturnNotOpen):
        walk.act(Act.REQUEST_RETURN, HANDLER, UNCLEAR)
