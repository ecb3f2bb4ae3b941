"""Only what the published item needs may be asked for, all at once, and nothing that is had on line."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.rules.form_fields import Answer, Condition
from registry.rules.materials import Demand, Exceptions, holds, missing, needed, unlawful_demands
from tests.builders_registry import an_item

BANK_PAID: dict[str, Answer] = {"paid_by": "bank", "age": 80}
CASH_PAID: dict[str, Answer] = {"paid_by": "cash", "age": 101}
CODES = ["ID", "FORM", "BANK", "PHOTO", "HUNDRED"]


def _codes(answers: dict[str, Answer]) -> list[str]:
    return [material.code for material in needed(an_item(), answers)]


def test_the_situation_decides_which_materials_are_needed() -> None:
    assert _codes(BANK_PAID) == ["ID", "FORM", "BANK", "PHOTO"]
    assert _codes(CASH_PAID) == ["ID", "FORM", "PHOTO", "HUNDRED"]
    assert _codes({}) == ["ID", "FORM", "PHOTO"]


@pytest.mark.parametrize(
    ("condition", "answer", "expected"),
    [
        (Condition("x", ("a", "b")), "b", True),
        (Condition("x", ("a", "b")), "c", False),
        (Condition("x", (True,)), True, True),
        (Condition("x", (True,)), 1, False),
        (Condition("x", (1,)), True, False),
        (Condition("x", least=3), 3, True),
        (Condition("x", least=3), 2, False),
        (Condition("x", most=3), 3, True),
        (Condition("x", least=1, most=3), 4, False),
        (Condition("x", least=1), True, False),
        (Condition("x", least=1), "5", False),
        (Condition("y", ("a",)), "a", False),
    ],
)
def test_a_condition_holds_for_its_values_and_bounds(
    condition: Condition, answer: Answer, expected: bool
) -> None:
    assert holds(condition, {"x": answer}) is expected


def test_what_is_had_on_line_is_never_wanted_of_the_applicant() -> None:
    found = missing(an_item(), BANK_PAID, [])

    assert [material.code for material in found.to_submit] == ["FORM", "BANK", "PHOTO"]
    assert [material.code for material in found.to_obtain] == ["ID"]
    assert not found.complete


def test_what_the_situation_does_not_need_is_told() -> None:
    found = missing(an_item(), CASH_PAID, ["ID", "FORM", "PHOTO", "HUNDRED", "BANK", "OTHER"])

    assert found.complete
    assert found.not_needed == ("BANK", "OTHER")


@pytest.mark.parametrize(
    ("exceptions", "may"),
    [
        (Exceptions({}), False),
        (Exceptions({"ID": " "}), False),
        (Exceptions({"ID": "某条例 §3"}), True),
        (Exceptions({}, ("id_card",)), True),
        (Exceptions({}, ("other",)), False),
    ],
)
def test_a_shared_record_is_asked_for_only_by_a_cited_rule_or_while_its_source_is_down(
    exceptions: Exceptions, may: bool
) -> None:
    wanted = missing(an_item(), {}, ["FORM", "PHOTO"], exceptions).to_submit

    assert [material.code for material in wanted] == (["ID"] if may else [])


def test_a_notice_may_ask_for_exactly_what_is_missing() -> None:
    assert unlawful_demands(an_item(), BANK_PAID, ["PHOTO"], ["FORM", "BANK"]) == ()


def test_a_notice_that_asks_too_much_or_too_little_is_told_why() -> None:
    found = unlawful_demands(an_item(), CASH_PAID, ["PHOTO"], ["ID", "PHOTO", "BANK", "MARRIAGE"])

    assert found == (
        ("ID", Demand.SHARED),
        ("PHOTO", Demand.ALREADY_GIVEN),
        ("BANK", Demand.NOT_NEEDED),
        ("MARRIAGE", Demand.NOT_IN_ITEM),
        ("FORM", Demand.LEFT_OUT),
        ("HUNDRED", Demand.LEFT_OUT),
    )


@given(
    some.sets(some.sampled_from(CODES)),
    some.fixed_dictionaries(
        {}, optional={"paid_by": some.sampled_from(["bank", "cash"]), "age": some.integers(0, 130)}
    ),
)
def test_giving_all_that_is_missing_makes_it_complete(
    given_codes: set[str], answers: dict[str, Answer]
) -> None:
    found = missing(an_item(), answers, given_codes)
    asked = [material.code for material in found.to_submit]

    assert unlawful_demands(an_item(), answers, given_codes, asked) == ()
    assert missing(an_item(), answers, {*given_codes, *asked}).complete
