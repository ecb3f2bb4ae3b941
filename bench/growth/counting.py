"""Counts what a piece of work costs the database: pages it looks at, statements, rows, whatever else runs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from asyncpg import Record
from asyncpg.connection import LoggedQuery
from asyncpg.pool import PoolConnectionProxy

import database

Connection: TypeAlias = "PoolConnectionProxy[Record]"
Work = Callable[[], Awaitable[object]]
# What this transaction alone has done to tables and indexes of ours so far, by the table they belong to. The
# server counts each page a session asks for, in memory or not, so nothing else that runs shows.
_PAGES = """
SELECT coalesce(t.oid, c.oid)::regclass::text AS name,
    sum(pg_stat_get_xact_blocks_fetched(c.oid))::bigint AS pages,
    sum(CASE WHEN c.relkind = 'r' THEN pg_stat_get_xact_numscans(c.oid) ELSE 0 END)::bigint AS scans,
    sum(CASE WHEN c.relkind = 'r' THEN pg_stat_get_xact_tuples_inserted(c.oid)
        + pg_stat_get_xact_tuples_updated(c.oid) ELSE 0 END)::bigint AS rows
FROM pg_class c
LEFT JOIN pg_index i ON i.indexrelid = c.oid
LEFT JOIN pg_class t ON t.oid = i.indrelid OR (c.relkind = 't' AND t.reltoastrelid = c.oid)
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'i', 't') AND pg_stat_get_xact_blocks_fetched(c.oid) > 0
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What was counted; `pages` and `read_whole` (times read from end to end) by table; `written`: rows."""

    pages: Mapping[str, int]
    read_whole: Mapping[str, int]
    statements: int
    written: int

    @property
    def all_pages(self) -> int:
        """Pages of all tables together."""
        return sum(self.pages.values())


_TIMES = 7


class _Undo(Exception):
    """Raised to give up what was only counted."""


async def counted(work: Work) -> Cost:
    """What the work costs when everything is warm; nothing it writes stays.

    The last of several times counts: the first learns what a process then knows, and after five a server may
    go over to a plan for any values, which is the one that stays.
    """
    for time in range(_TIMES):
        try:
            async with database.transaction() as connection:
                cost = await _cost(connection, work)
                raise _Undo
        except _Undo:
            if time == _TIMES - 1:
                return cost
    raise AssertionError("the last time ends the loop")


async def _cost(connection: Connection, work: Work) -> Cost:
    heard: list[LoggedQuery] = []
    before = await _looked_at(connection)
    with connection.query_logger(heard.append):
        await work()
        # The driver tells of a statement in the next turn of the loop.
        await asyncio.sleep(0)
    after = await _looked_at(connection)
    # A transaction within this one is none of its own: these are its savepoints.
    asked = [one for one in heard if not one.query.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
    grown = {
        name: tuple(now - then for now, then in zip(counts, before.get(name, (0, 0, 0)), strict=True))
        for name, counts in after.items()
    }
    return Cost(
        {name: pages for name, (pages, _, _) in grown.items() if pages},
        {name: scans for name, (_, scans, _) in grown.items() if scans},
        len(asked),
        sum(rows for _, _, rows in grown.values()),
    )


async def _looked_at(connection: Connection) -> dict[str, tuple[int, int, int]]:
    rows = await connection.fetch(_PAGES)
    return {row["name"]: (row["pages"], row["scans"], row["rows"]) for row in rows}
