"""Limits of an item that the law forbids, with their clause."""

from dataclasses import replace

import pytest

from registry.rules.allowances import Allowance, Unit
from registry.rules.law import ItemLimits, check_item_limits

CALENDAR_DAYS = Allowance(20, Unit.CALENDAR_DAY)


def days(amount: int) -> Allowance:
    return Allowance(amount, Unit.WORKING_DAY)


LAWFUL = ItemLimits(statutory=days(20), promised=days(10), extension=days(10))
JOINT = ItemLimits(statutory=days(45), promised=days(20), extension=days(15), joint=True)


@pytest.mark.parametrize("limits", [LAWFUL, JOINT, replace(LAWFUL, promised=days(20), extension=None)])
def test_limits_up_to_the_caps_may_be_published(limits: ItemLimits) -> None:
    assert check_item_limits(limits) == ()


@pytest.mark.parametrize(
    ("limits", "field", "code", "clause"),
    [
        (replace(LAWFUL, acceptance=days(6)), "acceptance", "OVER_CAP", "§32"),
        (replace(LAWFUL, statutory=days(21)), "statutory", "OVER_CAP", "§42"),
        (replace(JOINT, statutory=days(46)), "statutory", "OVER_CAP", "§42"),
        (replace(LAWFUL, extension=days(11)), "extension", "OVER_CAP", "§42"),
        (replace(JOINT, extension=days(16)), "extension", "OVER_CAP", "§42"),
        (replace(LAWFUL, delivery=days(11)), "delivery", "OVER_CAP", "§44"),
        (replace(LAWFUL, supplement_notices=2), "supplement_notices", "MORE_THAN_ONCE", "§32"),
        (replace(LAWFUL, extensions=2), "extensions", "MORE_THAN_ONCE", "§42"),
        (replace(LAWFUL, promised=days(21)), "promised", "OVER_STATUTORY", "§42"),
        (replace(LAWFUL, promised=Allowance(5, Unit.CALENDAR_DAY)), "promised", "OTHER_UNIT", "§82"),
        (replace(LAWFUL, delivery=CALENDAR_DAYS), "delivery", "NOT_WORKING_DAYS", "§82"),
        (replace(LAWFUL, excluded=frozenset({"publicity"})), "excluded", "NOT_LEFT_OUT_BY_LAW", "§45"),
    ],
)
def test_a_limit_beyond_the_law_is_named_with_its_clause(
    limits: ItemLimits, field: str, code: str, clause: str
) -> None:
    assert [(v.field, v.code, v.clause) for v in check_item_limits(limits)] == [(field, code, clause)]


def test_all_violations_are_named_at_once() -> None:
    limits = replace(LAWFUL, statutory=days(30), promised=days(31), extension=days(20), delivery=days(15))

    assert [v.field for v in check_item_limits(limits)] == ["promised", "statutory", "extension", "delivery"]


def test_a_violation_says_what_was_found_and_what_is_allowed() -> None:
    violation = check_item_limits(replace(LAWFUL, delivery=days(12)))[0]

    assert (violation.found, violation.allowed) == ("12 WORKING_DAY", "10 WORKING_DAY")


def test_another_law_that_is_cited_frees_from_the_caps() -> None:
    limits = replace(LAWFUL, statutory=days(60), delivery=CALENDAR_DAYS, other_law="民办教育促进法 §14")

    assert check_item_limits(limits) == ()


def test_a_blank_citation_frees_from_nothing() -> None:
    assert check_item_limits(replace(LAWFUL, statutory=days(60), other_law="  "))


def test_no_law_lets_a_promise_exceed_what_is_statutory() -> None:
    limits = replace(LAWFUL, statutory=days(60), promised=days(61), other_law="民办教育促进法 §14")

    assert [v.code for v in check_item_limits(limits)] == ["OVER_STATUTORY"]


def test_a_cited_rule_may_leave_out_more_than_the_law() -> None:
    limits = replace(
        LAWFUL, excluded=frozenset({"publicity", "hearing"}), exclusion_rule="a rule of the province"
    )

    assert check_item_limits(limits) == ()
