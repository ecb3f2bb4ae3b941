"""The rules from the decision to the archive, and of what may still be done to a case that is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.errors import (
    ActNotAllowed,
    AlreadyDone,
    FactMissing,
    NotForThisMatter,
    RoleMayNot,
    SupervisionUnanswered,
    TooEarly,
    TooLate,
)
from dispatch.rules.application_facts import Decision, DeliveryMode, HandingOut, Settlement
from dispatch.rules.case_facts import MatterFacts
from dispatch.rules.change import TaskVerb
from dispatch.rules.clock_effects import Verb
from dispatch.rules.shared_facts import External, Order, Rating, Relation, Tie, Voiding
from dispatch.rules.states import Act, ApplicationState, ResultCode
from tests.rules.case_walk import MONDAY, Walk
from tests.rules.people_of_cases import (
    APPROVER,
    CIVIL,
    CLERK,
    HANDLER,
    ITEM,
    OPINION,
    RESIDENT,
    RESULT_CLERK,
    SUPERVISOR,
    SYSTEM,
    TO_CIVIL,
    accepted,
    in_approval,
    in_handling,
    received,
    settled,
)

PAPER = replace(ITEM, certificate=False)
DENIAL = Decision("The income is above the line.", "Reconsideration within 60 days.")
COLLECTED = HandingOut(DeliveryMode.WINDOW, collected_by=5, document_kind="id_card")
ORDER = Order("Say why it takes so long.", due=MONDAY + timedelta(days=3))


def delivered() -> Walk:
    """A case whose certificate its applicant has collected."""
    walk = settled()
    walk.act(Act.MAKE_READY, RESULT_CLERK)
    walk.act(Act.DELIVER, RESULT_CLERK, COLLECTED)
    return walk


@pytest.mark.parametrize(("item", "code"), [(ITEM, ResultCode.CERTIFICATE), (PAPER, ResultCode.OTHER)])
def test_a_grant_settles_with_a_certificate_or_without(item: MatterFacts, code: ResultCode) -> None:
    walk = in_approval(item)
    walk.act(Act.GRANT, APPROVER, Decision())

    walk.act(Act.SETTLE, HANDLER, Settlement(code))

    assert walk.case().result_code == code
    assert walk.row()["settled_at"] == walk.now


@pytest.mark.parametrize("code", [code for code in ResultCode if code is not ResultCode.OTHER])
def test_a_denial_settles_as_otherwise_settled_and_nothing_else(code: ResultCode) -> None:
    walk = in_approval()
    walk.act(Act.DENY, APPROVER, DENIAL)

    with pytest.raises(FactMissing):
        walk.act(Act.SETTLE, HANDLER, Settlement(code))
    walk.act(Act.SETTLE, HANDLER, Settlement(ResultCode.OTHER))


def test_a_clerk_settles_only_what_he_may_decide_under_delegation() -> None:
    ordinary = in_approval()
    ordinary.act(Act.GRANT, APPROVER, Decision())
    delegated = received(replace(ITEM, instant=True, delegated_to=CIVIL))
    delegated.act(Act.ACCEPT_INSTANT, CLERK, TO_CIVIL)
    delegated.act(Act.GRANT_INSTANT, CLERK, Decision(deciding_body=CIVIL))

    delegated.act(Act.SETTLE, CLERK, Settlement(ResultCode.CERTIFICATE))

    with pytest.raises(RoleMayNot):
        ordinary.act(Act.SETTLE, CLERK, Settlement(ResultCode.CERTIFICATE))


def test_handing_out_at_the_window_notes_who_collected_and_what_he_showed() -> None:
    walk = settled()
    walk.act(Act.MAKE_READY, RESULT_CLERK)

    with pytest.raises(FactMissing):
        walk.act(Act.DELIVER, RESULT_CLERK, HandingOut(DeliveryMode.WINDOW, collected_by=5))


def test_a_parcel_is_noted_by_its_number_which_the_journal_keeps_sealed() -> None:
    walk = settled()
    walk.act(Act.MAKE_READY, RESULT_CLERK)

    walk.act(Act.DELIVER, RESULT_CLERK, HandingOut(DeliveryMode.EXPRESS, parcel="EA123"))

    assert "EA123" not in str(walk.entries[-1].data)
    assert "parcel" in str(walk.entries[-1].data["texts"])


def test_delivery_ends_every_clock_and_the_work() -> None:
    walk = settled()
    walk.act(Act.MAKE_READY, RESULT_CLERK)

    change = walk.act(Act.DELIVER, RESULT_CLERK, COLLECTED)

    assert [one.verb for one in change.clocks] == [Verb.STOP_ALL]
    assert [one.verb for one in change.tasks] == [TaskVerb.CLOSE]
    assert walk.row()["closed_at"] == walk.now


def test_a_case_is_forwarded_up_with_the_number_it_has_there() -> None:
    walk = in_handling()

    with pytest.raises(FactMissing):
        walk.act(Act.FORWARD_UP, HANDLER, External("Provincial civil affairs", " "))
    walk.act(Act.FORWARD_UP, HANDLER, External("Provincial civil affairs", "P-77"))

    assert walk.case().result_code == ResultCode.FORWARDED_UP
    with pytest.raises(NotForThisMatter):
        walk.act(Act.MAKE_READY, RESULT_CLERK)
    walk.act(Act.ARCHIVE, SYSTEM)


def test_nothing_is_ordered_of_a_case_that_ended_without_a_result() -> None:
    walk = in_handling()
    walk.act(Act.FORWARD_UP, HANDLER, External("Provincial civil affairs", "P-77"))

    with pytest.raises(NotForThisMatter):
        walk.act(Act.SUPERVISE, SUPERVISOR, ORDER)


def test_a_settled_case_is_not_archived_before_its_result_is_handed_out() -> None:
    with pytest.raises(TooEarly):
        settled().act(Act.ARCHIVE, SYSTEM)


def test_an_unanswered_order_of_supervision_blocks_settling() -> None:
    walk = in_approval()
    walk.act(Act.GRANT, APPROVER, Decision())
    walk.act(Act.SUPERVISE, SUPERVISOR, ORDER)
    order = walk.case().past.open_orders[0].id

    with pytest.raises(SupervisionUnanswered):
        walk.act(Act.SETTLE, HANDLER, Settlement(ResultCode.CERTIFICATE))
    walk.act(Act.ANSWER_SUPERVISION, HANDLER, Order("It is printed.", order_id=order))
    walk.act(Act.SETTLE, HANDLER, Settlement(ResultCode.CERTIFICATE))

    assert walk.state is ApplicationState.SETTLED


def test_an_order_is_answered_once_and_by_its_number() -> None:
    walk = accepted()
    change = walk.act(Act.SUPERVISE, SUPERVISOR, ORDER)
    number = walk.entries[-1].seq
    walk.act(Act.ANSWER_SUPERVISION, HANDLER, Order("On it.", order_id=number))

    assert [(one.order_id, one.until) for one in change.clocks] == [(number, ORDER.due)]
    with pytest.raises(AlreadyDone):
        walk.act(Act.ANSWER_SUPERVISION, HANDLER, Order("On it.", order_id=number))
    with pytest.raises(FactMissing):
        walk.act(Act.ANSWER_SUPERVISION, HANDLER, Order("On it.", order_id=number + 1))


def test_a_delivered_case_is_rated_once_in_its_window() -> None:
    walk = delivered()
    walk.act(Act.RATE, RESIDENT, Rating(5))

    assert walk.state is ApplicationState.RATED
    with pytest.raises(ActNotAllowed):
        walk.act(Act.RATE, RESIDENT, Rating(1))


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_a_rating_has_one_to_five_stars(stars: int) -> None:
    with pytest.raises(FactMissing):
        delivered().act(Act.RATE, RESIDENT, Rating(stars))


def test_nobody_rates_after_the_window() -> None:
    walk = delivered()
    walk.values = type(walk.values)(rating_until=MONDAY, first_responder=1)
    walk.now += timedelta(days=30)

    with pytest.raises(TooLate):
        walk.act(Act.RATE, RESIDENT, Rating(5))


def test_a_case_that_is_over_can_be_commented_and_linked_but_not_edited() -> None:
    walk = delivered()
    version = walk.version

    walk.act(Act.COMMENT, CLERK, OPINION)
    walk.act(Act.LINK, CLERK, Tie(78, Relation.DISSATISFIED))

    assert walk.version == version
    for act in (Act.ATTACH, Act.WITHDRAW, Act.VOID, Act.TRANSFER, Act.SETTLE):
        with pytest.raises(ActNotAllowed):
            walk.act(act, SUPERVISOR, Voiding("Wrong."))


def test_a_void_case_keeps_its_reason_and_can_be_struck_out_but_not_otherwise_ended() -> None:
    with pytest.raises(FactMissing):
        accepted().act(Act.VOID, SUPERVISOR, Voiding("Doubled.", ResultCode.CERTIFICATE))
    walk = accepted()

    walk.act(Act.VOID, SUPERVISOR, Voiding("Doubled.", ResultCode.DELETED))

    assert (walk.state, walk.case().result_code) == (ApplicationState.VOIDED, 3)


def test_withdrawing_takes_back_all_work_and_ends_the_case() -> None:
    walk = accepted()

    change = walk.act(Act.WITHDRAW, RESIDENT)

    assert walk.state is ApplicationState.WITHDRAWN
    assert [one.verb for one in change.tasks] == [TaskVerb.CANCEL]
    assert [one.verb for one in change.clocks] == [Verb.STOP_ALL]
