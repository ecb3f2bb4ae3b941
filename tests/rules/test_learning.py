"""Learning responsibilities from past cases: modes, fallbacks, ties, support."""

from random import Random

import pytest

from dispatch.rules.learning import PastCase, Suggestion, Target, as_rows, learn, needed
from dispatch.rules.responsibility import Place
from dispatch.rules.rulebook import route
from dispatch.rules.states import CaseKind
from tests.responsibility_builders import CITY, NEW_YEAR, NOW, a_department, a_rulebook, an_incident

NORTH, SOUTH = "350300/N/", "350300/S/"


def cases(code: str, place: str | None, **counts: int) -> list[PastCase]:
    return [PastCase(code, place, handler) for handler, count in counts.items() for _ in range(count)]


def test_the_most_frequent_handler_of_a_matter_is_its_fallback() -> None:
    assert learn(cases("lamp", None, light=3, water=1)) == (Suggestion("lamp", None, "light", 3, 4),)


def test_a_place_with_another_habit_gets_a_suggestion_with_its_figures() -> None:
    past = cases("lamp", NORTH, light=5) + cases("lamp", SOUTH, park=2, light=1)

    assert learn(past) == (Suggestion("lamp", None, "light", 6, 8), Suggestion("lamp", SOUTH, "park", 2, 3))
    assert learn(past)[1].agreement == pytest.approx(2 / 3)


def test_a_place_with_less_than_the_minimum_support_falls_back() -> None:
    past = cases("lamp", NORTH, light=5) + cases("lamp", SOUTH, park=2)

    assert learn(past, minimum=3) == (Suggestion("lamp", None, "light", 5, 7),)


def test_a_tie_at_a_place_goes_to_the_handler_more_frequent_for_the_matter() -> None:
    past = cases("lamp", NORTH, water=9) + cases("lamp", SOUTH, park=2, light=2) + cases("lamp", None, park=1)

    assert learn(past)[1] == Suggestion("lamp", SOUTH, "park", 2, 4)


def test_a_full_tie_goes_to_the_name_that_sorts_first() -> None:
    assert learn(cases("lamp", None, water=2, light=2))[0].handler == "light"


def test_the_order_of_the_cases_never_matters() -> None:
    past = cases("lamp", NORTH, a=2, b=2) + cases("lamp", SOUTH, b=1, c=1) + cases("hole", SOUTH, c=1, a=1)
    shuffled = list(past)

    Random(7).shuffle(shuffled)

    assert learn(shuffled) == learn(past)


def test_nothing_is_suggested_from_nothing() -> None:
    assert learn([]) == ()


def test_suggestions_become_rows_that_route_as_they_say() -> None:
    past = cases("lamp", NORTH, light=5) + cases("lamp", SOUTH, park=2)
    handlers = {"light": a_department(1), "park": a_department(2)}

    rows = as_rows(learn(past), handlers, Target(CaseKind.INCIDENT, CITY, NEW_YEAR, first_id=10))

    book = a_rulebook(*rows)
    routed = [route(book, an_incident("lamp"), Place(place), NOW).handler for place in (NORTH, SOUTH, CITY)]
    assert [row.id for row in rows] == [10, 11]
    assert routed == [a_department(1), a_department(2), a_department(1)]


def test_a_handler_nobody_translated_is_refused() -> None:
    with pytest.raises(KeyError):
        as_rows(learn(cases("lamp", None, light=1)), {}, Target(CaseKind.INCIDENT, CITY, NEW_YEAR))


def test_a_fallback_that_could_never_win_is_not_needed() -> None:
    fallback, north, south = (
        Suggestion("lamp", place, who, 1, 1)
        for place, who in ((None, "light"), (NORTH, "park"), (SOUTH, "water"))
    )

    everywhere = needed([fallback, north, south], [f"{NORTH}1/", f"{NORTH}2/", f"{SOUTH}1/"])
    somewhere = needed([fallback, north, south], [f"{NORTH}1/", f"{SOUTH}1/", "350300/E/"])

    assert everywhere == [north, south]
    assert somewhere == [fallback, north, south]


def test_who_helped_in_most_cases_of_the_winner_helps() -> None:
    past = [
        PastCase("lamp", None, "light", ("desk", "water")),
        PastCase("lamp", None, "light", ("desk",)),
        PastCase("lamp", None, "park", ("water", "road")),
    ]

    ((found),) = learn(past)

    assert (found.handler, found.helpers) == ("light", ("desk",))
