"""Component ids follow the city's widths; check characters are those of MOD 37,36."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from grid.errors import BadCode
from grid.rules import components
from grid.rules.components import ComponentProfile
from tests import vectors

CODED = st.text(components.CHECK_ALPHABET, min_size=1, max_size=25)


def test_a_component_id_is_read_into_its_parts() -> None:
    found = components.parse_component_id(vectors.COMPONENT_ID)

    assert (found.division, found.major, found.minor, found.sequence) == vectors.COMPONENT_ID_PARTS


def test_a_component_id_is_composed_of_its_parts() -> None:
    composed = components.component_id(*vectors.COMPONENT_ID_PARTS)

    assert composed.code == vectors.COMPONENT_ID


def test_a_city_may_use_other_widths() -> None:
    found = components.parse_component_id("3205080108000001", ComponentProfile(2, 3, 5))

    assert (found.major, found.minor, found.sequence) == ("01", "080", 1)


@given(
    st.integers(1, 3).flatmap(
        lambda major: st.tuples(st.just(major), st.integers(1, 3), st.integers(1, 7)),
    ),
    st.data(),
)
def test_ids_of_every_profile_are_read_as_they_were_composed(
    widths: tuple[int, int, int], data: st.DataObject
) -> None:
    profile = ComponentProfile(*widths)
    major, minor = (data.draw(st.text("0123456789", min_size=w, max_size=w)) for w in widths[:2])
    sequence = data.draw(st.integers(1, 10 ** widths[2] - 1))

    composed = components.component_id("350304", major, minor, sequence, profile)

    assert components.parse_component_id(composed.code, profile) == composed


@pytest.mark.parametrize(
    "code",
    ["", "320508010100001", "32050801010000011", "32050801010000O1", "3205080101000000", "3205000101000001"],
)
def test_what_does_not_fit_the_profile_is_refused(code: str) -> None:
    with pytest.raises(BadCode):
        components.parse_component_id(code)


def test_a_sequence_that_outgrew_its_digits_is_refused() -> None:
    with pytest.raises(BadCode, match="6 digits"):
        components.component_id("350304", "01", "01", 1_000_000)


def test_a_profile_gives_every_part_a_digit() -> None:
    with pytest.raises(ValueError, match="a digit at least"):
        ComponentProfile(2, 0, 6)


@pytest.mark.parametrize(("text", "check"), vectors.CHECK_CHARACTERS.items())
def test_published_check_characters_are_met(text: str, check: str) -> None:
    assert components.check_character(text) == check


@given(CODED)
def test_check_characters_agree_with_another_implementation(text: str) -> None:
    assert components.check_character(text) == mod_37_36.calc_check_digit(text)


@given(CODED)
def test_a_text_with_its_check_character_passes(text: str) -> None:
    assert components.has_check_character(text + components.check_character(text))


@given(CODED, st.data())
def test_one_wrong_character_is_always_noticed(text: str, data: st.DataObject) -> None:
    whole = text + components.check_character(text)
    at = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from(components.CHECK_ALPHABET).filter(lambda c: c != whole[at]))

    assert not components.has_check_character(whole[:at] + wrong + whole[at + 1 :])


@pytest.mark.parametrize("text", ["", "A", "350304001y", "３Y", "荔Y"])
def test_what_has_no_check_character_does_not_pass(text: str) -> None:
    assert not components.has_check_character(text)


@pytest.mark.parametrize("text", ["", "a", "3-5"])
def test_a_check_character_is_only_given_to_digits_and_capital_letters(text: str) -> None:
    with pytest.raises(BadCode):
        components.check_character(text)
