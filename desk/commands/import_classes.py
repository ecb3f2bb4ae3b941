"""The command import-classes: a CSV of incident classes, published as a whole or refused row by row."""

import argparse
import csv
import io
from datetime import UTC, datetime

from desk.commands.importing import told
from desk.imports.console import say, steps_shown
from desk.imports.csv_files import CsvFile
from desk.imports.errors import FileUnreadable, Finding, RowsRefused
from desk.imports.options import add_file
from reach import SYSTEM
from registry.class_import import import_classes
from registry.rules.class_sheet import COLUMNS, REQUIRED, RowFault

LARGEST = 20_000_000  # bytes: a catalogue is read as a whole; one larger is something else


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "import-classes",
        help="publish the incident classes of a CSV file",
        epilog=f"columns: {', '.join(REQUIRED)} and, as wanted, {', '.join(COLUMNS[len(REQUIRED) :])}",
    )
    add_file(parser)
    parser.set_defaults(run=_run)


@told
async def _run(asked: argparse.Namespace) -> int:
    text = _text(CsvFile(asked.file, (), asked.encoding, asked.delimiter))
    with steps_shown() as watch:
        sheet = await import_classes(SYSTEM, text, datetime.now(UTC), watch=watch)
    if sheet.faults:
        raise RowsRefused(tuple(map(_finding, sheet.faults)), len(sheet.faults))
    say(f"{len(sheet.classes)} incident classes from {sheet.rows} rows published.")
    return 0


def _text(file: CsvFile) -> str:
    """The sheet with commas between its fields, each row where it was; raises FileUnreadable."""
    if file.size > LARGEST:
        raise FileUnreadable(str(file.path), None, f"is larger than {LARGEST} bytes, no catalogue is")
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(file.fields())
    return text.getvalue()


def _finding(fault: RowFault) -> Finding:
    said = fault.code.replace("_", " ").lower()
    return Finding(fault.line, fault.column or "the row", fault.code, f"{said} {fault.detail}".rstrip())
