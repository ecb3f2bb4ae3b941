"""Codes of items and numbers of cases are composed and read after GB/T 39554.1."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadItemCode, CaseNumbersUsedUp
from registry.rules import item_codes
from registry.rules.item_codes import UseLevel
from tests import vectors

TASKS = st.builds(
    item_codes.task_code,
    st.sampled_from(vectors.CREDIT_CODES),
    st.sampled_from(UseLevel),
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=12, max_size=12),
)


def test_a_published_item_code_is_read_into_its_parts() -> None:
    found = item_codes.parse_task_code(vectors.TASK_CODE)

    assert (found.credit_code, found.use_level, found.base) == vectors.TASK_CODE_PARTS


@pytest.mark.parametrize("code", [vectors.TASK_CODE, *vectors.SYNTHETIC_TASK_CODES])
def test_item_codes_are_written_as_they_were_read(code: str) -> None:
    assert item_codes.parse_task_code(code).code == code


def test_a_published_case_number_is_read_and_composed() -> None:
    day, sequence = vectors.CASE_NUMBER_TAIL
    composed = item_codes.case_number(
        item_codes.parse_task_code(vectors.TASK_CODE), date.fromisoformat(day), sequence
    )

    assert composed.number == vectors.CASE_NUMBER
    assert item_codes.parse_case_number(vectors.CASE_NUMBER) == composed


@given(TASKS, st.dates(date(1900, 1, 1)), st.integers(1, 9_999))
def test_case_numbers_are_read_as_they_were_composed(
    task: item_codes.TaskCode, day: date, sequence: int
) -> None:
    composed = item_codes.case_number(task, day, sequence)

    assert len(composed.number) == 43
    assert item_codes.parse_case_number(composed.number) == composed


@given(TASKS, st.integers(1, 99))
def test_handling_items_are_read_as_they_were_composed(task: item_codes.TaskCode, sequence: int) -> None:
    composed = item_codes.handling_item_code(task, sequence)

    assert len(composed.code) == 33
    assert item_codes.parse_handling_item_code(composed.code) == composed


@pytest.mark.parametrize(
    "code",
    [
        "",
        vectors.TASK_CODE[:-1],
        vectors.TASK_CODE + "0",
        "12441500196720244U3442199806003",
        "12441500196720244t3442199806003",
        "12441500196720244T7442199806003",
        "12441500196720244T0442199806003",
        "12441500196720244T344219980600a",
        "12441500196720244T34421998060０3",
    ],
)
def test_what_is_no_item_code_is_refused(code: str) -> None:
    with pytest.raises(BadItemCode):
        item_codes.parse_task_code(code)


@pytest.mark.parametrize(
    "tail", ["", "20220623006", "202206230068 ", "202202300068", "202206230000", "2022O6230068"]
)
def test_what_is_no_case_number_is_refused(tail: str) -> None:
    with pytest.raises(BadItemCode):
        item_codes.parse_case_number(vectors.TASK_CODE + tail)


@pytest.mark.parametrize("tail", ["", "0", "00", "0x", "100"])
def test_what_is_no_handling_item_is_refused(tail: str) -> None:
    with pytest.raises(BadItemCode):
        item_codes.parse_handling_item_code(vectors.TASK_CODE + tail)


def test_the_ten_thousandth_case_of_a_day_has_no_number() -> None:
    task = item_codes.parse_task_code(vectors.TASK_CODE)

    with pytest.raises(CaseNumbersUsedUp):
        item_codes.case_number(task, date(2026, 9, 28), 10_000)


@pytest.mark.parametrize("sequence", [0, 100])
def test_handling_items_have_two_digits(sequence: int) -> None:
    with pytest.raises(BadItemCode):
        item_codes.handling_item_code(item_codes.parse_task_code(vectors.TASK_CODE), sequence)


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    for read in (
        item_codes.parse_task_code,
        item_codes.parse_handling_item_code,
        item_codes.parse_case_number,
    ):
        with pytest.raises(BadItemCode):
            read(text)
