"""The rules of closing an incident and of answering for it: checks, follow-up, orders, first responders."""

from datetime import timedelta

import pytest

from dispatch.errors import (
    FactMissing,
    NotReadyToClose,
    NotYourTask,
    SamePersonMayNot,
    SupervisionUnanswered,
)
from dispatch.rules.buttons import allowed
from dispatch.rules.incident_facts import Done, FollowedUp, Visit
from dispatch.rules.shared_facts import Assignment, Handler, HandOver, Order
from dispatch.rules.states import Act, IncidentState
from reach import Role
from tests.rules.case_walk import MONDAY, Person, Walk
from tests.rules.people_of_cases import (
    CLERK,
    HANDLER,
    INSPECTOR,
    OPERATOR,
    OPINION,
    OTHER_CLERK,
    PHOTO,
    SUPERVISOR,
    SYSTEM,
    WORKER,
    accepted,
    checked,
    fed_back,
    followed_up,
    reported,
)

ORDER = Order("Say why it takes so long.", due=MONDAY + timedelta(days=3))


def self_handled() -> Walk:
    """Rubbish a worker swept up where he saw it."""
    walk = reported(public=False)
    walk.act(Act.SELF_HANDLE, WORKER, Done("Swept.", PHOTO, PHOTO))
    return walk


def test_an_incident_is_closed_when_the_check_agrees_with_the_feedback() -> None:
    walk = checked()

    walk.act(Act.CLOSE, OPERATOR)

    assert walk.state is IncidentState.CLOSED
    assert walk.row()["closed_at"] == walk.now


def test_nothing_is_closed_unchecked_or_against_the_check() -> None:
    with pytest.raises(NotReadyToClose):
        fed_back().act(Act.CLOSE, OPERATOR)
    with pytest.raises(NotReadyToClose):
        checked(agrees=False).act(Act.CLOSE, OPERATOR)


def test_a_check_of_earlier_work_does_not_close_the_rework() -> None:
    walk = checked()
    walk.act(Act.ORDER_REWORK, OPERATOR, OPINION)
    walk.act(Act.FEEDBACK, HANDLER, Done("Filled again.", after=PHOTO))

    with pytest.raises(NotReadyToClose):
        walk.act(Act.CLOSE, OPERATOR)


def test_the_reporter_is_asked_before_a_public_report_is_closed() -> None:
    with pytest.raises(NotReadyToClose):
        checked(public=True).act(Act.CLOSE, OPERATOR)
    walk = followed_up(satisfied=True)

    walk.act(Act.CLOSE, OPERATOR)

    assert walk.state is IncidentState.CLOSED


def test_the_reporter_is_asked_after_the_check_not_before() -> None:
    with pytest.raises(NotReadyToClose):
        fed_back(public=True).act(Act.FOLLOW_UP, OPERATOR, FollowedUp(satisfied=True))


def test_discontent_that_is_the_handler_s_fault_means_rework() -> None:
    walk = followed_up(satisfied=False, at_fault=True)
    with pytest.raises(NotReadyToClose):
        walk.act(Act.CLOSE, OPERATOR)

    walk.act(Act.ORDER_REWORK, OPERATOR, OPINION)

    assert walk.state is IncidentState.REWORK


def test_discontent_that_is_nobody_s_fault_does_not_keep_a_case_open() -> None:
    walk = followed_up(satisfied=False)

    walk.act(Act.CLOSE, OPERATOR)

    assert walk.state is IncidentState.CLOSED


def test_discontent_is_put_into_words() -> None:
    with pytest.raises(FactMissing):
        checked(public=True).act(Act.FOLLOW_UP, OPERATOR, FollowedUp(satisfied=False))


def test_self_handled_work_is_closed_unless_drawn_for_a_check() -> None:
    self_handled().act(Act.CLOSE, OPERATOR)
    drawn = self_handled()
    drawn.act(Act.START_CHECK, SYSTEM, Assignment(Handler(worker=INSPECTOR.who)))
    drawn.act(Act.CHECK, INSPECTOR, Visit(agrees=False, photos=PHOTO))

    assert drawn.state is IncidentState.SELF_HANDLED
    with pytest.raises(NotReadyToClose):
        drawn.act(Act.CLOSE, OPERATOR)


def test_who_handled_does_not_close() -> None:
    with pytest.raises(SamePersonMayNot):
        self_handled().act(Act.CLOSE, Person(WORKER.who, Role.OPERATOR))


def test_an_unanswered_order_of_supervision_blocks_closing() -> None:
    walk = checked()
    walk.act(Act.SUPERVISE, SUPERVISOR, ORDER)
    number = walk.entries[-1].seq
    with pytest.raises(SupervisionUnanswered):
        walk.act(Act.CLOSE, OPERATOR)
    assert Act.CLOSE not in allowed(walk.case(), frozenset({Role.OPERATOR}))

    walk.act(Act.ANSWER_SUPERVISION, HANDLER, Order("It rained.", order_id=number))

    walk.act(Act.CLOSE, OPERATOR)


def test_the_first_responder_changes_only_when_the_other_confirms() -> None:
    walk = accepted()
    walk.act(Act.HAND_OVER, CLERK, HandOver(2))
    assert walk.case().first_responder == 1

    walk.act(Act.CONFIRM_HAND_OVER, OTHER_CLERK)

    assert walk.case().first_responder == 2


def test_nobody_else_confirms_a_hand_over() -> None:
    walk = accepted()
    walk.act(Act.HAND_OVER, CLERK, HandOver(2))

    with pytest.raises(SamePersonMayNot):
        walk.act(Act.CONFIRM_HAND_OVER, CLERK)


def test_a_refused_hand_over_is_over() -> None:
    walk = accepted()
    walk.act(Act.HAND_OVER, CLERK, HandOver(2))
    walk.act(Act.REFUSE_HAND_OVER, OTHER_CLERK)

    with pytest.raises(FactMissing):
        walk.act(Act.CONFIRM_HAND_OVER, OTHER_CLERK)
    assert walk.case().first_responder == 1


def test_only_the_first_responder_or_his_superiors_hand_a_case_over() -> None:
    walk = accepted()

    with pytest.raises(NotYourTask):
        walk.act(Act.HAND_OVER, OTHER_CLERK, HandOver(2))
    walk.act(Act.HAND_OVER, SUPERVISOR, HandOver(2))
