"""The rules from sign-for to decision: whose task, different people, instant items, joint cases."""

from dataclasses import replace

import pytest

from dispatch.errors import (
    FactMissing,
    NotForThisMatter,
    NotYourTask,
    OthersStillAtWork,
    RoleMayNot,
    SamePersonMayNot,
)
from dispatch.rules.application_facts import Decision, Materials
from dispatch.rules.change import TaskVerb
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.incident_facts import Done
from dispatch.rules.shared_facts import Assignment, Handler
from dispatch.rules.states import Act, ApplicationState
from dispatch.rules.task_states import TaskKind
from reach import Role
from tests.rules.case_walk import Person, Walk
from tests.rules.people_of_cases import (
    APPROVER,
    CIVIL,
    CLERK,
    DISPATCHER,
    HANDLER,
    HEALTH,
    HELPER,
    ITEM,
    OPINION,
    REVIEWER,
    TO_CIVIL,
    accepted,
    in_approval,
    in_handling,
    received,
)

DENIAL = Decision("The income is above the line.", "Reconsideration within 60 days.")
INSTANT = replace(ITEM, instant=True)
DELEGATED = replace(INSTANT, delegated_to=CIVIL)
JOINT = replace(ITEM, joint=True)


def in_parallel() -> Walk:
    """A joint case that civil affairs leads and the health department takes part in."""
    walk = accepted(JOINT)
    walk.act(Act.SPLIT, CLERK, Assignment(others=(Handler(HEALTH),)))
    walk.act(Act.SIGN_FOR, HANDLER)
    walk.act(Act.SIGN_FOR, HELPER)
    return walk


def test_a_department_signs_only_for_what_was_handed_to_it() -> None:
    with pytest.raises(NotYourTask):
        accepted().act(Act.SIGN_FOR, HELPER)


def test_a_task_assigned_to_a_colleague_is_his() -> None:
    walk = accepted()
    walk.act(Act.ASSIGN, DISPATCHER, Assignment(Handler(CIVIL, "staff:99")), task_id=1)

    with pytest.raises(NotYourTask):
        walk.act(Act.SIGN_FOR, HANDLER)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER])
def test_who_handled_neither_reviews_nor_approves(role: Role) -> None:
    walk = in_handling()
    walk.act(Act.HANDLE, HANDLER, OPINION)
    if role is Role.APPROVER:
        walk.act(Act.REVIEW, REVIEWER, OPINION)
    same = Person(HANDLER.who, role, CIVIL)
    step = (Act.REVIEW, OPINION) if role is Role.REVIEWER else (Act.GRANT, Decision())

    with pytest.raises(SamePersonMayNot):
        walk.act(step[0], same, step[1])


def test_who_reviewed_does_not_approve() -> None:
    with pytest.raises(SamePersonMayNot):
        in_approval().act(Act.GRANT, Person(REVIEWER.who, Role.APPROVER, CIVIL), Decision())


def test_approval_is_the_decision_and_starts_the_clock_of_delivery() -> None:
    walk = in_approval()

    change = walk.act(Act.GRANT, APPROVER, Decision())

    assert walk.state is ApplicationState.DECIDED_GRANT
    assert change.sets.decided_at == walk.now
    assert [str(one.verb) for one in change.clocks] == ["STOP", "STOP", "START"]
    assert change.clocks[-1].clock is ClockKind.DELIVERY


@pytest.mark.parametrize("missing", [Decision(remedies="Reconsideration."), Decision(reasons="Too rich.")])
def test_a_denial_gives_reasons_and_remedies(missing: Decision) -> None:
    with pytest.raises(FactMissing):
        in_approval().act(Act.DENY, APPROVER, missing)


def test_a_file_sent_back_goes_one_step_and_keeps_its_handler() -> None:
    walk = in_approval()
    walk.act(Act.SEND_BACK, APPROVER, OPINION)

    change = walk.act(Act.SEND_BACK, REVIEWER, OPINION)

    assert walk.state is ApplicationState.IN_HANDLING
    assert [(one.verb, one.kind, one.worker) for one in change.tasks] == [
        (TaskVerb.RETURN, TaskKind.REVIEW, REVIEWER.who),
        (TaskVerb.REOPEN, TaskKind.HANDLE, HANDLER.who),
    ]
    assert change.clocks == ()


