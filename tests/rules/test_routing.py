"""Routing: which row answers for a matter at a place and moment, and the explanation kept with it."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from dispatch.errors import MalformedResponsibility
from dispatch.rules.conditions import AnswerIs, AttributeIs, During
from dispatch.rules.responsibility import (
    Breadth,
    GridWorkerHandler,
    Matter,
    MatterScope,
    Place,
    PoolHandler,
    Responsibility,
)
from dispatch.rules.routes import Considered, Lost, Why
from dispatch.rules.rulebook import route
from dispatch.rules.states import CaseKind
from tests.responsibility_builders import (
    CELL,
    CITY,
    DISTRICT,
    GRID,
    HERE,
    NEW_YEAR,
    NOW,
    STREET,
    a_department,
    a_row,
    a_rulebook,
    an_incident,
)

NIGHT = During(22 * 60, 6 * 60)
MIDNIGHT_IN_SHANGHAI = NOW + timedelta(hours=12)


def winner(*rows: Responsibility, matter: Matter | None = None, place: Place = HERE) -> int | None:
    won = route(a_rulebook(*rows), matter or an_incident(), place, NOW).winner
    return won.id if won else None


def test_an_exact_matter_beats_a_prefix_and_a_prefix_beats_any() -> None:
    rows = (a_row(1, "*"), a_row(2, "01*"), a_row(3, "0101"))

    assert winner(*rows) == 3
    assert winner(*rows, matter=an_incident("0102")) == 2
    assert winner(*rows, matter=an_incident("0201")) == 1


def test_an_exact_matter_beats_a_prefix_of_the_same_length() -> None:
    assert winner(a_row(1, "0101*"), a_row(2, "0101")) == 2


def test_a_longer_prefix_beats_a_shorter_one() -> None:
    assert winner(a_row(1, "0*"), a_row(2, "010*"), a_row(3, "01*")) == 2


def test_a_deeper_area_beats_a_shallower_one() -> None:
    assert winner(a_row(1, place=CITY), a_row(2, place=GRID), a_row(3, place=STREET)) == 2


def test_the_matter_is_looked_at_before_the_place() -> None:
    assert winner(a_row(1, "0101", CITY), a_row(2, "*", CELL)) == 1


def test_an_overlay_beats_every_area() -> None:
    rows = (a_row(1, place=CELL), a_row(2, place="overlay:park/lake"))

    assert winner(*rows, place=Place(CELL, ("park/lake",))) == 2
    assert winner(*rows) == 1


def test_an_area_is_not_one_whose_code_begins_alike() -> None:
    assert winner(a_row(1, place="350300/35030/")) is None


def test_a_row_with_a_condition_that_holds_beats_one_without() -> None:
    rows = (a_row(1), a_row(2, "0101", CITY, AnswerIs("leaking", "yes")))

    assert winner(*rows, matter=an_incident(leaking="yes")) == 2
    assert winner(*rows, matter=an_incident(leaking="no")) == 1


def test_an_attribute_of_the_matter_can_decide() -> None:
    rows = (a_row(1), a_row(2, "0101", CITY, AttributeIs("owner", "rail")))

    assert winner(*rows, matter=Matter(CaseKind.INCIDENT, "0101", (("owner", "rail"),))) == 2


def test_a_condition_never_lifts_a_row_over_a_deeper_area() -> None:
    conditional = a_row(1, "0101", CITY, AnswerIs("leaking", "yes"))

    assert winner(conditional, a_row(2, place=GRID), matter=an_incident(leaking="yes")) == 2


def test_of_two_rows_for_the_same_the_newer_wins() -> None:
    assert winner(a_row(1, valid_from=NEW_YEAR + timedelta(days=1)), a_row(2)) == 1


def test_a_row_answers_from_its_first_moment_and_no_longer_at_its_last() -> None:
    book = a_rulebook(a_row(1, valid_to=NOW), a_row(2, "*"))

    assert route(book, an_incident(), HERE, NEW_YEAR).winner == book.rows[0]
    assert route(book, an_incident(), HERE, NOW).winner == book.rows[1]
    assert route(book, an_incident(), HERE, NEW_YEAR - timedelta(seconds=1)).winner is None


def test_windows_are_read_on_the_city_s_own_clock() -> None:
    rows = (a_row(1), a_row(2, "0101", CITY, NIGHT))
    boston = a_rulebook(*rows, zone=ZoneInfo("America/New_York"))

    assert route(a_rulebook(*rows), an_incident(), HERE, MIDNIGHT_IN_SHANGHAI).handler == a_department(2)
    assert route(boston, an_incident(), HERE, MIDNIGHT_IN_SHANGHAI).handler == a_department(1)


def test_applications_never_meet_rows_for_incidents() -> None:
    assert winner(a_row(1), a_row(2, "*"), matter=Matter(CaseKind.APPLICATION, "0101")) is None


def test_a_route_names_lead_and_co_handlers_of_its_winner() -> None:
    row = a_row(1, lead=GridWorkerHandler(), co_handlers=(a_department(7), PoolHandler("night", 4)))

    found = route(a_rulebook(row), an_incident(), HERE, NOW)

    assert (found.handler, found.co_handlers) == (
        GridWorkerHandler(),
        (a_department(7), PoolHandler("night", 4)),
    )


def test_a_route_keeps_every_row_considered_and_why_it_lost() -> None:
    future = a_row(1, place=CELL, valid_from=NOW + timedelta(days=1))
    night = a_row(2, "0101", GRID, NIGHT)
    grid, older = a_row(3, place=GRID), a_row(4, place=GRID, valid_from=NEW_YEAR - timedelta(days=1))
    district, anything, elsewhere = a_row(5, place=DISTRICT), a_row(6, "*", CELL), a_row(7, "0102")
    book = a_rulebook(elsewhere, anything, district, older, grid, night, future)

    found = route(book, an_incident(), HERE, NOW)

    assert found.considered == (
        Considered(future, Lost.NOT_IN_FORCE),
        Considered(night, Lost.CONDITION_FAILED),
        Considered(grid, None),
        Considered(older, Lost.OLDER),
        Considered(district, Lost.WIDER_PLACE),
        Considered(anything, Lost.LESS_EXACT_MATTER),
    )
    assert found.why is Why.NEWER


@pytest.mark.parametrize(
    ("rival", "why"),
    [
        (a_row(2, "*", CELL), Why.MORE_EXACT_MATTER),
        (a_row(2, place=CITY), Why.NEARER_PLACE),
        (a_row(2, "0101", DISTRICT), Why.MORE_CONDITIONS),
        (a_row(2, "0102"), Why.ONLY_ROW),
    ],
)
def test_what_decided_is_the_difference_to_the_next_best(rival: Responsibility, why: Why) -> None:
    row = a_row(1, "0101", DISTRICT, AnswerIs("leaking", "yes"))

    assert route(a_rulebook(rival, row), an_incident(leaking="yes"), HERE, NOW).why is why


def test_no_row_is_said_and_not_guessed() -> None:
    found = route(a_rulebook(), an_incident(), HERE, NOW)

    assert (found.winner, found.handler, found.why) == (None, None, Why.NO_ROW)


def test_equal_rows_have_no_winner_instead_of_the_first() -> None:
    found = route(a_rulebook(a_row(1), a_row(2), a_row(3, "*")), an_incident(), HERE, NOW)

    assert (found.winner, found.why) == (None, Why.EQUAL_ROWS)
    assert [one.lost for one in found.considered] == [Lost.EQUAL, Lost.EQUAL, Lost.LESS_EXACT_MATTER]


def test_two_overlays_on_the_same_ground_are_equal_whatever_their_dates() -> None:
    rows = (a_row(1, place="overlay:a"), a_row(2, place="overlay:b", valid_from=NOW))

    assert winner(*rows, place=Place(CELL, ("a", "b"))) is None


def test_conditions_of_which_neither_contains_the_other_are_equal_whatever_their_number() -> None:
    rows = (
        a_row(1, "0101", CITY, AnswerIs("a", "1")),
        a_row(2, "0101", CITY, AnswerIs("b", "1"), AnswerIs("c", "1")),
    )

    assert winner(*rows, matter=an_incident(a="1", b="1", c="1")) is None


def test_a_remembered_route_ends_when_a_row_begins() -> None:
    book = a_rulebook(a_row(1), a_row(2, valid_from=NOW))
    before = [route(book, an_incident(), HERE, NOW - timedelta(seconds=1)).handler for _ in range(2)]

    after = route(book, an_incident(), HERE, NOW).handler

    assert (before, after) == ([a_department(1)] * 2, a_department(2))


@pytest.mark.parametrize("place", ["", "/", "350300", "overlay:"])
def test_a_place_is_an_area_path_or_an_overlay(place: str) -> None:
    with pytest.raises(MalformedResponsibility):
        a_row(1, place=place)


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_to": NEW_YEAR},
        {"valid_from": NEW_YEAR.replace(tzinfo=None)},
        {"co_handlers": (a_department(1),)},
        {"co_handlers": (a_department(2), a_department(2))},
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedResponsibility):
        replace(a_row(1), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("breadth", "code"), [(Breadth.ANY, "01"), (Breadth.EXACT, ""), (Breadth.PREFIX, "")]
)
def test_only_any_matter_goes_without_a_code(breadth: Breadth, code: str) -> None:
    with pytest.raises(MalformedResponsibility):
        MatterScope(CaseKind.INCIDENT, breadth, code)
