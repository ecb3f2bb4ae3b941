"""Reads when something was reported and when it was closed: local times, or times with their offset."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from desk.imports.columns import BadRow, required
from desk.imports.csv_files import CsvRow
from desk.imports.errors import Finding
from desk.rules.local_times import Hour, Instant, to_utc

ISO = "iso"


@dataclass(frozen=True, slots=True)
class Times:
    """Which column says when something was reported, in which form, and perhaps which when it was closed.

    A form is one of strptime's, or `iso` for any of ISO 8601. A time with an offset is the moment it says,
    one without is local to the city's `zone`. A closing time may be a day.
    """

    column: str
    form: str
    zone: ZoneInfo
    closed: str = ""
    closed_form: str = ISO

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are read."""
        return (self.column, self.closed) if self.closed else (self.column,)

    def reported(self, row: CsvRow) -> Instant:
        """The moment of a row's report; raises BadRow, also where it was closed before."""
        given = _time(row, self.column, self.form)
        if self.closed and row[self.closed]:
            closed = _time(row, self.closed, self.closed_form)
            if _before(closed, given, row[self.closed], self.zone):
                said = f"{row[self.closed]} lies before {row[self.column]}, when it was reported"
                raise BadRow(Finding(row.line, self.closed, "closed_before_reported", said))
        return _instant(given, self.zone)

    def day(self, row: CsvRow) -> date:
        """The local day of a row's report; raises BadRow."""
        return _local(_time(row, self.column, self.form), self.zone).date()


def _time(row: CsvRow, column: str, form: str) -> datetime:
    text = required(row, column)
    try:
        if form == ISO:
            return datetime.fromisoformat(text)
        # What carries no offset is local to the city.
        return datetime.strptime(text, form)  # noqa: DTZ007
    except ValueError:
        wanted = "ISO 8601" if form == ISO else form
        raise BadRow(Finding(row.line, column, "not_a_time", f"{text[:40]!r} is not {wanted}")) from None


def _instant(given: datetime, zone: ZoneInfo) -> Instant:
    if given.tzinfo is None:
        return to_utc(given, zone)
    return Instant(given.astimezone(UTC), Hour.PLAIN)


def _local(given: datetime, zone: ZoneInfo) -> datetime:
    return given.replace(tzinfo=None) if given.tzinfo is None else given.astimezone(zone).replace(tzinfo=None)


def _before(closed: datetime, reported: datetime, written: str, zone: ZoneInfo) -> bool:
    one, other = _local(closed, zone), _local(reported, zone)
    # A closing day without a time is over at its end.
    return one.date() < other.date() if len(written) <= len("2026-01-01") else one < other
