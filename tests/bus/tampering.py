"""Does to the pretend city's file what only somebody who holds the file could do."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def _file(store: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(store, timeout=10)) as file, file:
        yield file


def delete(store: Path, case_no: str, sequence: int) -> None:
    """Takes a message out."""
    with _file(store) as file:
        file.execute("DELETE FROM messages WHERE subject = ? AND sequence = ?", (case_no, sequence))


def alter(store: Path, case_no: str, sequence: int) -> None:
    """Changes the time a message tells of."""
    with _file(store) as file:
        file.execute(
            "UPDATE messages SET event = json_set(event, '$.time', '2001-01-01T00:00:00Z')"
            " WHERE subject = ? AND sequence = ?",
            (case_no, sequence),
        )


def swap(store: Path, case_no: str, one: int, other: int) -> None:
    """Lets two messages of a case have arrived in each other's place."""
    with _file(store) as file:
        places = dict(
            file.execute(
                "SELECT sequence, arrival FROM messages WHERE subject = ? AND sequence IN (?, ?)",
                (case_no, one, other),
            )
        )
        for sequence, arrival in ((one, -1), (other, places[one]), (one, places[other])):
            file.execute(
                "UPDATE messages SET arrival = ? WHERE subject = ? AND sequence = ?",
                (arrival, case_no, sequence),
            )


def forge(store: Path, case_no: str, sequence: int) -> None:
    """Puts a message in that nobody sent: a copy of the case's first under another number."""
    with _file(store) as file:
        file.execute(
            "INSERT INTO messages (source, id, type, subject, sequence, event, received_at)"
            " SELECT source, subject || '/' || ?1, type, subject, ?1, event, received_at FROM messages"
            " WHERE subject = ?2 AND sequence = 1",
            (sequence, case_no),
        )


def forge_case(store: Path, case_no: str, like: str) -> None:
    """Puts messages of a case in that there never was, copied from those of another."""
    with _file(store) as file:
        file.execute(
            "INSERT INTO messages (source, id, type, subject, sequence, event, received_at)"
            " SELECT source, ?1 || '/' || sequence, type, ?1, sequence, event, received_at FROM messages"
            " WHERE subject = ?2",
            (case_no, like),
        )
