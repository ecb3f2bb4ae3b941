"""The rules of being on the spot: who may say so, when, and that nothing else changes by it."""

import pytest

from dispatch.errors import ActNotAllowed, NotYourTask
from dispatch.rules.entry_kinds import EntryKind, is_public
from dispatch.rules.shared_facts import Assignment, Handler
from dispatch.rules.states import Act, IncidentState
from tests.rules.people_of_cases import (
    HANDLER,
    HELPER,
    INSPECTOR,
    OPERATOR,
    WORKER,
    at_work,
    filed,
    reported,
)


def test_whoever_was_sent_to_look_says_that_he_is_there() -> None:
    walk = reported()
    walk.act(Act.START_VERIFY, OPERATOR, Assignment(Handler(worker=WORKER.who)))

    arrived = walk.act(Act.ARRIVE, WORKER)

    assert arrived.state is IncidentState.VERIFYING
    assert not arrived.clocks
    assert not arrived.tasks


def test_work_is_signed_for_before_somebody_goes_there() -> None:
    walk = at_work()

    walk.act(Act.ARRIVE, HANDLER)

    with pytest.raises(NotYourTask):
        walk.act(Act.ARRIVE, HELPER)


def test_nobody_arrives_for_a_visit_that_is_another_s() -> None:
    walk = reported()
    walk.act(Act.START_VERIFY, OPERATOR, Assignment(Handler(worker=WORKER.who)))

    with pytest.raises(NotYourTask):
        walk.act(Act.ARRIVE, INSPECTOR)


def test_nobody_arrives_before_there_is_work() -> None:
    with pytest.raises(ActNotAllowed):
        filed().act(Act.ARRIVE, WORKER)


def test_where_staff_are_is_told_to_nobody_outside() -> None:
    assert not is_public(EntryKind.ARRIVED)
