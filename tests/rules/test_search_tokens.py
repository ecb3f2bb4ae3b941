"""Names are found by characters, pinyin and initials through keyed tokens, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pinyin
from registry.errors import SearchTooShort
from registry.rules import search_tokens

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
READINGS = {
    "张": ("zhang",),
    "三": ("san",),
    "丰": ("feng",),
    "单": ("shan", "dan", "chan"),
    "乐": ("le", "yue"),
    "欧": ("ou",),
    "阳": ("yang",),
    "娜": ("na", "nuo"),
    "吕": ("lv", "lyu"),
    "布": ("bu",),
    "买": ("mai",),
    "提": ("ti", "di"),
    "艾": ("ai",),
    "力": ("li",),
    "安": ("an",),
    "\U00020000": ("he",),
}
CHARACTERS = st.sampled_from(sorted(READINGS))
NAMES = st.text(CHARACTERS, min_size=2, max_size=5)


def readings(character: str) -> tuple[str, ...]:
    return READINGS.get(character, ())


def finds(text: str, name: str) -> bool:
    held = set(search_tokens.index_tokens(KEY, name, readings))
    return any(wanted <= held for wanted in search_tokens.search_tokens(KEY, text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", "张三丰"),
        ("三丰", "张三丰"),
        ("张三丰", "张三丰"),
        ("zh", "张三丰"),
        ("zhangs", "张三丰"),
        ("zhang san", "张三丰"),
        ("ZhangSanFeng", "张三丰"),
        ("zs", "张三丰"),
        ("ZSF", "张三丰"),
        ("ｚｓｆ", "张三丰"),
        ("oynn", "欧阳娜娜"),
        ("ouyangnuona", "欧阳娜娜"),
        ("shanyue", "单乐"),
        ("chanle", "单乐"),
        ("dy", "单乐"),
        ("lvbu", "吕布"),
        ("lyub", "吕布"),
        ("买买提艾力", "买买提·艾力"),
        ("提艾", "买买提・艾力"),
        ("mmtal", "买买提·艾力"),
        ("张三", " 张 三 "),
        ("张三", "张三😀"),
        ("zs", "张😀三"),
        ("\U00020000三", "\U00020000三"),
        ("hes", "\U00020000三"),
        ("张\U0003134a", "张\U0003134a"),
        ("zh", "张\U0003134a"),
        ("smi", "John Smith"),
        ("smith john", "John Smith"),
        ("johns", "John Smith"),
        ("js", "John Smith"),
        ("jose", "José María"),
        ("josé", "JOSE MARIA"),
        ("ａｎ", "安"),
        ("3m安", "3M安丰"),
        ("360", "360安丰"),
    ],
)
def test_a_name_is_found_by(text: str, name: str) -> None:
    assert finds(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("三张", "张三丰"),
        ("张丰", "张三丰"),
        ("hang", "张三丰"),
        ("sz", "张三丰"),
        ("zhangshan", "张三"),
        ("ohn", "John Smith"),
        ("张三丰", "张三"),
        ("zhangsanfeng", "张三"),
    ],
)
def test_a_name_is_not_found_by(text: str, name: str) -> None:
    assert not finds(text, name)


@pytest.mark.parametrize("text", ["", " ", "张", "z", "😀😀", "·", "张 ", "\ufe0f张", "\ud800\ud800"])
def test_less_than_two_letters_or_characters_is_no_search(text: str) -> None:
    with pytest.raises(SearchTooShort):
        search_tokens.search_tokens(KEY, text)


@given(NAMES, st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))

    assert finds(name[start:end], name)


@given(st.text(CHARACTERS, min_size=1, max_size=3), st.data())
def test_every_reading_of_a_name_finds_it_from_its_second_letter_on(name: str, data: st.DataObject) -> None:
    # Up to two characters read otherwise than usual are covered; of three, all but the rarest.
    spelling = next(
        iter(data.draw(st.permutations(list(pinyin.spellings(pinyin.syllables(name, readings)))[:24])))
    )
    letters = "".join(spelling)

    assert finds(letters[: data.draw(st.integers(2, len(letters)))], name)


@given(st.text(), st.text())
def test_any_name_is_indexed_and_any_search_is_answered(name: str, text: str) -> None:
    tokens = search_tokens.index_tokens(KEY, name, readings)

    assert len(tokens) <= search_tokens.MOST_TOKENS
    assert all(-(2**63) <= token < 2**63 for token in tokens)
    assert list(tokens) == sorted(set(tokens))
    try:
        assert all(search_tokens.search_tokens(KEY, text))
    except SearchTooShort:
        assert len(pinyin.folded(text).replace(" ", "")) < 2


@given(st.text(min_size=2))
def test_whatever_can_be_searched_finds_the_name_it_is(text: str) -> None:
    try:
        assert finds(text, text)
    except SearchTooShort:
        assert len(pinyin.folded(text).replace(" ", "")) < 2


def test_a_very_long_name_costs_no_more_than_the_most_tokens() -> None:
    tokens = search_tokens.index_tokens(KEY, "单乐" * 5_000, readings)

    assert 40 < len(tokens) <= search_tokens.MOST_TOKENS


@pytest.mark.parametrize("name", ["", "😀", "···", " "])
def test_a_name_without_letters_has_no_tokens(name: str) -> None:
    assert search_tokens.index_tokens(KEY, name, readings) == ()


@given(NAMES)
def test_another_key_gives_other_tokens(name: str) -> None:
    ours = set(search_tokens.index_tokens(KEY, name, readings))

    assert ours.isdisjoint(search_tokens.index_tokens(OTHER_KEY, name, readings))


def test_a_whole_name_a_pair_and_letters_of_equal_text_are_different_tokens() -> None:
    (pair,) = search_tokens.search_tokens(KEY, "张三")
    (letters,) = search_tokens.search_tokens(KEY, "zs")

    assert {search_tokens.name_token(KEY, "张三")} != pair
    assert {search_tokens.name_token(KEY, "zs")} != letters


@given(NAMES)
def test_the_whole_name_is_among_its_tokens_however_it_is_spaced(name: str) -> None:
    spaced = " ".join(name)

    assert search_tokens.name_token(KEY, spaced) in search_tokens.index_tokens(KEY, name, readings)
