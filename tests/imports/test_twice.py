"""Of rows with one reference the first counts; those that say something else are found, in little memory."""

import tracemalloc
from pathlib import Path

from desk.imports.csv_files import CsvFile
from desk.imports.twice import references_of
from tests.imports.files import a_csv


def test_a_row_said_again_is_harmless_and_one_that_says_otherwise_is_found(tmp_path: Path) -> None:
    rows = [("a", 1, "x"), ("b", 2, "x"), ("a", 1, "other"), ("b", 3, "x"), ("c", 1, "x"), ("b", 2, "x")]
    file = CsvFile(a_csv(tmp_path / "rows.csv", ("id", "value", "unread"), rows), ("id", "value"))

    found = references_of(file, "id")

    assert (found.rows, found.repeated) == (6, 2)
    assert [(line, one.column, one.code) for line, one in found.contradicting.items()] == [
        (5, "id", "reference_twice")
    ]
    assert "has the reference of line 3" in found.contradicting[5].detail


def test_an_empty_file_holds_no_references(tmp_path: Path) -> None:
    assert references_of(CsvFile(a_csv(tmp_path / "rows.csv", ("id",), []), ("id",)), "id").rows == 0


def test_a_long_file_takes_a_few_bytes_for_each_row(tmp_path: Path) -> None:
    rows = ((f"reference-{n}", "x" * 300) for n in range(40_000))
    file = CsvFile(a_csv(tmp_path / "rows.csv", ("id", "text"), rows), ("id", "text"))

    tracemalloc.start()
    try:
        found = references_of(file, "id")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (found.rows, file.size > 12_000_000) == (40_000, True)
    assert peak < 100 * found.rows