def test_an_officer_on_line_decides_an_instant_item_in_the_visit() -> None:
    walk = received(INSTANT)
    walk.act(Act.ACCEPT_INSTANT, CLERK, TO_CIVIL)

    walk.act(Act.GRANT_INSTANT, APPROVER, Decision(deciding_body=CIVIL))

    assert walk.state is ApplicationState.DECIDED_GRANT
    assert walk.entries[-1].data["deciding_body"] == CIVIL
    assert walk.row()["accepted_at"] == walk.row()["decided_at"] == walk.now


def test_a_clerk_decides_an_instant_item_only_under_its_delegation() -> None:
    with_delegation, without = received(DELEGATED), received(INSTANT)
    for walk in (with_delegation, without):
        walk.act(Act.ACCEPT_INSTANT, CLERK, TO_CIVIL)

    with_delegation.act(Act.GRANT_INSTANT, CLERK, Decision(deciding_body=CIVIL))

    assert with_delegation.state is ApplicationState.DECIDED_GRANT
    with pytest.raises(NotForThisMatter):
        without.act(Act.GRANT_INSTANT, CLERK, Decision(deciding_body=CIVIL))


def test_a_clerk_denies_nothing_under_any_delegation() -> None:
    walk = received(DELEGATED)
    walk.act(Act.ACCEPT_INSTANT, CLERK, TO_CIVIL)

    with pytest.raises(RoleMayNot):
        walk.act(Act.DENY_INSTANT, CLERK, replace(DENIAL, deciding_body=CIVIL))


def test_an_officer_of_another_body_does_not_decide_at_once() -> None:
    walk = received(INSTANT)
    walk.act(Act.ACCEPT_INSTANT, CLERK, TO_CIVIL)

    with pytest.raises(NotYourTask):
        walk.act(Act.GRANT_INSTANT, Person("staff:77", Role.APPROVER, HEALTH), Decision(deciding_body=HEALTH))


def test_who_received_does_not_decide_on_line() -> None:
    walk = received(INSTANT)
    walk.act(Act.ACCEPT_INSTANT, CLERK, TO_CIVIL)

    with pytest.raises(SamePersonMayNot):
        walk.act(Act.GRANT_INSTANT, Person(CLERK.who, Role.APPROVER, CIVIL), Decision(deciding_body=CIVIL))


def test_an_instant_decision_names_the_body() -> None:
    walk = received(INSTANT)
    walk.act(Act.ACCEPT_INSTANT, CLERK, TO_CIVIL)

    with pytest.raises(FactMissing):
        walk.act(Act.GRANT_INSTANT, APPROVER, Decision())


def test_an_instant_acceptance_is_for_instant_items() -> None:
    with pytest.raises(NotForThisMatter):
        received().act(Act.ACCEPT_INSTANT, CLERK, TO_CIVIL)


def test_a_joint_case_is_split_before_anybody_signs() -> None:
    with pytest.raises(NotForThisMatter):
        accepted(JOINT).act(Act.SIGN_FOR, HANDLER)


def test_the_lead_of_a_joint_case_waits_for_every_department() -> None:
    walk = in_parallel()

    with pytest.raises(OthersStillAtWork):
        walk.act(Act.HANDLE, HANDLER, OPINION)
    walk.act(Act.CO_FEEDBACK, HELPER, Done("Health has no objection."))
    walk.act(Act.HANDLE, HANDLER, OPINION)

    assert walk.state is ApplicationState.IN_REVIEW


def test_nothing_is_granted_while_materials_are_still_to_come() -> None:
    walk = in_approval()
    walk.act(Act.ASK_LATER, HANDLER, Materials(frozenset({"form"})))

    with pytest.raises(FactMissing):
        walk.act(Act.GRANT, APPROVER, Decision())


def test_a_transferred_case_is_signed_for_anew() -> None:
    walk = in_handling()

    walk.act(Act.TRANSFER, DISPATCHER, Assignment(Handler(HEALTH), reason="Health pays it."))

    assert walk.state is ApplicationState.ACCEPTED
    with pytest.raises(NotYourTask):
        walk.act(Act.SIGN_FOR, HANDLER)
    walk.act(Act.SIGN_FOR, HELPER)
