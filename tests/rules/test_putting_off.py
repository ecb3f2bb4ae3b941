"""The rules of more time for a decision: extension, special procedures, materials that may come later."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.errors import AlreadyDone, FactMissing, TooEarly, TooLate
from dispatch.rules.application_facts import Extension, Materials, Special, SpecialKind
from dispatch.rules.case_facts import MatterFacts
from dispatch.rules.clock_effects import ClockChange, ClockKind, Verb
from dispatch.rules.states import Act, ApplicationState
from tests.rules.case_walk import LIMIT
from tests.rules.people_of_cases import (
    APPROVER,
    HANDLER,
    ITEM,
    LEADER,
    OPINION,
    RESIDENT,
    accepted,
    in_approval,
    in_handling,
)

DAY = timedelta(days=1)
JOINT = replace(ITEM, joint=True)
HEARING = Special(SpecialKind.HEARING, APPROVER.who, 15)


def verbs(clocks: tuple[ClockChange, ...]) -> list[str]:
    """The changes of clocks, in short."""
    return [f"{one.verb}({one.clock})" for one in clocks]


@pytest.mark.parametrize(("item", "days"), [(ITEM, 11), (JOINT, 16), (replace(ITEM, extension_cap=3), 4)])
def test_a_decision_is_not_put_off_beyond_the_law_or_the_item(item: MatterFacts, days: int) -> None:
    walk = accepted(replace(item, extension_cap=item.extension_cap if item.extension_cap < 10 else 99))

    with pytest.raises(FactMissing):
        walk.act(Act.EXTEND, LEADER, Extension(days, "Records from abroad."))
    walk.act(Act.EXTEND, LEADER, Extension(days - 1, "Records from abroad."))


def test_a_decision_is_put_off_once() -> None:
    walk = in_handling()
    walk.act(Act.EXTEND, LEADER, Extension(5, "Records from abroad."))

    with pytest.raises(AlreadyDone):
        walk.act(Act.EXTEND, LEADER, Extension(1, "More records."))


def test_a_decision_is_put_off_only_before_it_is_due() -> None:
    walk = in_handling()
    walk.now += LIMIT + DAY

    with pytest.raises(TooLate):
        walk.act(Act.EXTEND, LEADER, Extension(5, "Records from abroad."))


def test_an_item_without_a_promise_has_no_promised_clock_to_extend() -> None:
    walk = in_handling()
    del walk.due[ClockKind.PROMISED]

    change = walk.act(Act.EXTEND, LEADER, Extension(5, "Records from abroad."))

    assert [(one.verb, one.clock, one.amount) for one in change.clocks] == [
        (Verb.EXTEND, ClockKind.DECISION, 5)
    ]


def test_a_special_procedure_pauses_the_decision_and_leads_back_to_where_it_began() -> None:
    walk = in_approval()
    opened = walk.act(Act.START_SPECIAL, HANDLER, HEARING)

    closed = walk.act(Act.FINISH_SPECIAL, HANDLER, OPINION)

    assert verbs(opened.clocks) == ["PAUSE(decision)", "PAUSE(promised)", "START(special)"]
    assert opened.clocks[-1].amount == 15
    assert verbs(closed.clocks) == ["STOP(special)", "RESUME(decision)", "RESUME(promised)"]
    assert walk.state is ApplicationState.IN_APPROVAL


@pytest.mark.parametrize("stops", [True, False])
def test_what_may_come_after_acceptance_stops_a_clock_only_where_the_item_says_so(stops: bool) -> None:
    walk = in_handling(replace(ITEM, later_stops_clock=stops))
    asked = walk.act(Act.ASK_LATER, HANDLER, Materials(frozenset({"form", "photo"})))
    first = walk.act(Act.SUBMIT_LATER, RESIDENT, Materials(frozenset({"form"})))

    last = walk.act(Act.SUBMIT_LATER, RESIDENT, Materials(frozenset({"photo"})))

    assert verbs(asked.clocks) == (["PAUSE(decision)", "PAUSE(promised)"] if stops else [])
    assert first.clocks == ()
    assert verbs(last.clocks) == (["RESUME(decision)", "RESUME(promised)"] if stops else [])


def test_a_clock_that_stands_still_is_not_put_off() -> None:
    walk = in_handling(replace(ITEM, later_stops_clock=True))
    walk.act(Act.ASK_LATER, HANDLER, Materials(frozenset({"form"})))

    with pytest.raises(TooEarly):
        walk.act(Act.EXTEND, LEADER, Extension(5, "Records from abroad."))
