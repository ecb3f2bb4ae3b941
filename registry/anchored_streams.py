"""The audit streams as chains to be anchored: what moved, what still holds, what appeared afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import asyncpg

import database
from chain import Entry
from registry.audit_proof import as_link
from registry.rules.anchor_deeds import covering, mark
from registry.rules.anchors import MOST, Covered

_MOVED = """
SELECT head.stream, coalesce(anchored.seq, 0) AS after,
    least(head.seq, coalesce(anchored.seq, 0) + $2) AS seq FROM registry.audit_head AS head
LEFT JOIN registry.anchored_streams AS anchored ON anchored.stream = head.stream
WHERE head.seq > coalesce(anchored.seq, 0) ORDER BY head.stream LIMIT $1
"""
_BETWEEN = """
SELECT entry.stream, entry.seq, at, recorded_at, kind, actor, data, prev_hash, hash
FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS wanted (stream, after, seq)
JOIN registry.audit AS entry
    ON entry.stream = wanted.stream AND entry.seq > wanted.after AND entry.seq <= wanted.seq
ORDER BY entry.stream, entry.seq
"""
_AFTER = """
SELECT stream, seq, at, recorded_at, kind, actor, data, prev_hash, hash
FROM registry.audit WHERE stream = $1 AND seq > $2 ORDER BY seq
"""
_NOTE = """
INSERT INTO registry.anchored_streams AS anchored (stream, seq) SELECT * FROM unnest($1::text[], $2::bigint[])
ON CONFLICT (stream) DO UPDATE SET seq = greatest(anchored.seq, excluded.seq)
"""
_SET_BACK = """
UPDATE registry.anchored_streams AS anchored SET seq = back.seq
FROM unnest($1::text[], $2::bigint[]) AS back (stream, seq) WHERE anchored.stream = back.stream
"""
_DIFFERING = """
SELECT pinned.stream FROM unnest($1::text[], $2::bigint[], $3::bytea[]) AS pinned (stream, seq, hash)
LEFT JOIN registry.audit AS entry ON entry.stream = pinned.stream AND entry.seq = pinned.seq
WHERE entry.hash IS DISTINCT FROM pinned.hash
"""
_NOTED = "SELECT count(*) AS chains, coalesce(sum(seq), 0) AS entries FROM registry.anchored_streams"
_SHORTER = """
SELECT anchored.stream, coalesce(head.seq, 0) AS seq FROM registry.anchored_streams AS anchored
LEFT JOIN registry.audit_head AS head ON head.stream = anchored.stream
WHERE head.stream IS NULL OR head.seq < anchored.seq ORDER BY anchored.stream LIMIT $1
"""
_PLANTED_WITHIN = """
SELECT wanted.stream, min(entry.seq) AS seq
FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS wanted (stream, after, seq)
JOIN registry.audit AS entry
    ON entry.stream = wanted.stream AND entry.seq > wanted.after AND entry.seq <= wanted.seq
WHERE entry.recorded_at < $4 GROUP BY wanted.stream
"""
_PLANTED_SINCE = """
SELECT head.stream, planted.seq FROM registry.audit_head AS head
LEFT JOIN registry.anchored_streams AS anchored ON anchored.stream = head.stream
CROSS JOIN LATERAL (
    SELECT min(seq) AS seq FROM registry.audit
    WHERE stream = head.stream AND seq > coalesce(anchored.seq, 0) AND recorded_at < $1
) AS planted
WHERE head.seq > coalesce(anchored.seq, 0) AND planted.seq IS NOT NULL ORDER BY head.stream LIMIT $2
"""
_CURSORS = "SELECT stream, seq FROM registry.anchored_streams"


async def moved(limit: int) -> list[Covered]:
    """Up to `limit` streams with entries that are not anchored."""
    rows = await database.fetch(_MOVED, limit, MOST)
    wanted = [(row["stream"], row["after"], row["seq"]) for row in rows]
    found: dict[str, list[Entry]] = {one: [] for one, _, _ in wanted}
    for row in await database.fetch(_BETWEEN, *_columns(wanted, 3)):
        found[row["stream"]].append(as_link(row))
    return [covering(one, after, found[one]) for one, after, _ in wanted if found[one]]


async def note(covered: Sequence[Covered]) -> None:
    """Notes how far these streams are anchored."""
    await database.execute(_NOTE, [one.chain for one in covered], [one.seq for one in covered])


async def set_back(left: Mapping[str, int]) -> None:
    """Notes that these streams are anchored only so far, or not at all (0)."""
    kept = [(chain, seq) for chain, seq in left.items() if seq]
    gone = [chain for chain, seq in left.items() if not seq]
    await database.execute(_SET_BACK, *_columns(kept, 2))
    await database.execute("DELETE FROM registry.anchored_streams WHERE stream = ANY($1::text[])", gone)


async def forget() -> None:
    """Forgets how far anything is anchored, so that all is anchored anew."""
    await database.execute("DELETE FROM registry.anchored_streams")


async def differing(covered: Sequence[Covered]) -> frozenset[str]:
    """Which of these streams no longer pass through the hash that was anchored."""
    pinned = [(one.chain, one.seq, one.hash) for one in covered]
    return frozenset(row["stream"] for row in await database.fetch(_DIFFERING, *_columns(pinned, 3)))


async def marks_after(chain: str, after: int) -> list[str]:
    """The marks of a stream's entries after a number, to its end."""
    return [mark(as_link(row).fields) for row in await database.fetch(_AFTER, chain, after)]


async def noted() -> tuple[int, int]:
    """How many streams and entries are noted as anchored."""
    row = await database.fetch_row(_NOTED)
    assert row is not None
    return row["chains"], int(row["entries"])


async def shorter(limit: int) -> dict[str, int]:
    """Streams that are gone (0), or whose head lies before what is noted as anchored: where it lies."""
    return _by_chain(await database.fetch(_SHORTER, limit))


async def planted_within(covered: Sequence[Covered], before: datetime) -> dict[str, int]:
    """Which of these entries say they were recorded before an instant (UTC): stream and first entry."""
    wanted = [(one.chain, one.after, one.seq) for one in covered]
    return _by_chain(await database.fetch(_PLANTED_WITHIN, *_columns(wanted, 3), before))


async def planted_since(before: datetime, limit: int) -> dict[str, int]:
    """Which entries that are not anchored say they were recorded before an instant (UTC)."""
    return _by_chain(await database.fetch(_PLANTED_SINCE, before, limit))


async def cursors() -> dict[str, int]:
    """How far each stream is noted as anchored."""
    return _by_chain(await database.fetch(_CURSORS))


def _by_chain(rows: Sequence[asyncpg.Record]) -> dict[str, int]:
    return {row["stream"]: row["seq"] for row in rows}


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> tuple[list[object], ...]:
    return tuple([row[at] for row in rows] for at in range(width))
