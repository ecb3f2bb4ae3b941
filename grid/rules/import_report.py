"""What an import says about each row of its files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One row: problems keep the whole import out, notes only tell what was done to it."""

    file: str
    row: int
    code: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every row of every file, in order."""

    rows: tuple[RowFinding, ...]

    @property
    def refused(self) -> tuple[RowFinding, ...]:
        """The rows with problems."""
        return tuple(row for row in self.rows if row.problems)

    @property
    def noted(self) -> tuple[RowFinding, ...]:
        """The rows something was done to."""
        return tuple(row for row in self.rows if row.notes)
