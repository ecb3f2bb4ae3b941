"""Numbers as people type them into forms: what is none stays a text, and is told as wrong."""

import pytest

from desk.pages.forms import Form, whole_number
from desk.pages.window.answers import read_answers
from registry.rules.form_fields import FieldKind, FormField

_AMOUNT = FormField("amount", "金额", "Amount", FieldKind.NUMBER)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12", 12),
        ("-12", -12),
        ("1,200", 1200),
        ("--12", "--12"),
        ("-", "-"),
        ("12-", "12-"),
        ("一百", "一百"),
    ],
)
def test_an_answer_that_is_no_number_stays_as_it_was_typed(typed: str, read: int | str) -> None:
    assert read_answers(Form({"answer-amount": (typed,)}), (_AMOUNT,)) == {"amount": read}


@pytest.mark.parametrize("typed", ["", "-1", "+1", "1.0", "１２", "9" * 19, "1\n"])
def test_only_digits_the_database_can_hold_are_a_whole_number(typed: str) -> None:
    assert whole_number(typed) is None


def test_a_number_of_eighteen_digits_is_one() -> None:
    assert whole_number("9" * 18) == 10**18 - 1
