"""Numbers of people are read as they are written, refused for the exact reason, and tell an age."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from registry import errors
from registry.errors import BadNumber
from registry.rules import check_characters
from registry.rules.ages import age_on
from registry.rules.identity_numbers import Doubt, IdentityNumber, NumberKind, Sex
from registry.rules.number_reading import parse
from tests import vectors

BIRTHS = st.dates(date(1900, 1, 1), date(2026, 11, 22))
BODIES = st.builds(lambda born, sequence: f"999999{born:%Y%m%d}{sequence:03}", BIRTHS, st.integers(1, 999))


def resident(number: str) -> IdentityNumber:
    return parse(number, NumberKind.RESIDENT_ID)


@pytest.mark.parametrize(("number", "sex"), vectors.RESIDENT_IDS.items())
def test_published_resident_ids_are_read(number: str, sex: str) -> None:
    found = resident(number)

    assert (found.number, found.sex) == (number, Sex(sex))
    assert found.born is not None
    assert f"{found.born:%Y%m%d}" == number[6:14]


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        *vectors.RESIDENT_ID_LOWER_CASE.items(),
        *vectors.RESIDENT_ID_15_TO_18.items(),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        (" 110105 19491231 002X\n", "11010519491231002X"),
        ("110105-19491231-002X", "11010519491231002X"),
    ],
)
def test_a_number_has_one_usual_spelling(written: str, usual: str) -> None:
    assert resident(written).number == usual


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        (vectors.RESIDENT_ID_WRONG_CHECK, errors.WrongCheckCharacter),
        (vectors.RESIDENT_ID_NO_SUCH_DATE, errors.ImpossibleBirthDate),
        (vectors.RESIDENT_ID_WRONG_LENGTH, errors.WrongLength),
        (vectors.RESIDENT_ID_LETTER_INSIDE, errors.WrongCharacter),
        (("", "1" * 10_000), errors.WrongLength),
        (("99999900010101001X",), errors.ImpossibleBirthDate),
        (("99999919900101001\u0661", "9999991990010100😀6"), errors.WrongCharacter),
    ],
)
def test_a_wrong_resident_id_is_refused_for_its_reason(
    numbers: tuple[str, ...], reason: type[BadNumber]
) -> None:
    for number in numbers:
        with pytest.raises(reason):
            resident(number)


def test_a_wrong_character_is_told_by_its_place() -> None:
    with pytest.raises(errors.WrongCharacter) as refused:
        resident(vectors.RESIDENT_ID_LETTER_INSIDE[0])

    assert refused.value.at == 5


@given(BODIES)
def test_the_check_character_agrees_with_another_implementation(body: str) -> None:
    assert check_characters.resident_check_character(body) == mod_11_2.calc_check_digit(body)


@given(BODIES, st.data())
def test_one_mistyped_digit_is_never_taken(body: str, data: st.DataObject) -> None:
    number = body + check_characters.resident_check_character(body)
    at = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from("0123456789X").filter(lambda digit: digit != number[at]))

    with pytest.raises(BadNumber):
        resident(number[:at] + wrong + number[at + 1 :])


@given(st.text() | st.text("0123456789Xx ", max_size=20), st.sampled_from(NumberKind))
def test_any_text_is_read_or_refused_by_name(text: str, kind: NumberKind) -> None:
    try:
        found = parse(text, kind)
    except BadNumber:
        return

    assert parse(found.number, kind) == found


@pytest.mark.parametrize("number", ["110105194912310021", "999999199013010015", "1101O519491231002X"])
@pytest.mark.parametrize("kind", NumberKind)
def test_a_refusal_never_tells_the_number(number: str, kind: NumberKind) -> None:
    if kind is NumberKind.PASSPORT:
        number += "!"

    with pytest.raises(BadNumber) as refused:
        parse(number, kind)

    assert not any(number[at : at + 4] in str(refused.value) for at in range(len(number) - 3))


def test_an_unassigned_region_is_a_doubt_and_no_refusal() -> None:
    assert resident("999999199001010016").doubts == (Doubt.UNKNOWN_REGION,)


def test_a_district_younger_than_the_person_is_no_matter() -> None:
    body = "35030419500101001"

    found = resident(body + check_characters.resident_check_character(body))

    assert found.doubts == ()


def test_the_oldest_numbers_of_15_digits_may_be_of_another_century() -> None:
    assert Doubt.PERHAPS_BORN_BEFORE_1900 in resident("110105981231996").doubts


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (NumberKind.PASSPORT, "e12345678"),
        (NumberKind.PASSPORT, "AB1234567"),
        (NumberKind.HK_MACAU_PERMIT, "H12345678"),
        (NumberKind.HK_MACAU_PERMIT, "M1234567801"),
        (NumberKind.TAIWAN_PERMIT, "12345678"),
    ],
)
def test_travel_documents_are_known_by_their_shape(kind: NumberKind, number: str) -> None:
    assert parse(number, kind) == IdentityNumber(kind, number.upper())


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (NumberKind.PASSPORT, "ABCDEFGH"),
        (NumberKind.PASSPORT, "1234"),
        (NumberKind.HK_MACAU_PERMIT, "X12345678"),
        (NumberKind.TAIWAN_PERMIT, "1234567"),
    ],
)
def test_another_shape_is_no_travel_document(kind: NumberKind, number: str) -> None:
    with pytest.raises(errors.WrongShape):
        parse(number, kind)


@pytest.mark.parametrize(
    ("kind", "region"),
    [
        (NumberKind.HK_MACAU_RESIDENCE, "810000"),
        (NumberKind.HK_MACAU_RESIDENCE, "820000"),
        (NumberKind.TAIWAN_RESIDENCE, "830000"),
        (NumberKind.FOREIGN_RESIDENCE, "935840"),
    ],
)
def test_residence_permits_bear_birth_and_sex_under_regions_of_their_own(
    kind: NumberKind, region: str
) -> None:
    body = f"{region}19900101001"
    number = body + check_characters.resident_check_character(body)

    found = parse(number, kind)

    assert (found.born, found.sex, found.doubts) == (date(1990, 1, 1), Sex.MALE, ())
    with pytest.raises(errors.WrongShape):
        parse("11010519491231002X", kind)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1946, 9, 28), date(2026, 9, 27), 79),
        (date(1946, 9, 28), date(2026, 9, 28), 80),
        (date(2026, 9, 28), date(2026, 9, 28), 0),
        (date(2000, 2, 29), date(2018, 2, 27), 17),
        (date(2000, 2, 29), date(2018, 2, 28), 18),
        (date(2000, 2, 29), date(2020, 2, 28), 19),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
    ],
)
def test_age_is_counted_in_full_years_on_the_day_of_the_case(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@given(BIRTHS, st.integers(0, 40_000))
def test_nobody_grows_younger_overnight(born: date, days: int) -> None:
    day = born + timedelta(days=days)

    assert 0 <= age_on(born, day + timedelta(days=1)) - age_on(born, day) <= 1


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(errors.NotYetBorn):
        age_on(date(2026, 9, 28), date(2026, 9, 27))
