"""Addresses carry every pair of characters they can be searched by, in text and in letters."""

from hypothesis import given
from hypothesis import strategies as st

from grid.rules.address_tokens import fragments, searchable, tokens_of
from tests.builders_grid import a_small_table


def test_an_address_is_spelled_in_full_and_by_initials() -> None:
    words = searchable("文献路 12号", a_small_table())

    assert words.folded == "文献路 12号"
    assert words.initials == "wxl12h"
    assert words.pinyin.replace(" ", "") == "wenxianlu12hao"


def test_a_character_of_several_readings_is_spelled_by_each() -> None:
    assert searchable("长寿", a_small_table()).initials == "zs cs"


def test_readings_do_not_multiply_without_end() -> None:
    assert len(searchable("长" * 40, a_small_table()).initials.split()) <= 4


def test_the_parts_of_a_question_are_small_and_plain() -> None:
    assert fragments("  ＷＸＬ，12号 WXL ") == ("wxl", "12号")


def test_a_part_of_one_character_asks_for_no_token() -> None:
    assert tokens_of(("文", "7")) == ()
    assert tokens_of(("文献路",)) == ("文献", "献路")


@given(st.text("文献路号长寿街幢0123456789 -，", min_size=2, max_size=30), st.data())
def test_every_piece_of_an_address_finds_it(text: str, data: st.DataObject) -> None:
    words = searchable(text, a_small_table())
    run = data.draw(st.sampled_from(words.folded.split() or [""]))
    begin = data.draw(st.integers(0, len(run)))
    piece = run[begin : data.draw(st.integers(begin, len(run)))]

    assert set(tokens_of(fragments(piece))) <= set(words.tokens)
