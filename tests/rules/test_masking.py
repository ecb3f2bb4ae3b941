"""Masked data can be recognised by those who know it and learned by nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import masking
from registry.rules.identity_numbers import NumberKind

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张*丰"),
        ("欧阳娜娜", "欧**娜"),
        ("张", "*"),
        (" 张 三 ", "张*"),
        ("买买提·艾力", "买**·艾*"),
        ("买买提・艾力", "买**·艾*"),
        ("John Smith", "J*** S***"),
        ("Gérard D'Aboville", "G*** D***"),
        ("Jo Smith-Jones", "J*** S***"),
        ("\U00020000三丰", "\U00020000*丰"),
        ("葛\U000e0100洪", "葛\U000e0100*"),
        ("😀", "*"),
        ("", ""),
    ],
)
def test_names_keep_what_recognises_them(full: str, masked: str) -> None:
    assert masking.name(full) == masked


@given(st.text(HAN, min_size=1, max_size=12))
def test_a_masked_name_never_shows_more_than_its_ends(full: str) -> None:
    masked = masking.name(full)

    assert len(masked) == len(full)
    assert sum(character != "*" for character in masked) <= min(2, len(full) - 1)


@given(st.text())
def test_any_text_can_be_masked_as_a_name_an_address_or_a_phone(text: str) -> None:
    masked = masking.name(text), masking.address(text), masking.phone(text)

    assert all(isinstance(part, str) for part in masked)


@pytest.mark.parametrize(
    ("number", "kind", "first", "masked"),
    [
        ("999999199001010016", NumberKind.RESIDENT_ID, 3, "999***********0016"),
        ("999999199001010016", NumberKind.RESIDENT_ID, 6, "999999********0016"),
        ("E12345678", NumberKind.PASSPORT, 3, "E****5678"),
        ("A1234", NumberKind.PASSPORT, 6, "***34"),
        ("12345678", NumberKind.TAIWAN_PERMIT, 3, "1***5678"),
        ("91999999MA9999013K", NumberKind.CREDIT_CODE, 3, "91999999MA9999013K"),
        ("MA9999013", NumberKind.ORGANISATION_CODE, 3, "MA9999013"),
    ],
)
def test_numbers_of_persons_show_their_ends_and_those_of_firms_all(
    number: str, kind: NumberKind, first: int, masked: str
) -> None:
    assert masking.number(number, kind, first) == masked


@pytest.mark.parametrize("first", [2, 7])
def test_no_more_and_no_less_of_a_number_is_shown_than_the_rule_says(first: int) -> None:
    with pytest.raises(ValueError, match="3 to 6"):
        masking.number("999999199001010016", NumberKind.RESIDENT_ID, first)


@given(st.text("0123456789X", min_size=5, max_size=18), st.integers(3, 6))
def test_at_least_three_characters_of_a_number_stay_hidden(number: str, first: int) -> None:
    masked = masking.number(number, NumberKind.RESIDENT_ID, first)

    assert len(masked) == len(number)
    assert masked.count("*") >= 3


@pytest.mark.parametrize(
    ("plain", "masked"),
    [
        ("13800000000", "138****0000"),
        ("+86 138-0000-0000", "138****0000"),
        ("００８６13800000000", "138****0000"),
        ("0594-2691234", "059****1234"),
        ("2691234", "***1234"),
        ("110", "*10"),
        ("", ""),
        ("none", ""),
    ],
)
def test_phones_show_their_ends(plain: str, masked: str) -> None:
    assert masking.phone(plain) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("福建省莆田市荔城区镇海街道英龙社区胜利路123号3幢502室", "福建省莆田市荔城区镇海街道英龙社区***"),
        ("荔城区 镇海街道 英龙社区", "荔城区镇海街道英龙社区"),
        ("仙游县游洋镇游洋村１２号", "仙游县游洋镇游洋村***"),
        ("西天尾镇龙山村委会20号", "西天尾镇龙山村委会***"),
        ("龙桥街道太平社区居委会旁", "龙桥街道太平社区***"),
        ("荔城区文献路128号英龙社区5号楼", "荔城区***"),
        ("荔城区万达小区5号", "荔城区***"),
        ("万达小区5号", "***"),
        ("文献新村12号", "***"),
        ("胜利路", "***"),
        ("12 Main St, Boston", "***"),
        ("", ""),
    ],
)
def test_addresses_end_at_their_community(text: str, masked: str) -> None:
    assert masking.address(text) == masked


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_house_and_room_are_never_shown(house: int, room: int) -> None:
    masked = masking.address(f"荔城区镇海街道英龙社区胜利路{house}号{room}室")

    assert masked == "荔城区镇海街道英龙社区***"
