"""Codes of organisations are read as they are written and refused for the exact reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from registry import errors
from registry.errors import BadNumber
from registry.rules import check_characters
from registry.rules.identity_numbers import Doubt, IdentityNumber, NumberKind
from registry.rules.number_reading import parse
from tests import vectors

CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_BODIES = st.builds(
    "{}{}{}".format,
    st.text(CREDIT_LETTERS, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CREDIT_LETTERS, min_size=9, max_size=9),
)


def credit(number: str) -> IdentityNumber:
    return parse(number, NumberKind.CREDIT_CODE)


@pytest.mark.parametrize("code", vectors.CREDIT_CODES)
def test_published_credit_codes_are_read(code: str) -> None:
    found = credit(code)

    assert (found.number, found.region, found.organisation_code) == (code, code[2:8], code[8:17])
    assert Doubt.ORGANISATION_PART not in found.doubts


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        (vectors.CREDIT_CODE_WRONG_CHECK, errors.WrongCheckCharacter),
        (vectors.CREDIT_CODE_WRONG_LETTER, errors.WrongCharacter),
        (("91350100M000100Y4",), errors.WrongLength),
        (("9135O100M000100Y43", "91A50100M000100Y43"), errors.WrongCharacter),
    ],
)
def test_a_wrong_credit_code_is_refused_for_its_reason(
    codes: tuple[str, ...], reason: type[BadNumber]
) -> None:
    for code in codes:
        with pytest.raises(reason):
            credit(code)


@given(CREDIT_BODIES)
def test_credit_check_characters_agree_with_another_implementation(body: str) -> None:
    assert check_characters.credit_check_character(body) == uscc.calc_check_digit(body)


def test_an_organisation_part_that_does_not_fit_is_a_doubt() -> None:
    body = "91350100M000100Y5"

    found = credit(body + check_characters.credit_check_character(body))

    assert found.doubts == (Doubt.ORGANISATION_PART,)


@pytest.mark.parametrize("code", vectors.CREDIT_CODES)
def test_the_organisation_part_of_a_credit_code_is_an_organisation_code(code: str) -> None:
    written = f"{code[8:16]}-{code[16]}"

    assert parse(written, NumberKind.ORGANISATION_CODE).number == code[8:17]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("71526726-1", errors.WrongCheckCharacter),
        ("7152672X", errors.WrongLength),
        ("7152672!X", errors.WrongCharacter),
        ("71526726Y", errors.WrongCharacter),
    ],
)
def test_a_wrong_organisation_code_is_refused_for_its_reason(code: str, reason: type[BadNumber]) -> None:
    with pytest.raises(reason):
        parse(code, NumberKind.ORGANISATION_CODE)


def test_only_numbers_of_organisations_are_not_personal() -> None:
    of_organisations = {kind for kind in NumberKind if not kind.is_of_person}

    assert of_organisations == {NumberKind.CREDIT_CODE, NumberKind.ORGANISATION_CODE}
