"""What was handed in through pages already: one line for each row and way, written when it is done."""

import csv
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("way", "reference", "number", "refused")


@dataclass(frozen=True, slots=True)
class Note:
    """A row that was handed in by a way: the number its page told, or why it was not taken."""

    way: str
    reference: str
    number: str
    refused: str


def kept(path: Path) -> list[Note]:
    """Every note, in the order they were made; none where there is no file yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        # Of a line that was torn off only the rest is missing; the row is handed in again.
        return [Note(*row) for row in csv.reader(file) if len(row) == len(COLUMNS)]


def keep(path: Path, note: Note) -> None:
    """Adds a note."""
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow((note.way, note.reference, note.number, note.refused))
