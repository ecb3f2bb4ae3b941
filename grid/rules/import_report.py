"""What an import says about each layer and each row of its files."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a row: a JSON pointer into its file and a place (EPSG:4326), where there are such."""

    what: str
    pointer: str = ""
    lon: float | None = None
    lat: float | None = None

    def __str__(self) -> str:
        if self.lon is None or self.lat is None:
            return self.what
        return f"{self.what} at {self.lon:.6f}, {self.lat:.6f}"


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One row: problems keep the whole import out, notes only tell what was done to it or is peculiar.

    Where its outline was changed, `before_m2` and `after_m2` are its size, measured in the city's own system.
    """

    file: str
    row: int
    code: str
    name: str = ""
    problems: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    before_m2: float | None = None
    after_m2: float | None = None

    @property
    def change(self) -> str:
        """Its size before and after in words; empty where nothing was changed."""
        if self.before_m2 is None or self.after_m2 is None:
            return ""
        more = self.after_m2 - self.before_m2
        return f"{self.before_m2:.1f} m² by the rings as drawn, {self.after_m2:.1f} m² now ({more:+.1f} m²)"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every row of every file, in order; what is to be said of a file (its name), and the gaps in it."""

    rows: tuple[RowFinding, ...]
    layers: tuple[tuple[str, str], ...] = ()
    gaps: tuple[tuple[str, Remark], ...] = ()

    @property
    def refused(self) -> tuple[RowFinding, ...]:
        """The rows with problems."""
        return tuple(row for row in self.rows if row.problems)

    @property
    def noted(self) -> tuple[RowFinding, ...]:
        """The rows something was done to, or is peculiar about."""
        return tuple(row for row in self.rows if row.notes)

    def lines(self) -> Iterator[tuple[object, ...]]:
        """A table of it all: the heading, then a line for each remark and one for each row without any."""
        yield (
            "file", "row", "code", "name", "verdict", "what", "pointer", "lon", "lat", "before_m2", "after_m2"
        )  # fmt: skip
        for file, sentence in self.layers:
            yield (file, "", "", "", "layer", sentence, "", "", "", "", "")
        for file, gap in self.gaps:
            yield (file, "", "", "", "gap", gap.what, "", *_place(gap), "", "")
        for row in self.rows:
            yield from _lines(row)


def _lines(row: RowFinding) -> Iterator[tuple[object, ...]]:
    sizes = tuple("" if size is None else f"{size:.2f}" for size in (row.before_m2, row.after_m2))
    begin = (row.file, row.row, row.code, row.name)
    remarks = [("refused", one) for one in row.problems] + [("noted", one) for one in row.notes]
    for verdict, one in remarks or [("taken", Remark(""))]:
        yield (*begin, verdict, one.what, one.pointer, *_place(one), *sizes)


def _place(one: Remark) -> tuple[str, ...]:
    return tuple("" if part is None else f"{part:.7f}" for part in (one.lon, one.lat))
