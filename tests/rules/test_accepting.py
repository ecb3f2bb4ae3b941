"""The rules from the counter to acceptance: notices, supplements, refusals, lapses and deemed acceptance."""

from datetime import timedelta

import pytest

from dispatch.errors import (
    ActNotAllowed,
    FactMissing,
    RoleMayNot,
    SupplementAskedAlready,
    TooEarly,
    TooLate,
)
from dispatch.rules.application_facts import Materials, Refusal, RefusalReason
from dispatch.rules.change import Card, TaskVerb
from dispatch.rules.clock_effects import ClockKind, Verb
from dispatch.rules.shared_facts import Opening
from dispatch.rules.states import Act, ApplicationState, CaseKind, ResultCode
from dispatch.rules.task_states import TaskKind
from tests.rules.case_walk import LIMIT, MONDAY, Walk
from tests.rules.people_of_cases import (
    CIVIL,
    CLERK,
    HANDLER,
    ITEM,
    RESIDENT,
    SYSTEM,
    TO_CIVIL,
    received,
)

FORM = Materials(frozenset({"form"}))
DAY = timedelta(days=1)


def supplemented() -> Walk:
    """An application whose missing form came two days later."""
    walk = received()
    walk.act(Act.NOTIFY_SUPPLEMENT, CLERK, FORM)
    walk.now += 2 * DAY
    walk.act(Act.SUPPLEMENT, RESIDENT, FORM)
    return walk


def test_a_case_is_not_opened_without_a_first_responder() -> None:
    with pytest.raises(FactMissing):
        Walk(CaseKind.APPLICATION).act(Act.RECEIVE, CLERK)


def test_receiving_starts_the_clock_of_acceptance_and_names_the_first_responder() -> None:
    walk = received()

    assert walk.case().first_responder == 1
    assert walk.case().received_at == MONDAY
    assert set(walk.due) == {ClockKind.ACCEPTANCE}


def test_an_application_the_pre_review_failed_may_be_sent_in_again() -> None:
    walk = Walk(CaseKind.APPLICATION, ITEM)
    walk.act(Act.APPLY, RESIDENT, Opening(1))
    walk.act(Act.START_PRE_REVIEW, CLERK)
    walk.act(Act.FAIL_PRE_REVIEW, CLERK, FORM)

    walk.act(Act.APPLY, RESIDENT)

    assert walk.state is ApplicationState.SUBMITTED
    assert not walk.due


def test_accepting_hands_the_case_to_the_department_to_sign_for() -> None:
    walk = received()

    change = walk.act(Act.ACCEPT, CLERK, TO_CIVIL)

    assert walk.state is ApplicationState.ACCEPTED
    assert [(task.verb, task.kind, task.department_id) for task in change.tasks] == [
        (TaskVerb.OPEN, TaskKind.HANDLE, CIVIL)
    ]


def test_incomplete_materials_are_not_accepted() -> None:
    with pytest.raises(FactMissing):
        received(complete=False).act(Act.ACCEPT, CLERK, TO_CIVIL)


def test_acceptance_names_who_is_to_handle() -> None:
    with pytest.raises(FactMissing):
        received().act(Act.ACCEPT, CLERK)


def test_a_department_cannot_receive() -> None:
    with pytest.raises(RoleMayNot):
        Walk(CaseKind.APPLICATION).act(Act.RECEIVE, HANDLER, Opening(11))


def test_a_notice_asks_for_nothing_the_published_item_does_not_list() -> None:
    with pytest.raises(FactMissing):
        received().act(Act.NOTIFY_SUPPLEMENT, CLERK, Materials(frozenset({"form", "favour"})))


def test_a_second_notice_for_the_same_facts_is_refused() -> None:
    walk = supplemented()

    with pytest.raises(SupplementAskedAlready) as refused:
        walk.act(Act.NOTIFY_SUPPLEMENT, CLERK, Materials(frozenset({"form", "photo"})))

    assert refused.value.codes == ("form",)


def test_a_second_notice_for_the_same_facts_is_refused_while_the_first_is_open() -> None:
    walk = received()
    walk.act(Act.NOTIFY_SUPPLEMENT, CLERK, FORM)

    with pytest.raises(SupplementAskedAlready):
        walk.act(Act.NOTIFY_SUPPLEMENT, CLERK, FORM)


def test_a_second_notice_for_new_facts_shows_a_yellow_card() -> None:
    walk = supplemented()

    change = walk.act(Act.NOTIFY_SUPPLEMENT, CLERK, Materials(frozenset({"photo"})))

    assert change.card is Card.YELLOW
    assert walk.case().past.cards == ("yellow",)


def test_a_notice_makes_an_application_incomplete_and_its_whole_supplement_complete() -> None:
    walk = received(complete=False)
    assert walk.act(Act.NOTIFY_SUPPLEMENT, CLERK, FORM).card is None
    assert walk.case().materials_complete is False

    walk.act(Act.SUPPLEMENT, RESIDENT, FORM)

    assert walk.case().materials_complete is True


