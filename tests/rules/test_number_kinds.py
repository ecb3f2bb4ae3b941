"""Which document a number comes from shows in its shape; the clerk need not say it."""

from datetime import date

import pytest

from registry.demo.numbers import credit_code, resident_number
from registry.rules.check_characters import organisation_check_character, resident_check_character
from registry.rules.identity_numbers import NumberKind
from registry.rules.number_kinds import likely_kind
from registry.rules.number_reading import parse


def _checked(body: str) -> str:
    return body + resident_check_character(body)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (resident_number(date(1958, 8, 12), 122), NumberKind.RESIDENT_ID),
        ("999999580812122", NumberKind.RESIDENT_ID),
        (_checked("81000019900101001"), NumberKind.HK_MACAU_RESIDENCE),
        (_checked("82000019900101001"), NumberKind.HK_MACAU_RESIDENCE),
        (_checked("83000019900101001"), NumberKind.TAIWAN_RESIDENCE),
        (_checked("91103319900101001"), NumberKind.FOREIGN_RESIDENCE),
        (credit_code("91", 999_001), NumberKind.CREDIT_CODE),
        (credit_code("11", 1234), NumberKind.CREDIT_CODE),
        (f"12345678-{organisation_check_character('12345678')}", NumberKind.ORGANISATION_CODE),
        ("H12345678", NumberKind.HK_MACAU_PERMIT),
        ("M1234567800", NumberKind.HK_MACAU_PERMIT),
        ("12345678", NumberKind.TAIWAN_PERMIT),
        ("ED0123456", NumberKind.PASSPORT),
    ],
)
def test_a_number_is_known_by_its_shape_and_can_be_read_as_that(number: str, kind: NumberKind) -> None:
    assert likely_kind(number) is kind
    assert parse(number, kind).number


def test_spaces_small_letters_and_full_width_do_not_matter() -> None:
    assert likely_kind("９９９９９９ 19900101 001x") is NumberKind.RESIDENT_ID


@pytest.mark.parametrize("text", ["", "陈桂芳", "abc", "12"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert likely_kind(text) is None
