"""Reads positions and texts out of the columns of a row, or tells what is wrong with them."""

from dataclasses import dataclass
from datetime import date

from desk.imports.csv_files import CsvRow
from desk.imports.errors import Finding, ImportRefused
from grid.errors import BadPosition
from grid.rules.coordinates import Crs, Position, to_wgs84

KEPT = 10_000  # findings kept in memory; a file with more is another file than was meant


class BadRow(Exception):
    """Raised when a value of a row cannot be read; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


class BadOption(ImportRefused):
    """Raised when an option of a command cannot be meant."""


@dataclass(slots=True)
class Findings:
    """What is wrong with the rows of a file, as far as it is kept, and how much there is of it."""

    kept: list[Finding]
    total: int = 0

    def add(self, finding: Finding) -> None:
        """Counts a finding, and keeps it while there are not too many."""
        self.total += 1
        if len(self.kept) < KEPT:
            self.kept.append(finding)


def required(row: CsvRow, column: str) -> str:
    """The text of a column without the blanks around it; raises BadRow where there is none."""
    text = row[column]
    if not text:
        raise BadRow(Finding(row.line, column, "required", "is empty"))
    return text


@dataclass(frozen=True, slots=True)
class Coordinates:
    """The columns of a position and the system they are in, which the file's owner must state."""

    lon: str
    lat: str
    crs: Crs

    def of(self, row: CsvRow) -> Position:
        """The position of a row in WGS-84; raises BadRow."""
        x, y = _number(row, self.lon), _number(row, self.lat)
        try:
            return to_wgs84(Position(x, y), self.crs)
        except BadPosition as error:
            columns = f"{self.lon}, {self.lat}"
            raise BadRow(Finding(row.line, columns, "bad_position", str(error))) from error


def _number(row: CsvRow, column: str) -> float:
    text = required(row, column)
    try:
        return float(text)
    except ValueError:
        raise BadRow(Finding(row.line, column, "not_a_number", f"{text[:40]!r} is no number")) from None


def day(text: str) -> date:
    """A day given as an option (YYYY-MM-DD); raises BadOption."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadOption(f"{text!r} is no day; write it like 2015-07-01") from None
