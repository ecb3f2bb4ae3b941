"""The table of readings is compact and complete enough to find people and places by letters."""

import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pinyin
from desk.hosting import build_pinyin
from pinyin import Pinyin, PinyinTableUnusable

READINGS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6)
TABLES = st.dictionaries(st.characters(exclude_categories=["Cs"]), st.lists(READINGS, min_size=1).map(tuple))


@pytest.fixture(scope="session")
def table_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pinyin") / "below" / "pinyin.bin"
    assert build_pinyin.main([str(path)]) == 0
    return path


@pytest.fixture(scope="session")
def table(table_path: Path) -> Pinyin:
    return pinyin.load(table_path)


def test_the_table_costs_less_than_a_megabyte(table_path: Path) -> None:
    tracemalloc.start()
    table = pinyin.load(table_path)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert table.readings("张") == ("zhang",)
    assert held < 1_000_000


def test_reading_the_table_never_loads_the_dictionary(table_path: Path) -> None:
    script = (
        "import sys, pathlib, pinyin;"
        f"assert pinyin.load(pathlib.Path({str(table_path)!r})).plain('荔城') == 'licheng';"
        "assert 'pypinyin' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_same_dictionary_gives_the_same_bytes(table_path: Path) -> None:
    assert build_pinyin.build() == table_path.read_bytes()


@pytest.mark.parametrize(
    ("character", "readings"),
    [
        ("单", {"shan", "dan", "chan"}),
        ("解", {"xie", "jie"}),
        ("仇", {"qiu", "chou"}),
        ("曾", {"zeng", "ceng"}),
        ("区", {"qu", "ou"}),
        ("查", {"zha", "cha"}),
        ("乐", {"le", "yue"}),
        ("尉", {"wei", "yu"}),
        ("朴", {"piao", "pu"}),
        ("吕", {"lv", "lyu"}),
        ("〇", {"ling"}),
        ("\U00020000", {"he"}),
    ],
)
def test_all_readings_that_people_go_by_are_known(table: Pinyin, character: str, readings: set[str]) -> None:
    assert readings <= set(table.readings(character))


@pytest.mark.parametrize("character", ["a", "1", "·", "😀", "\ud800", "\U0010ffff", " "])
def test_what_is_no_chinese_character_has_no_reading(table: Pinyin, character: str) -> None:
    assert table.readings(character) == ()


@pytest.mark.parametrize(
    ("text", "plain", "initials"),
    [
        ("荔城区镇海街道", "lichengquzhenhaijiedao", "lcqzhjd"),
        ("长寿社区", "changshoushequ", "cssq"),
        ("厦门市", "xiamenshi", "xms"),
        ("胜利路１２号 Ａ座", "shenglilu12haoazuo", "sll1haz"),
        ("José 王", "josewang", "jw"),
        ("😀", "", ""),
        ("", "", ""),
    ],
)
def test_places_are_spelled_in_letters(table: Pinyin, text: str, plain: str, initials: str) -> None:
    assert (table.plain(text), table.initials(text)) == (plain, initials)


def test_the_likeliest_spelling_comes_first_and_others_follow(table: Pinyin) -> None:
    spelled = table.spellings("长乐", 10)

    assert spelled == ["changle", "zhangle", "changyue", "zhangyue"]


def test_spellings_of_a_long_text_stay_few_and_quick(table: Pinyin) -> None:
    assert len(table.spellings("长乐" * 5_000, 8)) == 8


@given(st.text())
def test_any_text_folds_to_words_of_letters_and_digits(text: str) -> None:
    folded = pinyin.folded(text)

    assert all(part.isalnum() for part in folded.split(" ") if part)


@given(TABLES)
def test_a_table_is_read_as_it_was_written(readings: dict[str, tuple[str, ...]]) -> None:
    table = pinyin.decode(pinyin.encode(readings))

    assert {character: table.readings(character) for character in readings} == readings
    assert table.readings("\U0010fffe") == readings.get("\U0010fffe", ())


@given(st.data())
def test_a_damaged_table_is_refused_whichever_byte_it_is(data: st.DataObject) -> None:
    whole = pinyin.encode({"张": ("zhang",), "三": ("san",)})
    at = data.draw(st.integers(0, len(whole) - 1))

    for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
        with pytest.raises(PinyinTableUnusable, match="build_pinyin"):
            pinyin.decode(damaged)


def test_a_missing_table_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(PinyinTableUnusable, match="build_pinyin"):
        pinyin.load(tmp_path / "none.bin")


def test_the_builder_without_a_path_says_what_it_wants(capsys: pytest.CaptureFixture[str]) -> None:
    status = build_pinyin.main([])

    assert status == 2
    assert "PATH" in capsys.readouterr().err
