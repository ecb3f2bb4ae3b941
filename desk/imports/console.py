"""Speaks to whoever runs an import: progress on a terminal, findings row by row, one sentence at the end."""

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from desk.imports.errors import Finding

SHOWN = 20


def say(line: str) -> None:
    """One line for whoever asked."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """One line about what went wrong."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on the terminal, or nothing where the output goes elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        yield bar


@contextmanager
def steps_shown() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for work that says what it does, how many steps are done and of how many."""
    with progress_bar() as bar:
        task = bar.add_task("", total=None)

        def watch(doing: str, done: int, of: int) -> None:
            bar.update(task, description=doing, completed=done, total=of)

        yield watch


def tell_findings(findings: Sequence[Finding], total: int, report: Path | None) -> None:
    """Shows the first findings; all that are known go into the CSV file where one was asked for."""
    for finding in findings[:SHOWN]:
        complain(f"  {finding}")
    if total > SHOWN:
        complain(f"  … and {total - SHOWN} more")
    if report is not None:
        write_findings(report, findings)
        complain(f"  all of them, row by row: {report}")


def write_findings(report: Path, findings: Sequence[Finding]) -> None:
    """Writes findings as CSV: line, column, code, detail."""
    with report.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "column", "code", "detail"))
        writer.writerows((one.line, one.column, one.code, one.detail) for one in findings)


def read_findings(report: Path, up_to: int) -> list[Finding]:
    """The findings an earlier run wrote for lines up to this one; none where there is no report."""
    if not report.exists():
        return []
    with report.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        found = [Finding(int(line), *rest) for line, *rest in rows]
    return [one for one in found if one.line <= up_to]
