"""What the pretend city remembers: each message once as it arrived, repetitions counted, faults noted."""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS messages (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    event TEXT NOT NULL,
    received_at TEXT NOT NULL,
    duplicates INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, id)
);
CREATE INDEX IF NOT EXISTS messages_subject ON messages (subject, sequence);
CREATE TABLE IF NOT EXISTS faults (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    fault TEXT NOT NULL,
    subject TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    noted_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS licences (holder_hash TEXT NOT NULL, kind TEXT NOT NULL, valid_until TEXT,
    PRIMARY KEY (holder_hash, kind));
CREATE TABLE IF NOT EXISTS residents (holder_hash TEXT PRIMARY KEY, area TEXT NOT NULL);
"""
_LAST = "SELECT coalesce(max(sequence), 0) FROM messages WHERE subject = ?"
_INSERT = """
INSERT INTO messages (source, id, type, subject, sequence, event, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_FAULT = "INSERT INTO faults (fault, subject, sequence, expected, noted_at) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Event:
    """A CloudEvent as the city reads it: its identity, its case, its number there, its canonical text."""

    source: str
    id: str
    type: str
    subject: str
    sequence: int
    text: str

    @property
    def kind(self) -> str:
        """The last part of the type."""
        return self.type.rsplit(".", 1)[-1]


class Record:
    """The city's store, a file of its own; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(_TABLES)

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _read(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def keep(self, events: Sequence[Event]) -> None:
        """Keeps all of a request's events or none."""
        now = datetime.now(UTC).isoformat()
        with self._writing() as writing:
            for event in events:
                _keep(writing, event, now)

    def messages(self, case: str | None, after: int, limit: int) -> list[dict[str, object]]:
        """Messages in order of arrival, after that arrival number; of one case or of all."""
        rows = self._read(
            "SELECT * FROM messages WHERE arrival > ? AND (? IS NULL OR subject = ?)"
            " ORDER BY arrival LIMIT ?",
            after, case, case, limit,
        )  # fmt: skip
        return [dict(row) | {"event": json.loads(row["event"])} for row in rows]

    def totals(self) -> dict[str, int]:
        """How many messages, repetitions and cases there are."""
        (row,) = self._read(
            "SELECT count(*) AS messages, coalesce(sum(duplicates), 0) AS duplicates,"
            " count(DISTINCT subject) AS cases FROM messages"
        )
        return dict(row)

    def faults(self) -> list[dict[str, object]]:
        """Everything that was wrong with what arrived: gap, late, changed."""
        return [dict(row) for row in self._read("SELECT * FROM faults ORDER BY number")]

    def counts(self, after_case: str, limit: int) -> list[dict[str, object]]:
        """By case: how many messages, the last sequence, SHA-256 of the texts in order, one per line."""
        cases = self._read(
            "SELECT subject, count(*) AS count, max(sequence) AS last FROM messages WHERE subject > ?"
            " GROUP BY subject ORDER BY subject LIMIT ?",
            after_case, limit,
        )  # fmt: skip
        return [
            {"case": row["subject"], "count": row["count"], "last_sequence": row["last"]}
            | {"hash": self._hash(row["subject"])}
            for row in cases
        ]

    def _hash(self, case: str) -> str:
        rows = self._read("SELECT event FROM messages WHERE subject = ? ORDER BY sequence, arrival", case)
        return hashlib.sha256("\n".join(row["event"] for row in rows).encode()).hexdigest()

    def clear(self) -> None:
        """Forgets messages and faults; licences and residents stay."""
        with self._writing() as writing:
            writing.execute("DELETE FROM messages")
            writing.execute("DELETE FROM faults")

    def put_licence(self, holder_hash: str, kind: str, valid_until: str | None) -> None:
        """Issues a licence to a holder, or changes until when it is valid."""
        with self._writing() as writing:
            writing.execute(
                "INSERT OR REPLACE INTO licences VALUES (?, ?, ?)", (holder_hash, kind, valid_until)
            )

    def licences_of(self, holder_hash: str) -> list[dict[str, object]]:
        """The licences of a holder."""
        sql = "SELECT kind, valid_until FROM licences WHERE holder_hash = ? ORDER BY kind"
        return [dict(row) for row in self._read(sql, holder_hash)]

    def put_resident(self, holder_hash: str, area: str) -> None:
        """Registers a resident in an area (a code)."""
        with self._writing() as writing:
            writing.execute("INSERT OR REPLACE INTO residents VALUES (?, ?)", (holder_hash, area))

    def area_of(self, holder_hash: str) -> str | None:
        """The code of the area where a resident is registered, if he is."""
        rows = self._read("SELECT area FROM residents WHERE holder_hash = ?", holder_hash)
        return rows[0]["area"] if rows else None


def _keep(writing: sqlite3.Connection, event: Event, now: str) -> None:
    known = writing.execute(
        "SELECT event FROM messages WHERE source = ? AND id = ?", (event.source, event.id)
    ).fetchone()
    (last,) = writing.execute(_LAST, (event.subject,)).fetchone()
    if known is not None:
        writing.execute(
            "UPDATE messages SET duplicates = duplicates + 1 WHERE source = ? AND id = ?",
            (event.source, event.id),
        )
        if known["event"] != event.text:
            writing.execute(_FAULT, ("changed", event.subject, event.sequence, event.sequence, now))
        return
    if event.sequence != last + 1:
        fault = "gap" if event.sequence > last else "late"
        writing.execute(_FAULT, (fault, event.subject, event.sequence, last + 1, now))
    writing.execute(
        _INSERT, (event.source, event.id, event.type, event.subject, event.sequence, event.text, now)
    )


def canonical(event: Mapping[str, object]) -> str:
    """One spelling of an event: keys sorted, no spaces, characters as they are."""
    return json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
