"""The rules of an incident from the report to the check: verified, filed, dispatched, handled, fed back."""

from datetime import timedelta

import pytest

from dispatch.errors import (
    FactMissing,
    NotForThisMatter,
    NotYourTask,
    OthersStillAtWork,
    SamePersonMayNot,
    VerifyFirst,
)
from dispatch.rules.change import TaskVerb
from dispatch.rules.clock_effects import ClockKind, Verb
from dispatch.rules.incident_facts import Done, Filing, Visit
from dispatch.rules.shared_facts import Assignment, Handler, Order, Tie, Worded
from dispatch.rules.states import Act, IncidentState
from dispatch.rules.task_states import TaskKind
from reach import Role
from tests.rules.case_walk import LIMIT, MONDAY, Person
from tests.rules.people_of_cases import (
    DISPATCHER,
    HANDLER,
    HEALTH,
    HELPER,
    INSPECTOR,
    OPERATOR,
    OPINION,
    PHOTO,
    RESIDENT,
    SUPERVISOR,
    SYSTEM,
    TO_CIVIL,
    WORKER,
    at_work,
    checked,
    fed_back,
    filed,
    reported,
)

FILING = Filing("01-03", "deep", criterion_met=True)
VISIT = Assignment(Handler(worker=WORKER.who))


def test_a_report_of_the_public_is_verified_before_it_is_filed() -> None:
    with pytest.raises(VerifyFirst):
        reported(public=True).act(Act.FILE, OPERATOR, FILING)


def test_an_urgent_report_of_the_public_is_filed_at_once() -> None:
    walk = reported(public=True, urgent=True)

    walk.act(Act.FILE, SYSTEM, FILING)

    assert walk.state is IncidentState.FILED


def test_what_a_worker_saw_is_filed_without_a_second_look() -> None:
    walk = reported(public=False)

    walk.act(Act.FILE, OPERATOR, FILING)

    assert walk.state is IncidentState.FILED


def test_a_visit_pauses_the_clock_of_filing_and_gives_the_case_back() -> None:
    walk = reported()
    out = walk.act(Act.START_VERIFY, OPERATOR, VISIT)

    back = walk.act(Act.VERIFY, WORKER, Visit(agrees=True, photos=PHOTO))

    assert [(one.verb, one.clock) for one in out.clocks] == [
        (Verb.PAUSE, ClockKind.FILE),
        (Verb.START, ClockKind.VERIFY),
    ]
    assert [(one.verb, one.clock, one.task_id) for one in back.clocks] == [
        (Verb.STOP, ClockKind.VERIFY, 1),
        (Verb.RESUME, ClockKind.FILE, None),
    ]
    assert walk.state is IncidentState.REPORTED


def test_what_the_visit_did_not_find_is_not_filed() -> None:
    walk = reported()
    walk.act(Act.START_VERIFY, OPERATOR, VISIT)
    walk.act(Act.VERIFY, WORKER, Visit(agrees=False, photos=PHOTO))

    with pytest.raises(VerifyFirst):
        walk.act(Act.FILE, OPERATOR, FILING)
    walk.act(Act.DECLINE, OPERATOR, OPINION)


def test_a_visit_belongs_to_the_worker_it_was_given_to() -> None:
    walk = reported()
    walk.act(Act.START_VERIFY, OPERATOR, VISIT)

    with pytest.raises(NotYourTask):
        walk.act(Act.VERIFY, INSPECTOR, Visit(agrees=True, photos=PHOTO))


def test_a_class_s_criterion_is_met_before_an_incident_is_filed() -> None:
    with pytest.raises(FactMissing):
        reported(public=False).act(Act.FILE, OPERATOR, Filing("01-03", "deep", criterion_met=False))


@pytest.mark.parametrize("done", [Done("Swept.", before=PHOTO), Done("Swept.", after=PHOTO)])
def test_self_handled_work_is_shown_before_and_after(done: Done) -> None:
    with pytest.raises(FactMissing):
        reported(public=False).act(Act.SELF_HANDLE, WORKER, done)


def test_dispatch_starts_the_handling_clock_and_sign_for_does_not_move_it() -> None:
    walk = filed()
    sent = walk.act(Act.DISPATCH, DISPATCHER, TO_CIVIL)
    walk.now += timedelta(hours=3)

    signed = walk.act(Act.SIGN_FOR, HANDLER)

    assert (Verb.START, ClockKind.HANDLING) in [(one.verb, one.clock) for one in sent.clocks]
    assert [(one.verb, one.clock, one.task_id) for one in signed.clocks] == [(Verb.STOP, ClockKind.SIGN, 1)]


