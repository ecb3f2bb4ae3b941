"""The proof before publication: holes, equal rows, unreachable rows and handlers that are gone are found."""

import time
from datetime import datetime, timedelta

import pytest

from dispatch.rules.conditions import AnswerIs, Condition, During
from dispatch.rules.findings import SHOWN, EqualRows, GoneHandler, Hole, Proof, Unreachable, UnreachableRow
from dispatch.rules.proof import Living, prove
from dispatch.rules.responsibility import GridWorkerHandler, Place, PoolHandler, Responsibility
from dispatch.rules.states import CaseKind
from tests.responsibility_builders import (
    CELL,
    CITY,
    DISTRICT,
    GRID,
    HERE,
    NEW_YEAR,
    NOW,
    a_department,
    a_row,
    a_rulebook,
    an_incident,
)

ELSEWHERE = Place("350300/350302/350302001/")
IN_THE_PARK = Place(CELL, ("park",))
MATTERS = (an_incident("0101"), an_incident("0102"), an_incident("0201"))
LIVING = Living(departments=frozenset(range(1, 10)), staff=frozenset({40}), staffed_areas=frozenset({GRID}))
LATER = NOW + timedelta(days=1)
YES, NO = AnswerIs("leaking", "yes"), AnswerIs("leaking", "no")


def proof_of(*rows: Responsibility, places: tuple[Place, ...] = (HERE, ELSEWHERE)) -> Proof:
    return prove(a_rulebook(*rows), MATTERS, places, LIVING, NOW)


def hole(code: str, place: Place, since: datetime = NOW, until: datetime | None = None) -> Hole:
    return Hole(CaseKind.INCIDENT, code, place, 1, since, until)


def test_one_row_for_any_matter_in_the_city_is_a_proof() -> None:
    assert proof_of(a_row(1, "*")).holds


def test_a_list_with_exceptions_at_every_step_of_the_order_is_a_proof() -> None:
    rows = (
        a_row(1, "*"),
        a_row(2, "01*"),
        a_row(3, "0101"),
        a_row(4, "0101", GRID),
        a_row(5, "0101", GRID, YES),
        a_row(6, "0101", "overlay:park"),
    )

    assert proof_of(*rows, places=(HERE, IN_THE_PARK, ELSEWHERE)).holds


def test_a_matter_without_a_row_at_a_place_is_a_hole() -> None:
    proof = proof_of(a_row(1, "01*"), a_row(2, "0201", DISTRICT))

    assert proof.holes == (hole("0201", ELSEWHERE),)
    assert proof.hole_pairs == 1
    assert not proof.holds


def test_holes_are_counted_by_pairs_of_matter_and_place() -> None:
    places = tuple(Place(f"350300/350302/{number}/") for number in range(50))

    proof = proof_of(a_row(1, "01*"), places=places)

    assert (proof.hole_pairs, proof.holes[0].places, len(proof.holes)) == (50, 50, 1)


def test_no_more_findings_are_shown_than_a_person_reads_but_all_are_counted() -> None:
    matters = [an_incident(f"{number:04}") for number in range(3 * SHOWN)]

    proof = prove(a_rulebook(), matters, [HERE, ELSEWHERE], LIVING, NOW)

    assert (len(proof.holes), proof.hole_pairs) == (SHOWN, 6 * SHOWN)


@pytest.mark.parametrize("condition", [YES, During(480, 1080)])
def test_a_conditional_row_needs_an_unconditional_one_below_it(condition: Condition) -> None:
    proof = proof_of(a_row(1, "01*"), a_row(2, "0201", CITY, condition), places=(HERE,))

    assert proof.holes == (hole("0201", HERE),)


def test_a_row_that_ends_leaves_a_hole_from_then_on() -> None:
    proof = proof_of(a_row(1, "*", valid_to=LATER), places=(HERE,))

    assert proof.holes == tuple(hole(matter.code, HERE, LATER) for matter in MATTERS)


def test_a_successor_closes_the_hole_and_a_late_one_leaves_the_time_between() -> None:
    week = NOW + timedelta(days=7)
    closed = proof_of(a_row(1, "*", valid_to=LATER), a_row(2, "*", valid_from=LATER))

    late = proof_of(a_row(1, "*", valid_to=LATER), a_row(2, "*", valid_from=week), places=(HERE,))

    assert closed.holds
    assert late.holes[0] == hole("0101", HERE, LATER, week)


def test_a_hole_that_lasts_over_another_row_s_turn_is_one_hole() -> None:
    rows = (a_row(1, "*", DISTRICT), a_row(2, "*", CITY, YES, valid_to=LATER), a_row(3, "*", CITY, NO))

    proof = proof_of(*rows, places=(HERE, ELSEWHERE))

    assert proof.holes[0] == hole("0101", ELSEWHERE)


def test_what_is_over_before_the_proof_begins_is_no_hole() -> None:
    late_start = a_row(1, "*", valid_from=NOW)

    assert proof_of(late_start).holds


def test_equal_rows_are_named_with_a_place_where_they_meet() -> None:
    proof = proof_of(a_row(1, "*"), a_row(2, "0101", GRID), a_row(3, "0101", GRID))

    assert proof.equals == (EqualRows(2, 3, "0101", HERE),)
    assert proof.equal_pairs == 1
    assert not proof.holds


