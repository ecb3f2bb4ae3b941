"""What the owner of a database can do: change rows with the guards off, and make every hash fit again."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import asyncpg

import chain
from chain import ZERO
from dispatch.journal import as_link
from tests.databases import CLUSTER
from tests.journal_builders import NOON

Connection = asyncpg.Connection
Attack = Callable[["Connection[asyncpg.Record]", int], Awaitable[None]]
_ALL = """SELECT case_id, seq, at, recorded_at, kind, actor, channel, data, prev_hash, hash
    FROM dispatch.journal WHERE case_id = $1 ORDER BY seq"""
_COPY = """INSERT INTO dispatch.journal
    (case_id, seq, at, recorded_at, kind, actor, channel, data, xid, prev_hash, hash)
    SELECT $1, $2, at, $4, 'fed_back', actor, channel, '{"n": 7}', '1', prev_hash, hash
    FROM dispatch.journal WHERE case_id = $1 AND seq = $3"""
_OTHER = """INSERT INTO dispatch.cases SELECT (jsonb_populate_record(holder, jsonb_build_object(
    'id', $2::bigint, 'case_no', 'X' || $2, 'tracking_no', 'X' || $2))).* FROM dispatch.cases AS holder
    WHERE id = $1"""
LONG_AGO = NOON - timedelta(days=9)


@asynccontextmanager
async def owner(database: str) -> AsyncIterator["Connection[asyncpg.Record]"]:
    """A connection of the tables' owner, for whom the triggers that guard the journals are off."""
    connection = await asyncpg.connect(CLUSTER.url("griddesk_owner", database))
    tables = ("dispatch.journal", "dispatch.anchors", "registry.audit", "registry.audit_head")
    try:
        async with connection.transaction():
            for table in tables:
                await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield connection
            for table in tables:
                await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    finally:
        await connection.close()


async def rechain(connection: "Connection[asyncpg.Record]", case_id: int) -> None:
    """Computes every hash of a case anew, and moves its row to the last of them."""
    last = chain.Head(0, ZERO)
    for row in await connection.fetch(_ALL, case_id):
        digest = chain.link(last.hash, as_link(row).fields)
        await connection.execute(
            "UPDATE dispatch.journal SET prev_hash = $3, hash = $4 WHERE case_id = $1 AND seq = $2",
            case_id, row["seq"], last.hash, digest,
        )  # fmt: skip
        last = chain.Head(row["seq"], digest)
    await connection.execute(
        "UPDATE dispatch.cases SET last_seq = $2, last_hash = $3 WHERE id = $1", case_id, last.seq, last.hash
    )


async def edit(connection: "Connection[asyncpg.Record]", case_id: int) -> None:
    """Entry 3 names somebody else."""
    await connection.execute(
        "UPDATE dispatch.journal SET actor = 'staff:99' WHERE case_id = $1 AND seq = 3", case_id
    )
    await rechain(connection, case_id)


async def remove(connection: "Connection[asyncpg.Record]", case_id: int) -> None:
    """Entry 3 never was."""
    await connection.execute("DELETE FROM dispatch.journal WHERE case_id = $1 AND seq = 3", case_id)
    await _shift(connection, case_id, 4, -1)
    await rechain(connection, case_id)


async def insert(connection: "Connection[asyncpg.Record]", case_id: int) -> None:
    """Another entry before entry 3."""
    await _shift(connection, case_id, 3, 1)
    await connection.execute(_COPY, case_id, 3, 2, NOON)
    await rechain(connection, case_id)


async def reorder(connection: "Connection[asyncpg.Record]", case_id: int) -> None:
    """Entries 2 and 3 change places."""
    for old, new in ((2, 1002), (3, 2), (1002, 3)):
        await _renumber(connection, case_id, old, new)
    await rechain(connection, case_id)


async def cut(connection: "Connection[asyncpg.Record]", case_id: int) -> None:
    """The last entries never were."""
    await connection.execute("DELETE FROM dispatch.journal WHERE case_id = $1 AND seq > 3", case_id)
    await rechain(connection, case_id)


async def delete(connection: "Connection[asyncpg.Record]", case_id: int) -> None:
    """The case never was."""
    await connection.execute("DELETE FROM dispatch.journal WHERE case_id = $1", case_id)
    await connection.execute("DELETE FROM dispatch.cases WHERE id = $1", case_id)


async def plant(connection: "Connection[asyncpg.Record]", case_id: int, at: datetime = LONG_AGO) -> None:
    """A case that was never there, with a journal of its own from long ago; its id is one million more."""
    other = case_id + 1_000_000
    await connection.execute(_OTHER, case_id, other)
    await connection.execute(_COPY.replace("SELECT $1", f"SELECT {other}"), case_id, 1, 1, at)
    await rechain(connection, other)


async def _shift(connection: "Connection[asyncpg.Record]", case_id: int, first: int, by: int) -> None:
    seqs = [row["seq"] for row in await connection.fetch(_ALL, case_id) if row["seq"] >= first]
    for seq in sorted(seqs, reverse=by > 0):
        await _renumber(connection, case_id, seq, seq + by)


async def _renumber(connection: "Connection[asyncpg.Record]", case_id: int, old: int, new: int) -> None:
    await connection.execute(
        "UPDATE dispatch.journal SET seq = $3 WHERE case_id = $1 AND seq = $2", case_id, old, new
    )