def test_a_lead_is_not_his_own_helper() -> None:
    lead = Handler(HEALTH)

    with pytest.raises(FactMissing):
        filed().act(Act.DISPATCH, DISPATCHER, Assignment(lead, (lead,)))


def test_the_lead_feeds_back_after_every_helper() -> None:
    walk = at_work()
    walk.act(Act.CO_HANDLE, DISPATCHER, Assignment(others=(Handler(HEALTH),)))
    walk.act(Act.SIGN_FOR, HELPER)

    with pytest.raises(OthersStillAtWork):
        walk.act(Act.FEEDBACK, HANDLER, Done("Filled.", after=PHOTO))
    helped = walk.act(Act.CO_FEEDBACK, HELPER, Done("Disinfected.", after=PHOTO))
    walk.act(Act.FEEDBACK, HANDLER, Done("Filled.", after=PHOTO))

    assert [(one.clock, one.task_id) for one in helped.clocks] == [(ClockKind.HANDLING, 2)]
    assert walk.state is IncidentState.FEEDBACK


def test_nobody_feeds_back_what_he_has_not_signed_for() -> None:
    walk = at_work()
    walk.act(Act.CO_HANDLE, DISPATCHER, Assignment(others=(Handler(HEALTH),)))

    with pytest.raises(NotYourTask):
        walk.act(Act.CO_FEEDBACK, HELPER, Done("Disinfected.", after=PHOTO))


def test_feedback_is_shown_by_a_photo() -> None:
    with pytest.raises(FactMissing):
        at_work().act(Act.FEEDBACK, HANDLER, Done("Filled."))


def test_who_handled_does_not_check() -> None:
    walk = fed_back()
    with pytest.raises(SamePersonMayNot):
        walk.act(Act.START_CHECK, DISPATCHER, Assignment(Handler(worker=HANDLER.who)))
    walk.act(Act.START_CHECK, DISPATCHER, TO_CIVIL)

    with pytest.raises(SamePersonMayNot):
        walk.act(Act.CHECK, Person(HANDLER.who, Role.CHECKER, 10), Visit(agrees=True, photos=PHOTO))


def test_rework_keeps_the_first_due_time() -> None:
    walk = checked(agrees=False)

    change = walk.act(Act.ORDER_REWORK, OPERATOR, Worded("The hole is open."))

    assert [(one.verb, one.clock, one.task_id) for one in change.clocks] == [
        (Verb.REOPEN, ClockKind.HANDLING, 1)
    ]
    assert [(one.verb, one.kind) for one in change.tasks] == [(TaskVerb.REOPEN, TaskKind.HANDLE)]
    assert walk.tasks[0].worker == HANDLER.who


def test_self_handled_work_found_wanting_is_filed() -> None:
    walk = reported(public=False)
    walk.act(Act.SELF_HANDLE, WORKER, Done("Swept.", PHOTO, PHOTO))
    with pytest.raises(NotForThisMatter):
        walk.act(Act.FILE, OPERATOR, FILING)
    walk.act(Act.START_CHECK, SYSTEM, Assignment(Handler(worker=INSPECTOR.who)))
    walk.act(Act.CHECK, INSPECTOR, Visit(agrees=False, photos=PHOTO))

    walk.act(Act.FILE, OPERATOR, FILING)

    assert walk.state is IncidentState.FILED


def test_a_duplicate_follows_its_parent_and_can_be_taken_apart_again() -> None:
    walk = reported()
    walk.act(Act.MERGE, OPERATOR, Tie(55))
    assert walk.due == {}

    walk.act(Act.SEPARATE, OPERATOR)

    assert walk.state is IncidentState.REPORTED
    assert set(walk.due) == {ClockKind.FILE}


def test_an_urging_is_counted_and_outdates_nobody_s_form() -> None:
    walk = at_work()
    version = walk.version

    walk.act(Act.URGE, RESIDENT)
    walk.act(Act.URGE, RESIDENT, OPINION)

    assert (walk.version, walk.case().past.urged) == (version, 2)


def test_an_order_of_supervision_outdates_the_forms_that_do_not_know_it() -> None:
    walk = at_work()
    version = walk.version

    walk.act(Act.SUPERVISE, SUPERVISOR, Order("Why so slow?", MONDAY + LIMIT))

    assert walk.version == version + 1
