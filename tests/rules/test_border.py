"""The border rule: fixed order where nothing differs, a person where it does, all at once when urgent."""

import math

import pytest

from dispatch.rules.border import (
    BorderCandidate,
    BorderReason,
    Outcome,
    decide_border,
)
from dispatch.rules.responsibility import GridWorkerHandler, Handler
from grid.rules.coordinates import Position
from tests.responsibility_builders import a_department

POINT = Position(119.01, 25.43)
WATER = a_department(1)


def a_candidate(
    cell: str,
    distance_m: float = 0.0,
    handler: Handler | None = WATER,
    *,
    jurisdiction: str = "350304",
    grid: str = "c/G1/",
    co_handlers: tuple[Handler, ...] = (),
) -> BorderCandidate:
    return BorderCandidate(cell, distance_m, jurisdiction, grid, handler, co_handlers)


def test_the_only_cell_takes_the_case() -> None:
    decision = decide_border(POINT, [a_candidate("c/1/")], at_default_point=False, urgent=False)

    assert (decision.outcome, decision.reasons) == (Outcome.ONE, (BorderReason.ONLY_CANDIDATE,))


def test_with_the_same_handler_the_cell_around_the_point_takes_the_case_and_both_are_kept() -> None:
    near, inside = a_candidate("c/1/", 3.2), a_candidate("c/2/")

    decision = decide_border(POINT, [near, inside], at_default_point=False, urgent=False)

    assert (decision.outcome, decision.chosen) == (Outcome.ONE, (inside,))
    assert decision.candidates == (inside, near)
    assert decision.reasons == (BorderReason.SAME_HANDLER,)


def test_on_the_line_itself_the_lower_path_takes_the_case_however_the_candidates_come() -> None:
    one, other = a_candidate("c/1/", 0.0002), a_candidate("c/2/", 0.0)

    there = decide_border(POINT, [one, other], at_default_point=False, urgent=False)
    back = decide_border(POINT, [other, one], at_default_point=False, urgent=False)

    assert there == back
    assert there.chosen == (one,)


def test_different_handlers_go_to_a_person_with_both_candidates() -> None:
    candidates = (a_candidate("c/1/"), a_candidate("c/2/", 4, a_department(2)))

    decision = decide_border(POINT, candidates, at_default_point=False, urgent=False)

    assert (decision.outcome, decision.chosen) == (Outcome.TO_PERSON, ())
    assert decision.candidates == candidates
    assert decision.reasons == (BorderReason.HANDLERS_DIFFER,)


def test_one_handler_in_two_jurisdictions_goes_to_a_person() -> None:
    other = a_candidate("d/2/", 4, jurisdiction="350302")

    decision = decide_border(POINT, [a_candidate("c/1/"), other], at_default_point=False, urgent=False)

    assert (decision.outcome, decision.reasons) == (Outcome.TO_PERSON, (BorderReason.JURISDICTIONS_DIFFER,))


def test_the_grid_workers_of_two_grids_are_two_handlers() -> None:
    worker = GridWorkerHandler()
    here, there = a_candidate("c/1/", 0, worker), a_candidate("c/2/", 4, worker, grid="c/G2/")

    assert (
        decide_border(POINT, [here, there], at_default_point=False, urgent=False).outcome is Outcome.TO_PERSON
    )
    assert decide_border(POINT, [here, here], at_default_point=False, urgent=False).outcome is Outcome.ONE


def test_one_department_in_two_grids_is_one_handler() -> None:
    candidates = [a_candidate("c/1/"), a_candidate("c/2/", 4, grid="c/G2/")]

    assert decide_border(POINT, candidates, at_default_point=False, urgent=False).outcome is Outcome.ONE


def test_other_co_handlers_are_other_handlers_but_their_order_is_nothing() -> None:
    two, three = a_department(2), a_department(3)
    first = a_candidate("c/1/", co_handlers=(two, three))

    turned = decide_border(
        POINT, [first, a_candidate("c/2/", co_handlers=(three, two))], at_default_point=False, urgent=False
    )
    fewer = decide_border(
        POINT, [first, a_candidate("c/2/", co_handlers=(two,))], at_default_point=False, urgent=False
    )

    assert (turned.outcome, fewer.outcome) == (Outcome.ONE, Outcome.TO_PERSON)


def test_urgent_work_goes_to_all_that_differ_at_once() -> None:
    here, same, there = a_candidate("c/1/"), a_candidate("c/2/", 1), a_candidate("c/3/", 4, a_department(2))

    decision = decide_border(POINT, [there, same, here], at_default_point=False, urgent=True)

    assert (decision.outcome, decision.chosen) == (Outcome.TO_ALL, (here, there))
    assert decision.reasons == (BorderReason.HANDLERS_DIFFER, BorderReason.URGENT)


def test_urgent_work_with_one_handler_goes_by_fixed_order() -> None:
    candidates = [a_candidate("c/1/"), a_candidate("c/2/", 4)]

    assert decide_border(POINT, candidates, at_default_point=False, urgent=True).outcome is Outcome.ONE


def test_urgent_work_beside_a_place_without_a_handler_goes_to_the_one_there_is_and_says_so() -> None:
    here, nobody = a_candidate("c/1/"), a_candidate("c/2/", 4, None)

    decision = decide_border(POINT, [here, nobody], at_default_point=False, urgent=True)

    assert decision.chosen == (here,)
    assert BorderReason.NO_HANDLER in decision.reasons


@pytest.mark.parametrize("urgent", [False, True])
def test_a_point_outside_every_cell_goes_to_a_person(urgent: bool) -> None:
    decision = decide_border(POINT, [], at_default_point=False, urgent=urgent)

    assert (decision.outcome, decision.reasons) == (Outcome.TO_PERSON, (BorderReason.OUTSIDE,))


@pytest.mark.parametrize("urgent", [False, True])
def test_a_cell_without_a_handler_goes_to_a_person(urgent: bool) -> None:
    decision = decide_border(POINT, [a_candidate("c/1/", 0, None)], at_default_point=False, urgent=urgent)

    assert (decision.outcome, decision.reasons) == (Outcome.TO_PERSON, (BorderReason.NO_HANDLER,))


@pytest.mark.parametrize(
    ("position", "known"),
    [(Position(0.0, 0.0), False), (Position(-0.0, 0.0), False), (Position(-71.0587, 42.3594), True)],
)
def test_a_default_point_goes_to_a_person_even_when_urgent(position: Position, known: bool) -> None:
    decision = decide_border(position, [a_candidate("c/1/")], at_default_point=known, urgent=True)

    assert (decision.outcome, decision.chosen) == (Outcome.TO_PERSON, ())
    assert decision.reasons == (BorderReason.DEFAULT_POINT,)


def test_an_area_without_a_position_is_decided_like_a_point_in_it() -> None:
    decision = decide_border(None, [a_candidate("c/1/")], at_default_point=False, urgent=False)

    assert decision.outcome is Outcome.ONE


@pytest.mark.parametrize("distance", [math.nan, math.inf, -1.0])
def test_a_distance_is_a_number_of_metres(distance: float) -> None:
    with pytest.raises(ValueError, match="distance"):
        a_candidate("c/1/", distance)
