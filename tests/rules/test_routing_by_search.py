"""The index routes as a plain search through all rows would, on rows drawn at random."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dispatch.rules.conditions import AnswerIs, Circumstances, During, holds
from dispatch.rules.precedence import order, unordered
from dispatch.rules.responsibility import Matter, Place, Responsibility
from dispatch.rules.rulebook import minute_of_week, route
from tests.responsibility_builders import (
    CELL,
    CITY,
    DISTRICT,
    GRID,
    NEW_YEAR,
    NOW,
    SHANGHAI,
    a_row,
    a_rulebook,
    an_incident,
)

PLACES = (CITY, DISTRICT, GRID, CELL, "overlay:park", "overlay:police/C11", "350300/350302/")
CONDITIONS = (
    During(0, 720),
    During(700, 100, (2, 3)),
    AnswerIs("a", "1"),
    AnswerIs("a", "2"),
    AnswerIs("b", "1"),
)
SOME_ROW = st.tuples(
    st.sampled_from(("*", "0*", "01*", "0101", "0101*", "0102")),
    st.sampled_from(PLACES),
    st.lists(st.sampled_from(CONDITIONS), max_size=2, unique=True),
    st.integers(0, 4),
    st.integers(0, 4),
)
WHERE = st.builds(
    Place,
    st.sampled_from((CELL, GRID, "350300/350302/350302001/")),
    st.sampled_from(((), ("park",), ("park", "police/C11"), ("other",))),
)


@given(
    drawn=st.lists(SOME_ROW, max_size=12),
    place=WHERE,
    code=st.sampled_from(("0101", "0102", "02", "010")),
    answers=st.fixed_dictionaries({}, optional={"a": st.sampled_from("12"), "b": st.just("1")}),
    hours=st.integers(0, 24 * 7),
)
def test_the_index_finds_what_a_search_finds(
    drawn: list[tuple[str, str, list[During | AnswerIs], int, int]],
    place: Place,
    code: str,
    answers: dict[str, str],
    hours: int,
) -> None:
    rows = [
        a_row(
            number,
            code,
            where,
            *conditions,
            valid_from=_day(start),
            valid_to=_day(start + length) if length else None,
        )
        for number, (code, where, conditions, start, length) in enumerate(drawn, 1)
    ]
    matter, moment = an_incident(code, **answers), NOW + timedelta(hours=hours)

    found = route(a_rulebook(*rows), matter, place, moment)

    named = [row for row in rows if row.scope.covers(matter.kind, code) and row.lies_at(place)]
    applying = sorted((row for row in named if _applies(row, matter, hours)), key=order)
    tied = any(unordered(applying[0], other) for other in applying[1:])
    assert found.winner == (None if tied or not applying else applying[0])
    assert [one.row for one in found.considered] == sorted(named, key=order)


def _day(number: int) -> datetime:
    return NEW_YEAR + timedelta(days=60 + number)


def _applies(row: Responsibility, matter: Matter, hours: int) -> bool:
    moment = NOW + timedelta(hours=hours)
    there = Circumstances(matter.answers, matter.attributes, minute_of_week(moment, SHANGHAI))
    return row.in_force(moment) and holds(row.conditions, there)
