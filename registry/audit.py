"""The second chain: who looked at whose data, what was configured, what was refused."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

import chain
import database
from canonical import canonical
from chain import Entry, Head
from reach import Reach
from registry.errors import AuditMisuse

CONFIG, SECURITY = "config", "security"

_HOLD_HEAD = """
INSERT INTO registry.audit_head AS head (stream, seq, hash) VALUES ($1, 0, decode(repeat('00', 32), 'hex'))
ON CONFLICT (stream) DO UPDATE SET seq = head.seq
RETURNING seq, hash
"""
_APPEND = """
WITH added AS (
    INSERT INTO registry.audit (stream, seq, at, recorded_at, kind, actor, data, prev_hash, hash)
    SELECT $1, seq, at, $2, kind, $3, data::jsonb, prev_hash, hash
    FROM unnest($4::bigint[], $5::timestamptz[], $6::text[], $7::text[], $8::bytea[], $9::bytea[])
        AS entry (seq, at, kind, data, prev_hash, hash)
)
UPDATE registry.audit_head SET seq = $10, hash = $11 WHERE stream = $1
"""
READ = """
SELECT stream, seq, at, recorded_at, kind, actor, data, prev_hash, hash
FROM registry.audit WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3
"""
_LATEST = """
SELECT stream, seq, at, recorded_at, kind, actor, data
FROM registry.audit WHERE stream = $1 AND seq < coalesce($2::bigint, 9223372036854775807)
ORDER BY seq DESC LIMIT $3
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """What shall be recorded; `at` is when it happened (UTC), `data` holds codes, ids and numbers only."""

    kind: str
    at: datetime
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry as it stands in the chain; times are UTC."""

    stream: str
    seq: int
    at: datetime
    recorded_at: datetime
    kind: str
    actor: str
    data: dict[str, object]


def access_stream(reach: Reach) -> str:
    """The stream of one person's looks at personal data, e.g. `access/staff:12`."""
    return f"access/{reach.actor}"


async def append(reach: Reach, stream: str, *facts: Fact) -> None:
    """Appends facts to a stream, in the caller's transaction or one of its own.

    Holds the stream's head until the commit: two writers of one stream follow each other.
    """
    if not facts:
        return
    async with database.transaction():
        row = await database.fetch_row(_HOLD_HEAD, stream)
        assert row is not None
        linked = _link(stream, reach.actor, facts, Head(row["seq"], row["hash"]))
        await database.execute(
            _APPEND,
            stream,
            linked[0].fields["recorded_at"],
            reach.actor,
            [entry.seq for entry in linked],
            [fact.at for fact in facts],
            [fact.kind for fact in facts],
            [canonical(dict(fact.data)).decode() for fact in facts],
            [entry.prev_hash for entry in linked],
            [entry.hash for entry in linked],
            linked[-1].seq,
            linked[-1].hash,
        )


async def record_failure(reach: Reach, fact: Fact) -> None:
    """Records a refused act or a failed login in the security stream, in a transaction of its own.

    Raises AuditMisuse inside a transaction: the failure would take its own record with it. Call it where the
    failed transaction has ended.
    """
    if database.in_transaction():
        raise AuditMisuse("a failure is recorded after the transaction that failed")
    await append(reach, SECURITY, fact)


def _link(stream: str, actor: str, facts: Sequence[Fact], after: Head) -> list[Entry]:
    recorded_at = datetime.now(UTC)
    linked = []
    for fact in facts:
        fields = {
            "stream": stream, "seq": after.seq + 1, "at": fact.at, "recorded_at": recorded_at,
            "kind": fact.kind, "actor": actor, "data": dict(fact.data),
        }  # fmt: skip
        digest = chain.link(after.hash, fields)
        linked.append(Entry(after.seq + 1, after.hash, digest, fields))
        after = Head(after.seq + 1, digest)
    return linked


async def entries(stream: str, after: int = 0, limit: int = 100) -> list[AuditEntry]:
    """The entries of a stream after a number, in order."""
    rows = await database.fetch(READ, stream, after, limit)
    return [_entry(row) for row in rows]


async def latest(stream: str, before: int | None, limit: int) -> list[AuditEntry]:
    """The entries of a stream before a number, or the last of all, the newest first."""
    rows = await database.fetch(_LATEST, stream, before, limit)
    return [_entry(row) for row in rows]


def _entry(row: asyncpg.Record) -> AuditEntry:
    return AuditEntry(
        row["stream"],
        row["seq"],
        row["at"],
        row["recorded_at"],
        row["kind"],
        row["actor"],
        json.loads(row["data"]),
    )


async def heads() -> dict[str, Head]:
    """The head of every stream, for anchors kept elsewhere."""
    rows = await database.fetch("SELECT stream, seq, hash FROM registry.audit_head ORDER BY stream")
    return {row["stream"]: Head(row["seq"], row["hash"]) for row in rows}
