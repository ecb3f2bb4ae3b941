"""The journal of each case: appended in the act's transaction, read in order, verified by its chain."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
import msgspec

import chain
import database
from canonical import canonical
from chain import Break, Entry, Head
from together import Write, together

_APPEND = """
INSERT INTO dispatch.journal (case_id, seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash)
SELECT $1, seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash
FROM jsonb_to_recordset($2::text::jsonb) AS entry (seq int, at timestamptz, recorded_at timestamptz,
    kind text, actor text, channel text, data jsonb, prev_hash bytea, hash bytea)
"""
_OF_CASE = """
SELECT case_id, seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash
FROM dispatch.journal WHERE case_id = $1 AND seq > $2 ORDER BY seq
"""
_HEADS = "SELECT id, last_seq, last_hash FROM dispatch.cases WHERE id > $1 ORDER BY id LIMIT $2"
_OF_CASES = """
SELECT case_id, seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash
FROM dispatch.journal WHERE case_id = ANY($1) ORDER BY case_id, seq
"""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A fact about to be written; `at` is when it happened (UTC), `data` only codes, ids, numbers."""

    kind: str
    at: datetime
    actor: str
    channel: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A fact as it stands in the journal; times are UTC."""

    case_id: int
    seq: int
    at: datetime
    recorded_at: datetime
    kind: str
    actor: str
    channel: str
    data: dict[str, object]
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class BrokenCase:
    """A case whose journal does not hold, and every place where it shows."""

    case_id: int
    breaks: tuple[Break, ...]


def hashed_fields(case_id: int, seq: int, recorded_at: datetime, entry: NewEntry) -> dict[str, object]:
    """What an entry's hash is taken over: all of it but `xid`, which a restore renumbers."""
    return {
        "case_id": case_id,
        "seq": seq,
        "at": entry.at,
        "recorded_at": recorded_at,
        "kind": entry.kind,
        "actor": entry.actor,
        "channel": entry.channel,
        "data": entry.data,
    }


def links(case_id: int, after: Head, entries: Sequence[NewEntry], recorded_at: datetime) -> tuple[Entry, ...]:
    """The entries with their place in the chain, computed but not yet written."""
    linked = []
    for entry in entries:
        fields = hashed_fields(case_id, after.seq + 1, recorded_at, entry)
        digest = chain.link(after.hash, fields)
        linked.append(Entry(after.seq + 1, after.hash, digest, fields))
        after = Head(after.seq + 1, digest)
    return tuple(linked)


async def append(case_id: int, linked: Sequence[Entry]) -> None:
    """Writes linked entries in the caller's transaction.

    The caller has moved the case row's `last_seq` and `last_hash` to the last of them, under its version.
    """
    if linked:
        await together(appending(case_id, linked))


def appending(case_id: int, linked: Sequence[Entry]) -> Write:
    """The same as a write, to be done in one statement with the row that moves."""
    rows = [
        {
            **entry.fields,
            # Times in it keep the spelling they were hashed in.
            "data": msgspec.Raw(canonical(entry.fields["data"])),
            "prev_hash": f"\\x{entry.prev_hash.hex()}",
            "hash": f"\\x{entry.hash.hex()}",
        }
        for entry in linked
    ]
    return Write(_APPEND, (case_id, msgspec.json.encode(rows).decode()))


def _read(row: asyncpg.Record) -> JournalEntry:
    values = dict(row)
    values["data"] = json.loads(values["data"])
    return JournalEntry(**values)


async def entries_of(case_id: int, after_seq: int = 0) -> list[JournalEntry]:
    """A case's entries in order; for callers that have fetched the case itself through a reach."""
    return [_read(row) for row in await database.fetch(_OF_CASE, case_id, after_seq)]


def _as_chain(entry: JournalEntry) -> Entry:
    written = NewEntry(entry.kind, entry.at, entry.actor, entry.channel, entry.data)
    fields = hashed_fields(entry.case_id, entry.seq, entry.recorded_at, written)
    return Entry(entry.seq, entry.prev_hash, entry.hash, fields)


def as_link(row: asyncpg.Record) -> Entry:
    """A row with all columns of the journal but `xid` as the entry of its chain."""
    return _as_chain(_read(row))


async def broken_cases() -> AsyncIterator[BrokenCase]:
    """Recomputes every chain and compares it with its case row: finds edits, gaps, forks and cut tails."""
    last = 0
    while True:
        heads = await database.fetch(_HEADS, last, _BATCH)
        if not heads:
            return
        found: dict[int, list[Entry]] = {row["id"]: [] for row in heads}
        for row in await database.fetch(_OF_CASES, list(found)):
            entry = _read(row)
            found[entry.case_id].append(_as_chain(entry))
        for row in heads:
            breaks = _breaks(found[row["id"]], Head(row["last_seq"], row["last_hash"]))
            if breaks:
                yield BrokenCase(row["id"], breaks)
        last = heads[-1]["id"]


def _breaks(entries: list[Entry], head: Head) -> tuple[Break, ...]:
    breaks = chain.verify(entries, expected=head)
    beyond = [Break(chain.Fault.FORK, entry.seq) for entry in entries if entry.seq > head.seq]
    return breaks + tuple(beyond[:1])


def recorded_now() -> datetime:
    """The real time of writing (UTC), which a settable clock never moves."""
    return datetime.now(UTC)
