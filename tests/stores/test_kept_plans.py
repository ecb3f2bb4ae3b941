"""A look-up keeps its plan, reads only, and leaves the connection as it was, whatever happens."""

import asyncio

import asyncpg
import pytest

import database
from database import TransactionMisuse
from engine import DB

_MODE = "SELECT current_setting('plan_cache_mode')"


def _free() -> int:
    assert DB.pool is not None
    return DB.pool.get_idle_size() + DB.pool.get_max_size() - DB.pool.get_size()


async def _modes_of_all() -> set[str]:
    """How the connections of the pool plan; all of them are asked at once."""
    assert DB.pool is not None
    held = [await DB.pool.acquire() for _ in range(DB.pool.get_size())]
    try:
        return {await one.fetchval(_MODE) for one in held}
    finally:
        for one in held:
            await DB.pool.release(one)


async def test_plans_are_kept_inside_and_chosen_by_values_again_afterwards(db: str) -> None:
    async with database.kept_plans():
        inside = await database.fetch_value(_MODE)

    assert inside == "force_generic_plan"
    assert await _modes_of_all() == {"auto"}


async def test_nothing_is_written_where_plans_are_kept(db: str) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with database.kept_plans():
            await database.execute("DELETE FROM desk.attempts")

    assert await _modes_of_all() == {"auto"}


async def test_a_look_up_given_up_gives_its_connection_back_clean(db: str) -> None:
    free = _free()

    async def slow() -> None:
        async with database.kept_plans():
            await database.fetch("SELECT pg_sleep(60)")

    task = asyncio.create_task(slow())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert _free() == free
    assert not database.in_transaction()
    assert await _modes_of_all() == {"auto"}


async def test_plans_are_kept_by_the_outermost_transaction_only(db: str) -> None:
    async with database.transaction():
        with pytest.raises(TransactionMisuse):
            async with database.kept_plans():
                pass
