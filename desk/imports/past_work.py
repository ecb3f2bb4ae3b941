"""Reads past work from a CSV file: class, handler and place of what was reported before a day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from desk.imports.columns import BadRow, Coordinates, Findings, required
from desk.imports.csv_files import CsvFile, CsvRow
from desk.imports.errors import Finding
from desk.imports.times import Times
from dispatch.learning import PastWork


@dataclass(frozen=True, slots=True)
class PastColumns:
    """Which columns say what; work counts where its local day is before `until`.

    With a `separator` a cell names several who handled it: the first leads, the others help.
    """

    code: str
    handler: str
    where: Coordinates
    times: Times
    until: date | None = None
    separator: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that is read; no other is looked at."""
        return (self.code, self.handler, self.where.lon, self.where.lat, *self.times.names)


@dataclass(slots=True)
class PastReading:
    """The work in a file, read once; afterwards `findings` say what could not be read, and `later` how
    many rows lie on the day of the limit or after it."""

    file: CsvFile
    columns: PastColumns
    known: frozenset[str]
    findings: Findings = field(default_factory=lambda: Findings([]))
    later: int = 0

    def work(self) -> Iterator[PastWork]:
        """The work of every sound row, in the order of the file; raises FileUnreadable."""
        for row in self.file.rows():
            try:
                found = self._work(row)
            except BadRow as bad:
                self.findings.add(bad.finding)
                continue
            if found is not None:
                yield found

    def _work(self, row: CsvRow) -> PastWork | None:
        columns = self.columns
        if columns.until is not None and columns.times.day(row) >= columns.until:
            self.later += 1
            return None
        columns.times.reported(row)
        code = required(row, columns.code)
        if code not in self.known:
            raise BadRow(Finding(row.line, columns.code, "unknown_class", f"there is no class {code!r}"))
        where = columns.where.of(row)
        lead, *helpers = self._handlers(row)
        return PastWork(code, lead, where.lon, where.lat, tuple(helpers))

    def _handlers(self, row: CsvRow) -> list[str]:
        said = required(row, self.columns.handler)
        if not self.columns.separator:
            return [said]
        names = list(
            dict.fromkeys(name.strip() for name in said.split(self.columns.separator) if name.strip())
        )
        if not names:
            raise BadRow(Finding(row.line, self.columns.handler, "required", "names nobody"))
        return names