def test_overlays_are_equal_only_where_they_share_ground() -> None:
    rows = (a_row(1, "*"), a_row(2, "0101", "overlay:park"), a_row(3, "0101", "overlay:police/C11"))
    apart = (IN_THE_PARK, Place(ELSEWHERE.path, ("police/C11",)))

    together = (Place(CELL, ("park", "police/C11")),)

    assert proof_of(*rows, places=apart).equal_pairs == 0
    assert proof_of(*rows, places=together).equal_pairs == 1


def test_conditions_that_can_hold_together_are_equal_and_contradictions_are_not() -> None:
    base = a_row(1, "*")
    apart = proof_of(base, a_row(2, "*", CITY, YES), a_row(3, "*", CITY, NO))

    together = proof_of(base, a_row(2, "*", CITY, YES), a_row(3, "*", CITY, AnswerIs("deep", "yes")))

    assert apart.holds
    assert [(one.one, one.other) for one in together.equals] == [(2, 3)]


def test_rows_that_never_meet_in_time_are_not_equal() -> None:
    past = NOW - timedelta(days=1)
    rows = (a_row(1, "*"), a_row(2, "0101", valid_to=LATER), a_row(3, "0101", valid_from=LATER))

    assert proof_of(*rows).holds
    assert proof_of(a_row(1, "*"), a_row(2, "*", valid_to=past)).equal_pairs == 0


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (a_row(2, "0101", valid_to=NOW), Unreachable.EXPIRED),
        (a_row(2, "0101", CITY, YES, NO), Unreachable.NEVER_HOLDS),
        (a_row(2, "0901"), Unreachable.NO_SUCH_MATTER),
        (a_row(2, "0101", "350300/350399/"), Unreachable.NO_SUCH_PLACE),
        (a_row(2, "0101", "overlay:nowhere"), Unreachable.NO_SUCH_PLACE),
        (a_row(2, "*", valid_from=NEW_YEAR - timedelta(days=1)), Unreachable.SHADOWED),
    ],
)
def test_a_row_that_can_never_win_is_named_with_the_reason(row: Responsibility, why: Unreachable) -> None:
    proof = proof_of(a_row(1, "*"), row)

    assert proof.unreachable == (UnreachableRow(2, why),)
    assert proof.unreachable_rows == 1
    assert not proof.holds


def test_a_condition_under_a_wider_one_is_unreachable() -> None:
    day, noon = During(480, 1080), During(700, 740)

    proof = proof_of(a_row(1, "*"), a_row(2, "*", CITY, noon), a_row(3, "*", CITY, day, valid_from=LATER))

    assert proof.holds, "noon is reachable until the day begins to count"
    older = proof_of(
        a_row(1, "*"), a_row(2, "*", CITY, noon), a_row(3, "*", CITY, day, valid_from=NOW - timedelta(days=1))
    )
    assert older.unreachable == (UnreachableRow(2, Unreachable.SHADOWED),)


def test_a_row_for_any_matter_may_wait_for_matters_not_listed_yet() -> None:
    proof = proof_of(a_row(1, "*"), a_row(2, "01*"), a_row(3, "0201"))

    assert proof.holds


@pytest.mark.parametrize("handler", [a_department(77), PoolHandler("night", 41)])
def test_a_handler_that_is_gone_is_named(handler: PoolHandler) -> None:
    lead, helper = a_row(1, "*", lead=handler), a_row(1, "*", lead=a_department(2), co_handlers=(handler,))

    assert proof_of(lead).gone == proof_of(helper).gone == (GoneHandler(1, handler),)


def test_a_pool_with_a_living_owner_is_there() -> None:
    assert proof_of(a_row(1, "*", lead=PoolHandler("night", 40))).holds


def test_a_grid_worker_must_be_on_the_roster_of_every_grid_the_row_reaches() -> None:
    worker = GridWorkerHandler()

    proof = proof_of(a_row(1, "*", lead=worker))

    assert proof.gone == (GoneHandler(1, worker, ELSEWHERE),)
    assert proof_of(a_row(1, "*", lead=worker), places=(HERE,)).holds


def test_a_grid_worker_s_row_is_blamed_only_for_places_where_it_wins() -> None:
    rows = (a_row(1, "*", lead=GridWorkerHandler()), a_row(2, "*", ELSEWHERE.path))

    assert proof_of(*rows).holds


def test_sixty_matters_on_six_thousand_areas_are_proven_in_seconds() -> None:
    cells = [
        f"350300/35030{district}/{street}/{community}/{number:03}/"
        for district in range(3)
        for street in range(4)
        for community in range(10)
        for number in range(50)
    ]
    codes = [f"{number:04}" for number in range(60)]
    rows = [a_row(1, "*", lead=a_department(1))]
    rows += [
        a_row(10 + at, code, cells[at * 37][: cells[at * 37].rfind("/", 0, -1) + 1], lead=a_department(1))
        for at, code in enumerate(codes)
    ]
    rows += [
        a_row(100 + at, codes[at % 60], cell, lead=a_department(1)) for at, cell in enumerate(cells[::4])
    ]
    book, places = a_rulebook(*rows), [Place(cell) for cell in cells]
    begun = time.process_time()

    proof = prove(book, [an_incident(code) for code in codes], places, LIVING, NOW)

    assert proof.holds
    assert time.process_time() - begun < 10
