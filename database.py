"""The one way to open a transaction and to run a prebuilt statement in it."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal, TypeVar, cast

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from engine import DB
from settings import settings

Isolation = Literal["read_committed", "repeatable_read", "serializable"]
Callback = Callable[[], Awaitable[None]]
T = TypeVar("T")
_ATTEMPTS = 6
_KEEPING = "BEGIN READ ONLY; SET LOCAL plan_cache_mode = force_generic_plan"
COMING_UP = 60.0  # seconds for which processes that shall go on running wait for their server
_LOOKED_AGAIN = 0.25  # seconds
_NOT_YET = (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError)


class TransactionMisuse(Exception):
    """Raised when a transaction is used by another task, after its end, or re-opened stricter."""


class _Open:
    """An open transaction: its connection, the task that owns it, what shall happen once it has committed."""

    def __init__(self, connection: "PoolConnectionProxy[asyncpg.Record]") -> None:
        self._connection = connection
        self._task = asyncio.current_task()
        self.after_commit: list[Callback] = []
        self.closed = False

    @property
    def connection(self) -> "PoolConnectionProxy[asyncpg.Record]":
        # Piccolo asks for this attribute for every query, so the guard holds for its queries too.
        if self.closed:
            raise TransactionMisuse("this transaction has ended; start background work only after the commit")
        if asyncio.current_task() is not self._task:
            raise TransactionMisuse("a transaction belongs to one task; do not gather or spawn inside it")
        return self._connection


def _current() -> _Open | None:
    return cast("_Open | None", DB.current_transaction.get())


async def open_pool(size: int | None = None, *, patience: float = 0) -> None:
    """Opens this process's connections; call once at start.

    A server that is not there, or recovers after a crash, is waited for: `patience` seconds, then its error
    is raised.
    """
    until = time.monotonic() + patience
    while True:
        try:
            await DB.start_connection_pool(min_size=1, max_size=size or settings.pool_size)
        except _NOT_YET:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(_LOOKED_AGAIN)
        else:
            return


async def close_pool() -> None:
    """Gives the connections back; call once at the end."""
    await DB.close_connection_pool()


def _pool() -> "asyncpg.Pool[asyncpg.Record]":
    if DB.pool is None:
        raise TransactionMisuse("the connection pool is not open")
    return DB.pool


@asynccontextmanager
async def transaction(
    isolation: Isolation | None = None, *, readonly: bool = False
) -> AsyncIterator["PoolConnectionProxy[asyncpg.Record]"]:
    """Opens a transaction, or a savepoint inside the one already open.

    Whatever happens (failed COMMIT, cancellation), the connection goes back to the pool and later
    queries of the task run outside. Raises TransactionMisuse where an inner block asks for another isolation.
    """
    outer = _current()
    if outer is not None:
        if isolation is not None or readonly:
            raise TransactionMisuse("isolation and read-only are chosen by the outermost transaction")
        async with _savepoint(outer) as connection:
            yield connection
        return
    async with _held() as opened, opened.connection.transaction(isolation=isolation, readonly=readonly):
        yield opened.connection
    for callback in opened.after_commit:
        await callback()


@asynccontextmanager
async def kept_plans() -> AsyncIterator[None]:
    """A read-only transaction whose statements are planned once for any values, begun in one round trip.

    For what is asked by keys, many times a second; a transaction inside it, and one around it, are refused.
    """
    if in_transaction():
        raise TransactionMisuse("plans are kept by the outermost transaction")
    async with _held() as opened:
        connection = opened.connection
        try:
            await connection.execute(_KEEPING)
            yield
        finally:
            if not connection.is_closed():
                await connection.execute("ROLLBACK")


@asynccontextmanager
async def _held() -> AsyncIterator[_Open]:
    """A connection of the pool that every query of this task goes through until it is given back."""
    async with _pool().acquire() as connection:
        opened = _Open(connection)
        DB.current_transaction.set(opened)  # type: ignore[arg-type]
        try:
            yield opened
        finally:
            opened.closed = True
            DB.current_transaction.set(None)


@asynccontextmanager
async def _savepoint(outer: _Open) -> AsyncIterator["PoolConnectionProxy[asyncpg.Record]"]:
    kept = len(outer.after_commit)
    try:
        async with outer.connection.transaction():
            yield outer.connection
    except BaseException:
        # What was promised inside a rolled-back savepoint must not happen after the outer commit.
        del outer.after_commit[kept:]
        raise


@asynccontextmanager
async def joined() -> AsyncIterator["PoolConnectionProxy[asyncpg.Record]"]:
    """The transaction already open, without a savepoint, or one of its own.

    It saves two round trips where whoever opened it gives all of it up on any error of the block.
    """
    outer = _current()
    if outer is not None:
        yield outer.connection
        return
    async with transaction() as connection:
        yield connection


def in_transaction() -> bool:
    """Whether this task has a transaction open."""
    return _current() is not None


def after_commit(callback: Callback) -> None:
    """Runs `callback` once the outermost transaction has committed; raises TransactionMisuse outside one."""
    opened = _current()
    if opened is None:
        raise TransactionMisuse("after_commit needs an open transaction")
    opened.after_commit.append(callback)


@asynccontextmanager
async def connection() -> AsyncIterator["PoolConnectionProxy[asyncpg.Record]"]:
    """The open transaction's connection, or one from the pool for a single statement."""
    opened = _current()
    if opened is not None:
        yield opened.connection
    else:
        async with _pool().acquire() as pooled:
            yield pooled


def _asked() -> "asyncpg.Pool[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]":
    """What a single statement is sent through: the open transaction's connection, or any of the pool."""
    opened = _current()
    return _pool() if opened is None else opened.connection


async def fetch(sql: str, *values: Any) -> list[asyncpg.Record]:
    """All rows of a prebuilt statement with `$1…` parameters."""
    return await _asked().fetch(sql, *values)


async def fetch_row(sql: str, *values: Any) -> asyncpg.Record | None:
    """The first row of a prebuilt statement, or None."""
    return await _asked().fetchrow(sql, *values)


async def fetch_value(sql: str, *values: Any) -> Any:
    """The first column of the first row of a prebuilt statement, or None."""
    return await _asked().fetchval(sql, *values)


async def execute(sql: str, *values: Any) -> int:
    """Runs a prebuilt statement; returns how many rows it touched (0 where that has no meaning)."""
    tag = await _asked().execute(sql, *values)
    last = tag.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


async def execute_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Runs a prebuilt statement once for each row of values, in one round trip."""
    await _asked().executemany(sql, rows)


async def retry_serialization(use_case: Callable[[], Awaitable[T]]) -> T:
    """Runs a whole use case again when PostgreSQL could not serialise it; only for the edge.

    Raises the last asyncpg error after six attempts.
    """
    if in_transaction():
        raise TransactionMisuse("a retry must start outside the transaction it would repeat")
    for attempt in range(_ATTEMPTS - 1):
        try:
            return await use_case()
        except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
            # Spread rivals apart, or they collide again in step.
            await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))
    return await use_case()
