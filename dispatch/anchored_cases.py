"""The journals of cases as chains to be anchored: what moved, what still holds, what appeared afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import asyncpg

import database
from chain import Entry
from dispatch.journal import as_link
from registry.rules.anchor_deeds import covering, mark
from registry.rules.anchors import MOST, Covered, case_chain, case_id

# What the last anchor did not see has the number `since` or a later one, and so has some of what it saw.
_SINCE = "WITH touched AS (SELECT DISTINCT case_id FROM dispatch.journal WHERE xid >= $1::xid8)"
_ALL = """
WITH touched AS (
    SELECT holder.id AS case_id FROM dispatch.cases AS holder
    LEFT JOIN dispatch.anchored_cases AS anchored ON anchored.case_id = holder.id
    WHERE $1::xid8 = '0' AND holder.last_seq > coalesce(anchored.seq, 0) AND EXISTS (
        SELECT 1 FROM dispatch.journal WHERE case_id = holder.id AND seq = coalesce(anchored.seq, 0) + 1
    ) ORDER BY holder.id LIMIT $2
)"""
_MOVED = """
SELECT head.case_id, coalesce(anchored.seq, 0) AS after,
    least(head.seq, coalesce(anchored.seq, 0) + $3::int) AS seq FROM touched
CROSS JOIN LATERAL (
    SELECT case_id, seq FROM dispatch.journal WHERE case_id = touched.case_id ORDER BY seq DESC LIMIT 1
) AS head
LEFT JOIN dispatch.anchored_cases AS anchored ON anchored.case_id = head.case_id
WHERE head.seq > coalesce(anchored.seq, 0) ORDER BY head.case_id LIMIT $2
"""
_BETWEEN = """
SELECT entry.case_id, entry.seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash
FROM unnest($1::bigint[], $2::int[], $3::int[]) AS wanted (case_id, after, seq)
JOIN dispatch.journal AS entry
    ON entry.case_id = wanted.case_id AND entry.seq > wanted.after AND entry.seq <= wanted.seq
ORDER BY entry.case_id, entry.seq
"""
_AFTER = """
SELECT case_id, seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash
FROM dispatch.journal WHERE case_id = $1 AND seq > $2 ORDER BY seq
"""
_NOTE = """
INSERT INTO dispatch.anchored_cases AS anchored (case_id, seq) SELECT * FROM unnest($1::bigint[], $2::int[])
ON CONFLICT (case_id) DO UPDATE SET seq = greatest(anchored.seq, excluded.seq)
"""
_SET_BACK = """
UPDATE dispatch.anchored_cases AS anchored SET seq = back.seq
FROM unnest($1::bigint[], $2::int[]) AS back (case_id, seq) WHERE anchored.case_id = back.case_id
"""
_UNNOTE = "DELETE FROM dispatch.anchored_cases WHERE case_id = ANY($1::bigint[])"
_DIFFERING = """
SELECT pinned.case_id FROM unnest($1::bigint[], $2::int[], $3::bytea[]) AS pinned (case_id, seq, hash)
LEFT JOIN dispatch.journal AS entry ON entry.case_id = pinned.case_id AND entry.seq = pinned.seq
LEFT JOIN dispatch.cases AS holder ON holder.id = pinned.case_id
WHERE entry.hash IS DISTINCT FROM pinned.hash OR holder.id IS NULL
"""
_NOTED = "SELECT count(*) AS chains, coalesce(sum(seq), 0) AS entries FROM dispatch.anchored_cases"
_SHORTER = """
SELECT anchored.case_id, coalesce(holder.last_seq, 0) AS seq FROM dispatch.anchored_cases AS anchored
LEFT JOIN dispatch.cases AS holder ON holder.id = anchored.case_id
WHERE holder.id IS NULL OR holder.last_seq < anchored.seq ORDER BY anchored.case_id LIMIT $1
"""
_PLANTED_WITHIN = """
SELECT wanted.case_id, min(entry.seq) AS seq
FROM unnest($1::bigint[], $2::int[], $3::int[]) AS wanted (case_id, after, seq)
JOIN dispatch.journal AS entry
    ON entry.case_id = wanted.case_id AND entry.seq > wanted.after AND entry.seq <= wanted.seq
