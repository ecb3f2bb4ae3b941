"""Makes the report of an incident out of a row: place, class, title and time, and not one column more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desk.imports.columns import BadRow, Coordinates, required
from desk.imports.csv_files import CsvFile, CsvRow
from desk.imports.errors import Finding
from desk.imports.times import Times
from desk.rules.local_times import Hour

LONGEST_REFERENCE = 128


@dataclass(frozen=True, slots=True)
class ReportColumns:
    """Which columns say what; rows count whose local day is `since` or later and before `until`."""

    reference: str
    code: str
    title: str
    where: Coordinates
    times: Times
    since: date | None = None
    until: date | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that is read; no other is looked at."""
        return (self.reference, self.code, self.title, self.where.lon, self.where.lat, *self.times.names)


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of all rows alike: how exact the coordinates are (metres), by which way they came."""

    precision_m: float = 0.0
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class RowReport:
    """A row as the intake takes it; `hour` says whether its local time was a peculiar one."""

    line: int
    reference: str
    body: Mapping[str, object]
    hour: Hour


@dataclass(slots=True)
class Peculiar:
    """How many local times were twice or never, as daylight saving has it."""

    twice: int = 0
    never: int = 0

    def note(self, hour: Hour) -> None:
        """Counts one time."""
        self.twice += hour is Hour.TWICE
        self.never += hour is Hour.NEVER


def rows_between(file: CsvFile, columns: ReportColumns, after_line: int) -> Iterator[CsvRow]:
    """The rows past a line and in the days asked for; one whose time cannot be read is left to `report`."""
    for row in file.rows():
        if row.line > after_line and _in_days(row, columns):
            yield row


def _in_days(row: CsvRow, columns: ReportColumns) -> bool:
    try:
        reported = columns.times.day(row)
    except BadRow:
        return True
    return (columns.since is None or reported >= columns.since) and (
        columns.until is None or reported < columns.until
    )


def report(row: CsvRow, columns: ReportColumns, given: Given) -> RowReport:
    """The report of a row; raises BadRow."""
    reference = required(row, columns.reference)
    if len(reference) > LONGEST_REFERENCE or not reference.isascii() or not reference.isprintable():
        raise BadRow(Finding(row.line, columns.reference, "bad_reference", f"{reference[:40]!r} is no id"))
    where = columns.where.of(row)
    instant = columns.times.reported(row)
    code = required(row, columns.code)
    point = {"lon": where.lon, "lat": where.lat, "crs": "WGS84", "precision_m": given.precision_m}
    body: dict[str, object] = {
        "class_code": code,
        "place": {"point": point},
        # A report without a title is one all the same; its class says what it is about.
        "description": row[columns.title] or code,
        "external_ref": reference,
        "reported_at": instant.utc.isoformat().replace("+00:00", "Z"),
    }
    if given.channel is not None:
        body["channel"] = given.channel
    return RowReport(row.line, reference, body, instant.hour)
