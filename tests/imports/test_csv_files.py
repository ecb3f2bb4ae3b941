"""A foreign CSV file is read row by row; what is wrong with it is said with the line."""

import tracemalloc
from pathlib import Path

import pytest

from desk.imports.csv_files import LONGEST_LINE, CsvFile
from desk.imports.errors import FileUnreadable


def a_file(folder: Path, content: bytes | str) -> Path:
    path = folder / "given.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(
    folder: Path, content: bytes | str, *columns: str, encoding: str = "utf-8", delimiter: str = ","
) -> list[dict[str, str]]:
    return [row.values for row in CsvFile(a_file(folder, content), columns, encoding, delimiter).rows()]


def refusal(folder: Path, content: bytes | str, *columns: str) -> FileUnreadable:
    with pytest.raises(FileUnreadable) as raised:
        read(folder, content, *columns)
    return raised.value


def test_rows_come_with_their_columns_and_the_line_they_end_on(tmp_path: Path) -> None:
    file = CsvFile(a_file(tmp_path, '\ufeffid,title\r\n1,"two\nlines"\r\n2, 市民 \r\n'), ("id", "title"))

    rows = list(file.rows())

    assert [(row.line, row["id"], row["title"]) for row in rows] == [(3, "1", "two\nlines"), (4, "2", "市民")]
    assert file.read == file.size


@pytest.mark.parametrize(
    "encoding", ["gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-32"]
)
def test_a_stated_encoding_is_used(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, "名,x\n荔城,1\n".encode(encoding), "名", encoding=encoding) == [{"名": "荔城"}]


def test_a_file_of_wide_characters_that_breaks_off_is_refused(tmp_path: Path) -> None:
    whole = "id,title\n1,路灯\n2,桥\n".encode("utf-16")

    for torn, line in ((whole[:-1], 3), (whole[:-2], 3), (whole[:-6], 3)):
        with pytest.raises(FileUnreadable, match="cut off") as raised:
            read(tmp_path, torn, "id", encoding="utf-16")
        assert raised.value.line == line


def test_latin_1_is_read_when_stated_and_refused_as_utf_8(tmp_path: Path) -> None:
    content = "id,title\n1,Straße\n".encode("latin-1")

    assert read(tmp_path, content, "title", encoding="latin-1") == [{"title": "Straße"}]
    assert "0xdf" in str(refusal(tmp_path, content, "title"))


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_fields_separated_otherwise_are_read_when_stated_and_refused_with_the_likely_one(
    tmp_path: Path, delimiter: str
) -> None:
    content = "id,lat\n1,2\n".replace(",", delimiter)

    assert read(tmp_path, content, "id", "lat", delimiter=delimiter) == [{"id": "1", "lat": "2"}]
    assert f"separated by {delimiter!r}; state it with --delimiter" in str(
        refusal(tmp_path, content, "id", "lat")
    )


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    assert "no column LATITUDE; there are id, lat" in str(
        refusal(tmp_path, "id,lat\n1,2\n", "id", "LATITUDE")
    )


def test_a_column_wanted_must_be_there_once(tmp_path: Path) -> None:
    assert "comes twice" in str(refusal(tmp_path, "id,id\n1,2\n", "id"))


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", None, "empty"),
        ("id,title\n1,a\n2\n", 3, "1 fields"),
        ("id,title\n1,a\n2,b,c\n", 3, "3 fields"),
        ("id,title\n1,a\n2,-71.05", 3, "cut off"),
        ('id,title\n1,"never ended\n2,b\n', 3, "does not end"),
        ("id,title\n1,\x00\n", 2, "NUL"),
        (b"id,title\n1,caf\xe9\n", 2, "0xe9"),
        ("id,title\n".encode("utf-16"), 1, "UTF-16"),
        ("id,title\n1," + "x" * LONGEST_LINE + "\n", 2, "longer"),
        ('id,title\n1,"' + "x" * 200_000 + '"\n', 2, "field limit"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, content: bytes | str, line: int | None, reason: str
) -> None:
    raised = refusal(tmp_path, content, "id")

    assert raised.line == line
    assert reason in raised.reason


def test_a_missing_file_and_an_unknown_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="No such file"):
        CsvFile(tmp_path / "none.csv", ())
    with pytest.raises(FileUnreadable, match="no encoding"):
        CsvFile(a_file(tmp_path, "id\n"), (), "klingon")


def test_a_long_file_is_read_in_little_memory(tmp_path: Path) -> None:
    path = a_file(tmp_path, "id,title\n" + "".join(f"{n},{'x' * 100}\n" for n in range(30_000)))
    file = CsvFile(path, ("id",))

    tracemalloc.start()
    try:
        count = sum(1 for _ in file.rows())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 30_000
    assert file.size > 3_000_000
    assert peak < 300_000
