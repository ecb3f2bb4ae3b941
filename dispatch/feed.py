"""The journal of all cases in the order of their commits, and how far each reader has come."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from dispatch.errors import FeedRestarted

# A transaction's number is given when it first writes, its entries show when it commits: an entry is ready
# only when every transaction numbered before it has ended, else a late commit would be passed over.
_READ = """
SELECT case_id, seq, at, recorded_at, kind, actor, channel, data, xid FROM dispatch.journal
WHERE (xid, case_id, seq) > ($1::xid8, $2::bigint, $3::int) AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY xid, case_id, seq LIMIT $4
"""
_END = """
SELECT xid, case_id, seq FROM dispatch.journal WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY xid DESC, case_id DESC, seq DESC LIMIT 1
"""
_BEGIN = """
INSERT INTO dispatch.feed_cursors (reader, xid, case_id, seq, epoch)
SELECT $1, '0', 0, 0, system_identifier FROM pg_control_system() ON CONFLICT (reader) DO NOTHING
"""
_LOCK = """
SELECT xid, case_id, seq, epoch, epoch = (SELECT system_identifier FROM pg_control_system()) AS present
FROM dispatch.feed_cursors WHERE reader = $1 FOR UPDATE
"""
_ADVANCE = "UPDATE dispatch.feed_cursors SET xid = $2::xid8, case_id = $3, seq = $4 WHERE reader = $1"
_READY_TO_ADOPT = """
SELECT coalesce(max(xid) < pg_snapshot_xmin(pg_current_snapshot()), true) FROM dispatch.journal
"""
_ADOPT = """
UPDATE dispatch.feed_cursors SET epoch = system_identifier FROM pg_control_system()
WHERE epoch <> system_identifier
"""


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the feed: everything up to and including it has been read."""

    xid: int
    case_id: int
    seq: int


START = Cursor(0, 0, 0)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry as the feed gives it, and the cursor that stands on it; times are UTC."""

    cursor: Cursor
    at: datetime
    recorded_at: datetime
    kind: str
    actor: str
    channel: str
    data: dict[str, object]

    @property
    def case_id(self) -> int:
        return self.cursor.case_id

    @property
    def seq(self) -> int:
        return self.cursor.seq


Effect = Callable[[Sequence[FeedEntry]], Awaitable[None]]


async def read(after: Cursor, limit: int) -> list[FeedEntry]:
    """Up to `limit` entries after the cursor, in commit order; of a case, always in order of `seq`.

    Entries younger than the oldest open writing transaction of the cluster are not given out yet.
    """
    return [_read(row) for row in await database.fetch(_READ, after.xid, after.case_id, after.seq, limit)]


async def end() -> Cursor:
    """Where the feed ends now: what is read after it has happened since."""
    row = await database.fetch_row(_END)
    return START if row is None else Cursor(row["xid"], row["case_id"], row["seq"])


def _read(row: asyncpg.Record) -> FeedEntry:
    return FeedEntry(
        Cursor(row["xid"], row["case_id"], row["seq"]),
        row["at"],
        row["recorded_at"],
        row["kind"],
        row["actor"],
        row["channel"],
        json.loads(row["data"]),
    )


async def consume(reader: str, limit: int, effect: Effect) -> int:
    """Hands the next entries to `effect` and moves the reader's cursor, all in one transaction.

    Readers of one name wait for each other. Returns how many entries there were. Raises FeedRestarted when
    the journal was restored into another cluster and nobody has called `adopt` yet.
    """
    await database.execute(_BEGIN, reader)
    async with database.transaction():
        entries = await read(await _locked(reader), limit)
        if entries:
            await effect(entries)
            last = entries[-1].cursor
            await database.execute(_ADVANCE, reader, last.xid, last.case_id, last.seq)
    return len(entries)


async def _locked(reader: str) -> Cursor:
    row = await database.fetch_row(_LOCK, reader)
    if row is None:
        raise LookupError(f"the cursor of {reader} was removed while it was read")
    if not row["present"]:
        raise FeedRestarted(reader)
    return Cursor(row["xid"], row["case_id"], row["seq"])


async def adopt() -> int:
    """After a restore: lets the readers go on in this cluster; returns how many cursors it moved over.

    Raises FeedRestarted while this cluster's transaction numbers are not beyond all of the journal's; the
    restore sets them so with `pg_resetwal --epoch` before the first start.
    """
    async with database.transaction():
        if not await database.fetch_value(_READY_TO_ADOPT):
            raise FeedRestarted("adopt")
        return await database.execute(_ADOPT)
