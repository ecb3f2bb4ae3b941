"""The rules of more time for an incident: extensions, suspension, and the problem bank."""

from datetime import timedelta

import pytest

from dispatch.errors import FactMissing, NeedsArbiter, TooLate
from dispatch.rules.application_facts import Extension
from dispatch.rules.clock_effects import ClockKind, Verb
from dispatch.rules.incident_facts import Until
from dispatch.rules.states import Act, IncidentState
from tests.rules.case_walk import LIMIT, MONDAY
from tests.rules.people_of_cases import DISPATCHER, HANDLER, LEADER, SUPERVISOR, SYSTEM, at_work

MORE = Extension(2, "The pipe is older than the plan.")


def test_more_time_is_asked_for_before_the_work_is_due() -> None:
    walk = at_work()
    walk.now += LIMIT + timedelta(seconds=1)

    with pytest.raises(TooLate):
        walk.act(Act.REQUEST_EXTENSION, HANDLER, MORE)


def test_asking_for_more_time_moves_no_clock_and_being_given_it_does() -> None:
    walk = at_work()
    asked = walk.act(Act.REQUEST_EXTENSION, HANDLER, MORE)

    given = walk.act(Act.GRANT_EXTENSION, DISPATCHER, Extension(1))

    assert asked.clocks == ()
    assert [(one.verb, one.clock, one.task_id, one.amount) for one in given.clocks] == [
        (Verb.EXTEND, ClockKind.HANDLING, 1, 1)
    ]
    assert walk.state is IncidentState.HANDLING


def test_a_second_extension_is_the_leader_s_to_give() -> None:
    walk = at_work()
    walk.act(Act.REQUEST_EXTENSION, HANDLER, MORE)
    walk.act(Act.GRANT_EXTENSION, DISPATCHER, Extension(2))
    walk.act(Act.REQUEST_EXTENSION, HANDLER, MORE)

    with pytest.raises(NeedsArbiter):
        walk.act(Act.GRANT_EXTENSION, DISPATCHER, Extension(2))
    walk.act(Act.GRANT_EXTENSION, LEADER, Extension(2))


def test_suspended_work_pauses_its_clock_and_pended_work_gets_a_new_one() -> None:
    until = Until("The river is high.", MONDAY + timedelta(days=9))
    suspended, pended = at_work(), at_work()
    stopped = suspended.act(Act.SUSPEND, SUPERVISOR, until)
    left = pended.act(Act.PEND, SUPERVISOR, until)

    again = suspended.act(Act.RESUME, SYSTEM)
    anew = pended.act(Act.UNPEND, SYSTEM)

    assert [one.verb for one in (*stopped.clocks, *again.clocks)] == [Verb.PAUSE, Verb.RESUME]
    assert [(one.verb, one.task_id) for one in (*left.clocks, *anew.clocks)] == [
        (Verb.STOP, 1),
        (Verb.START, 1),
    ]
    assert suspended.state is pended.state is IncidentState.HANDLING


@pytest.mark.parametrize("act", [Act.SUSPEND, Act.PEND])
def test_work_is_set_aside_until_a_time_to_come(act: Act) -> None:
    with pytest.raises(FactMissing):
        at_work().act(act, SUPERVISOR, Until("The river is high.", MONDAY))
