"""What the pretend city remembers: each message once as it arrived, repetitions counted, faults noted."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from integrations.sandbox.store import Store

_LAST = "SELECT coalesce(max(sequence), 0) FROM messages WHERE subject = ?"
_INSERT = """
INSERT INTO messages (source, id, type, subject, sequence, event, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_ASIDE = """
INSERT INTO put_aside (source, id, subject, sequence, event, received_at, put_aside_at)
SELECT source, id, subject, sequence, event, received_at, ? FROM messages WHERE subject = ? AND sequence >= ?
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
    """The record over the city's store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, events: Sequence[Event]) -> None:
        """Keeps all of a request's events or none."""
        now = datetime.now(UTC).isoformat()
        with self._store.writing() as writing:
            for event in events:
                _keep(writing, event, now)

    def messages(self, case: str | None, after: int, limit: int) -> list[dict[str, object]]:
        """Messages in order of arrival, after that arrival number; of one case or of all."""
        rows = self._store.read(
            "SELECT * FROM messages WHERE arrival > ? AND (? IS NULL OR subject = ?)"
            " ORDER BY arrival LIMIT ?",
            after, case, case, limit,
        )  # fmt: skip
        return [dict(row) | {"event": json.loads(row["event"])} for row in rows]

    def totals(self) -> dict[str, int]:
        """How many messages, repetitions and cases there are."""
        (row,) = self._store.read(
            "SELECT count(*) AS messages, coalesce(sum(duplicates), 0) AS duplicates,"
            " count(DISTINCT subject) AS cases FROM messages"
        )
        return dict(row)

    def faults(self) -> list[dict[str, object]]:
        """Everything that was wrong with what arrived: gap, late, changed."""
        return [dict(row) for row in self._store.read("SELECT * FROM faults ORDER BY number")]

    def counts(self, after_case: str, limit: int) -> list[dict[str, object]]:
        """By case: how many messages, the last sequence, SHA-256 of the texts in order, one per line."""
        cases = self._store.read(
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
        rows = self._store.read(
            "SELECT event FROM messages WHERE subject = ? ORDER BY sequence, arrival", case
        )
        return hashlib.sha256("\n".join(row["event"] for row in rows).encode()).hexdigest()

    def put_aside(self, case: str, from_sequence: int) -> int:
        """Keeps a case's messages from one on apart, so that they are taken anew; returns how many."""
        now = datetime.now(UTC).isoformat()
        with self._store.writing() as writing:
            writing.execute(_ASIDE, (now, case, from_sequence))
            gone = writing.execute(
                "DELETE FROM messages WHERE subject = ? AND sequence >= ?", (case, from_sequence)
            )
        return gone.rowcount

    def clear(self) -> None:
        """Forgets messages, also those put aside, and faults."""
        with self._store.writing() as writing:
            for table in ("messages", "put_aside", "faults"):
                writing.execute(f"DELETE FROM {table}")


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
