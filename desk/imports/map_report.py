"""Tells what an import of a map found: every layer in sentences, every row with what is wrong and where."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from desk.imports.console import SHOWN, complain
from grid.rules.import_report import ImportReport, RowFinding


def tell_map(report: ImportReport, path: Path | None) -> None:
    """Shows layers, then refused rows, then those something was done to; all of it goes to the file."""
    for name, sentence in report.layers[:SHOWN]:
        complain(f"  {name}: {sentence}")
    if len(report.layers) > SHOWN:
        complain(f"  … and {len(report.layers) - SHOWN} more about the layers")
    _tell_rows(report.refused, "refused")
    _tell_rows([row for row in report.noted if not row.problems], "noted")
    if path is not None:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(report.lines())


def _tell_rows(rows: Sequence[RowFinding], verdict: str) -> None:
    for row in rows[:SHOWN]:
        complain(f"  {row.file} row {row.row} {_called(row)}: {'; '.join(_remarks(row))}")
    if len(rows) > SHOWN:
        complain(f"  … and {len(rows) - SHOWN} more rows {verdict}")


def _called(row: RowFinding) -> str:
    return row.code if row.name in ("", row.code) else f"{row.code} {row.name}"


def _remarks(row: RowFinding) -> Iterator[str]:
    for one in (*row.problems, *row.notes):
        yield f"{one} ({one.pointer})" if one.pointer else str(one)
    if row.change:
        yield row.change