WHERE entry.recorded_at < $4 GROUP BY wanted.case_id
"""
_PLANTED_SINCE = """
SELECT holder.id AS case_id, planted.seq FROM dispatch.cases AS holder
LEFT JOIN dispatch.anchored_cases AS anchored ON anchored.case_id = holder.id
CROSS JOIN LATERAL (
    SELECT min(seq) AS seq FROM dispatch.journal
    WHERE case_id = holder.id AND seq > coalesce(anchored.seq, 0) AND recorded_at < $1
) AS planted
WHERE holder.last_seq > coalesce(anchored.seq, 0) AND planted.seq IS NOT NULL ORDER BY holder.id LIMIT $2
"""
_CURSORS = "SELECT case_id, seq FROM dispatch.anchored_cases"


async def moved(since: int, limit: int) -> list[Covered]:
    """Up to `limit` cases with entries that are not anchored; `since` is what the last anchor kept, or 0."""
    rows = await database.fetch((_SINCE if since else _ALL) + _MOVED, since, limit, MOST)
    wanted = [(row["case_id"], row["after"], row["seq"]) for row in rows]
    found: dict[int, list[Entry]] = {one: [] for one, _, _ in wanted}
    for row in await database.fetch(_BETWEEN, *_columns(wanted, 3)):
        found[row["case_id"]].append(as_link(row))
    return [covering(case_chain(one), after, found[one]) for one, after, _ in wanted if found[one]]


async def note(covered: Sequence[Covered]) -> None:
    """Notes how far these cases are anchored."""
    await database.execute(_NOTE, [case_id(one.chain) for one in covered], [one.seq for one in covered])


async def set_back(left: Mapping[str, int]) -> None:
    """Notes that these cases are anchored only so far, or not at all (0)."""
    kept = [(case_id(chain), seq) for chain, seq in left.items() if seq]
    await database.execute(_SET_BACK, *_columns(kept, 2))
    await database.execute(_UNNOTE, [case_id(chain) for chain, seq in left.items() if not seq])


async def forget() -> None:
    """Forgets how far anything is anchored, so that all is anchored anew."""
    await database.execute("DELETE FROM dispatch.anchored_cases")


async def differing(covered: Sequence[Covered]) -> frozenset[str]:
    """Which of these cases no longer pass through the hash that was anchored, or are gone."""
    pinned = [(case_id(one.chain), one.seq, one.hash) for one in covered]
    rows = await database.fetch(_DIFFERING, *_columns(pinned, 3))
    return frozenset(case_chain(row["case_id"]) for row in rows)


async def marks_after(chain: str, after: int) -> list[str]:
    """The marks of a case's entries after a number, to its end."""
    return [mark(as_link(row).fields) for row in await database.fetch(_AFTER, case_id(chain), after)]


async def has_row(chain: str) -> bool:
    """Whether the case itself is there, whatever is left of its journal."""
    return bool(await database.fetch_value("SELECT 1 FROM dispatch.cases WHERE id = $1", case_id(chain)))


async def noted() -> tuple[int, int]:
    """How many cases and entries are noted as anchored."""
    (row,) = await database.fetch(_NOTED)
    return row["chains"], row["entries"]


async def shorter(limit: int) -> dict[str, int]:
    """Cases that are gone (0), or whose row ends before what is noted as anchored: where they end."""
    return _by_chain(await database.fetch(_SHORTER, limit))


async def planted_within(covered: Sequence[Covered], before: datetime) -> dict[str, int]:
    """Which of these entries say they were recorded before an instant (UTC): case and first entry."""
    wanted = [(case_id(one.chain), one.after, one.seq) for one in covered]
    return _by_chain(await database.fetch(_PLANTED_WITHIN, *_columns(wanted, 3), before))


async def planted_since(before: datetime, limit: int) -> dict[str, int]:
    """Which entries that are not anchored say they were recorded before an instant (UTC)."""
    return _by_chain(await database.fetch(_PLANTED_SINCE, before, limit))


async def cursors() -> dict[str, int]:
    """How far each case is noted as anchored."""
    return _by_chain(await database.fetch(_CURSORS))


def _by_chain(rows: Sequence[asyncpg.Record]) -> dict[str, int]:
    return {case_chain(row["case_id"]): row["seq"] for row in rows}


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> tuple[list[object], ...]:
    return tuple([row[at] for row in rows] for at in range(width))
