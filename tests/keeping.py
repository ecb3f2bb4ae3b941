"""Keeps a database of the tests in order: empties it after each test, and puts back what was made once."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar, cast

import asyncpg

from tests.databases import CLUSTER

_TABLES = """
SELECT schemaname || '.' || tablename FROM pg_tables
WHERE schemaname IN ('grid', 'registry', 'dispatch', 'integrations', 'desk')
"""
# A function keeps the plans of its statements, which cost more than what they do.
_FUNCTION = "CREATE FUNCTION tests.{name}() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
T = TypeVar("T")


@dataclass(slots=True)
class Keeper:
    """One database and a connection to it that stays open.

    The journals' triggers refuse all of this to everybody, so it is done by the superuser with triggers off.
    """

    database: str
    _connection: "asyncpg.Connection[asyncpg.Record]"
    _made: dict[str, object] = field(default_factory=dict)

    async def clean(self) -> None:
        """Empties every table, but for those that are kept."""
        await self._connection.execute("SELECT tests.clean()")

    async def put(self, name: str, make: Callable[[], Awaitable[T]]) -> T:
        """What `make` answers, and the rows it writes into empty tables: made once, then put back alike."""
        if name in self._made:
            await self._connection.execute(f"SELECT tests.put_{name}()")
        else:
            self._made[name] = await make()
            await self._remember(name)
        return cast(T, self._made[name])

    async def _remember(self, name: str) -> None:
        copies = {table: f'tests."{name} {table}"' for table in await self.filled()}
        for table, copy in copies.items():
            await self._connection.execute(f"CREATE TABLE {copy} AS TABLE {table}")
        put = [f"INSERT INTO {one} OVERRIDING SYSTEM VALUE TABLE {copy};" for one, copy in copies.items()]
        await self._function(f"put_{name}", put)

    async def filled(self) -> list[str]:
        """The tables that hold rows (`schema.table`)."""
        tables = await self._tables()
        return [one for one in tables if await self._connection.fetchval(f"SELECT EXISTS (TABLE {one})")]

    async def prepare(self, kept: Collection[str]) -> None:
        """Makes `clean`, which leaves the tables in `kept` as they are."""
        emptied = [f"DELETE FROM {one};" for one in await self._tables() if one not in kept]
        await self._function("clean", emptied)

    async def _tables(self) -> list[str]:
        return [row[0] for row in await self._connection.fetch(_TABLES)]

    async def _function(self, name: str, statements: list[str]) -> None:
        await self._connection.execute(_FUNCTION.format(name=name, body=" ".join(statements)))


@asynccontextmanager
async def keeping(database: str) -> AsyncIterator[Keeper]:
    """The keeper of a fresh copy; tables that hold rows by now are never emptied."""
    connection = await asyncpg.connect(CLUSTER.url("postgres", database))
    try:
        await connection.execute("SET session_replication_role = replica; CREATE SCHEMA tests")
        keeper = Keeper(database, connection)
        await keeper.prepare(await keeper.filled())
        yield keeper
    finally:
        await connection.close()
