"""Conditions of responsibilities: when they hold, when one contains another, and their JSON form."""

import pytest

from dispatch.errors import MalformedResponsibility
from dispatch.rules.conditions import (
    EVERY_DAY,
    AnswerIs,
    AttributeIs,
    Circumstances,
    Condition,
    During,
    could_hold,
    holds,
    implies,
    week_bits,
)
from dispatch.rules.conditions_form import conditions_from_json, conditions_to_json

DAY = 24 * 60
NIGHT = During(22 * 60, 6 * 60)
RED = AnswerIs("colour", "red")


def at(weekday: int, hour: int, minute: int = 0) -> Circumstances:
    return Circumstances((), (), (weekday - 1) * DAY + hour * 60 + minute)


@pytest.mark.parametrize(
    ("hour", "expected"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False)]
)
def test_a_window_over_midnight_holds_on_both_sides_of_it(hour: int, expected: bool) -> None:
    assert holds((NIGHT,), at(3, hour)) is expected


def test_a_window_over_midnight_belongs_to_the_weekday_on_which_it_begins() -> None:
    friday_night = During(22 * 60, 6 * 60, (5,))

    assert holds((friday_night,), at(6, 5, 59))
    assert not holds((friday_night,), at(5, 5, 59))


def test_a_window_that_begins_on_sunday_night_ends_on_monday() -> None:
    sunday_night = During(22 * 60, 6 * 60, (7,))

    assert holds((sunday_night,), at(1, 5))
    assert not holds((sunday_night,), at(2, 5))


def test_a_window_that_ends_at_midnight_holds_until_then() -> None:
    assert week_bits(During(20 * 60, 0)) == week_bits(During(20 * 60, DAY))


def test_a_whole_day_every_day_is_the_whole_week() -> None:
    assert week_bits(During(0, DAY)).bit_count() == 7 * DAY


def test_all_conditions_must_hold() -> None:
    there = Circumstances((("colour", "red"),), (("owner", "city"),), 0)

    assert holds((RED, AttributeIs("owner", "city")), there)
    assert not holds((RED, AttributeIs("owner", "rail")), there)


def test_an_answer_is_not_an_attribute_of_the_same_name() -> None:
    assert not holds((AnswerIs("owner", "city"),), Circumstances((), (("owner", "city"),), 0))


@pytest.mark.parametrize(
    "conditions",
    [
        (RED, AnswerIs("colour", "blue")),
        (During(0, 60), During(60, 120)),
        (During(0, 60, (1,)), During(0, 60, (2,))),
    ],
)
def test_contradictions_can_never_hold(conditions: tuple[Condition, ...]) -> None:
    assert not could_hold(conditions)


def test_a_narrower_window_implies_a_wider_one_and_not_the_reverse() -> None:
    narrow = During(23 * 60, 5 * 60)

    assert implies((narrow,), (NIGHT,))
    assert not implies((NIGHT,), (narrow,))


def test_more_conditions_imply_fewer() -> None:
    assert implies((NIGHT, RED), (RED,))
    assert implies((RED,), ())
    assert not implies((RED,), (NIGHT, RED))


def test_the_json_form_reads_back_to_the_same_conditions() -> None:
    conditions = (During(22 * 60, 6 * 60, (1, 5)), During(0, DAY), RED, AttributeIs("owner", "供电局"))

    assert conditions_from_json(conditions_to_json(conditions)) == conditions


@pytest.mark.parametrize(
    "form",
    [
        {},
        ["night"],
        [{"unless": {"question": "a", "equals": "b"}}],
        [{"answer": {"question": "a", "equals": 1}}],
        [{"answer": {"question": "a", "equals": "b", "or": "c"}}],
        [{"answer": {"question": "a", "equals": "b"}, "attribute": {"name": "c", "equals": "d"}}],
        [{"during": {"from": "22:00", "to": "25:00", "weekdays": [1]}}],
        [{"during": {"from": "22:60", "to": "23:00", "weekdays": [1]}}],
        [{"during": {"from": "2:00", "to": "23:00", "weekdays": [1]}}],
        [{"during": {"from": "22:00", "to": "22:00", "weekdays": [1]}}],
        [{"during": {"from": "22:00", "to": "23:00", "weekdays": []}}],
        [{"during": {"from": "22:00", "to": "23:00", "weekdays": [0]}}],
        [{"during": {"from": "22:00", "to": "23:00", "weekdays": [True]}}],
        [{"during": {"from": "22:00", "to": "23:00", "weekdays": [2, 1]}}],
    ],
)
def test_a_form_that_cannot_be_meant_is_refused(form: object) -> None:
    with pytest.raises(MalformedResponsibility):
        conditions_from_json(form)


def test_every_day_is_the_seven_iso_weekdays() -> None:
    assert list(EVERY_DAY) == list(range(1, 8))