def test_a_supplement_brings_everything_that_was_asked_for() -> None:
    walk = received()
    walk.act(Act.NOTIFY_SUPPLEMENT, CLERK, Materials(frozenset({"form", "photo"})))

    with pytest.raises(FactMissing, match="photo"):
        walk.act(Act.SUPPLEMENT, RESIDENT, FORM)


def test_a_completed_application_counts_as_accepted_on_the_day_it_was_completed() -> None:
    walk = supplemented()
    walk.now += DAY

    change = walk.act(Act.ACCEPT, CLERK, TO_CIVIL)

    assert change.sets.accepted_at == MONDAY + 2 * DAY
    decision = next(one for one in change.clocks if one.clock is ClockKind.DECISION)
    assert (decision.verb, decision.at) == (Verb.START, MONDAY + 2 * DAY)
    assert change.card is None


def test_nothing_told_in_time_is_accepted_with_the_date_of_receipt_and_a_red_card() -> None:
    walk = received(complete=False)
    walk.now += LIMIT + DAY

    change = walk.act(Act.DEEM_ACCEPTED, SYSTEM, TO_CIVIL)

    assert change.sets.accepted_at == MONDAY
    assert change.card is Card.RED
    assert {one.at for one in change.clocks if one.clock is ClockKind.DECISION} == {MONDAY}


def test_an_application_is_not_deemed_accepted_while_the_desk_has_time() -> None:
    with pytest.raises(TooEarly):
        received().act(Act.DEEM_ACCEPTED, SYSTEM, TO_CIVIL)


def test_an_application_is_deemed_accepted_only_once() -> None:
    walk = received()
    walk.now += LIMIT + DAY
    walk.act(Act.DEEM_ACCEPTED, SYSTEM, TO_CIVIL)

    with pytest.raises(ActNotAllowed):
        walk.act(Act.DEEM_ACCEPTED, SYSTEM, TO_CIVIL)


def test_a_clerk_who_accepts_too_late_accepts_with_the_date_of_receipt_too() -> None:
    walk = received()
    walk.now += LIMIT + DAY

    change = walk.act(Act.ACCEPT, CLERK, TO_CIVIL)

    assert (change.sets.accepted_at, change.card) == (MONDAY, Card.RED)


@pytest.mark.parametrize("act", [Act.NOTIFY_SUPPLEMENT, Act.REFUSE])
def test_after_five_working_days_nothing_can_be_asked_for_or_refused(act: Act) -> None:
    walk = received()
    walk.now += LIMIT + DAY
    refusal = Refusal(RefusalReason.NOT_NEEDED, "No permit is needed.")

    with pytest.raises(TooLate):
        walk.act(
            act,
            CLERK if act is Act.NOTIFY_SUPPLEMENT else HANDLER,
            FORM if act is not Act.REFUSE else refusal,
        )


def test_a_refusal_for_want_of_power_names_the_right_body() -> None:
    with pytest.raises(FactMissing, match="right_body"):
        received().act(Act.REFUSE, HANDLER, Refusal(RefusalReason.NOT_OUR_POWER, "Not ours."))


def test_the_window_proposes_a_refusal_and_the_department_speaks_it() -> None:
    walk = received()
    refusal = Refusal(RefusalReason.NOT_NEEDED, "No permit is needed.", department_id=CIVIL)
    walk.act(Act.PROPOSE_REFUSAL, CLERK, refusal)

    walk.act(Act.REFUSE, HANDLER, refusal)

    assert walk.state is ApplicationState.NOT_ACCEPTED
    assert not [task for task in walk.tasks if task.open]
    assert walk.row()["closed_at"] == MONDAY


def test_a_window_cannot_refuse() -> None:
    with pytest.raises(RoleMayNot):
        received().act(Act.REFUSE, CLERK, Refusal(RefusalReason.NOT_NEEDED, "No."))


def test_what_the_applicant_never_brings_lapses_when_a_person_confirms_it() -> None:
    walk = received()
    walk.act(Act.NOTIFY_SUPPLEMENT, CLERK, FORM)
    walk.now += LIMIT + DAY
    walk.act(Act.PROPOSE_LAPSE, SYSTEM)

    walk.act(Act.LAPSE, CLERK)

    assert walk.state is ApplicationState.SETTLED
    assert walk.case().result_code == ResultCode.LAPSED


def test_nothing_lapses_before_its_time_or_unproposed() -> None:
    walk = received()
    walk.act(Act.NOTIFY_SUPPLEMENT, CLERK, FORM)

    with pytest.raises(TooEarly):
        walk.act(Act.PROPOSE_LAPSE, SYSTEM)
    walk.now += LIMIT + DAY
    with pytest.raises(TooEarly):
        walk.act(Act.LAPSE, CLERK)
