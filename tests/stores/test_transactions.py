"""A transaction keeps all or nothing, gives its connection back, and belongs to one task."""

import asyncio

import asyncpg
import pytest

import database
from database import TransactionMisuse
from engine import DB


@pytest.fixture
async def notes(db: str) -> None:
    from tests.databases import CLUSTER

    owner = await asyncpg.connect(CLUSTER.url("postgres", db))
    await owner.execute(
        "CREATE TABLE IF NOT EXISTS public.notes (id int PRIMARY KEY, seen int,"
        " FOREIGN KEY (seen) REFERENCES public.notes DEFERRABLE INITIALLY DEFERRED);"
        "GRANT ALL ON public.notes TO griddesk_app; DELETE FROM public.notes"
    )
    await owner.close()


async def _count() -> int:
    return int(await database.fetch_value("SELECT count(*) FROM public.notes"))


def _free() -> int:
    assert DB.pool is not None
    return DB.pool.get_idle_size() + DB.pool.get_max_size() - DB.pool.get_size()


async def _write_two_and_one() -> None:
    async with database.transaction():
        await database.execute("INSERT INTO public.notes VALUES (2)")
        await database.execute("INSERT INTO public.notes VALUES (1)")


async def test_a_failed_inner_block_keeps_what_the_outer_block_wrote(notes: None) -> None:
    async with database.transaction():
        await database.execute("INSERT INTO public.notes VALUES (1)")
        with pytest.raises(asyncpg.UniqueViolationError):
            await _write_two_and_one()

    assert await database.fetch_value("SELECT array_agg(id) FROM public.notes") == [1]


async def test_a_failed_commit_gives_the_connection_back_and_leaves_no_transaction(notes: None) -> None:
    free = _free()
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with database.transaction():
            await database.execute("INSERT INTO public.notes VALUES (1, 99)")

    assert not database.in_transaction()
    assert _free() == free
    assert await _count() == 0


async def test_a_cancelled_task_rolls_back_and_gives_the_connection_back(notes: None) -> None:
    free, started = _free(), asyncio.Event()

    async def hang() -> None:
        async with database.transaction():
            await database.execute("INSERT INTO public.notes VALUES (1)")
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(hang())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert _free() == free
    assert await _count() == 0


async def test_gathering_inside_a_transaction_is_refused(notes: None) -> None:
    async with database.transaction():
        with pytest.raises(TransactionMisuse, match="one task"):
            await asyncio.gather(_count(), _count())


async def test_a_task_that_outlives_its_transaction_may_not_use_it(notes: None) -> None:
    ended = asyncio.Event()

    async def late() -> int:
        await ended.wait()
        return await _count()

    async with database.transaction():
        task = asyncio.create_task(late())
    ended.set()

    with pytest.raises(TransactionMisuse):
        await task


async def test_what_waits_for_the_commit_runs_after_it_and_not_after_a_rollback(notes: None) -> None:
    ran: list[str] = []

    async def outer() -> None:
        ran.append(f"outer saw {await _count()}")

    async def inner() -> None:
        ran.append("inner")

    async def roll_back_inside() -> None:
        async with database.transaction():
            database.after_commit(inner)
            raise ValueError

    async with database.transaction():
        await database.execute("INSERT INTO public.notes VALUES (1)")
        database.after_commit(outer)
        with pytest.raises(ValueError, match=r"^$"):
            await roll_back_inside()
        assert ran == []

    assert ran == ["outer saw 1"]


async def test_an_inner_block_may_not_ask_for_stricter_isolation(notes: None) -> None:
    async with database.transaction():
        with pytest.raises(TransactionMisuse):
            async with database.transaction("serializable"):
                pass


async def test_a_use_case_that_could_not_be_serialised_is_run_again(notes: None) -> None:
    attempts = 0

    async def use_case() -> int:
        nonlocal attempts
        async with database.transaction("serializable"):
            await _count()
            attempts += 1
            if attempts == 1:
                await _rival()
            await database.execute("INSERT INTO public.notes VALUES ($1)", 10 + attempts)
        return attempts

    async def _rival() -> None:
        assert DB.pool is not None
        async with DB.pool.acquire() as other, other.transaction(isolation="serializable"):
            await other.fetchval("SELECT count(*) FROM public.notes")
            await other.execute("INSERT INTO public.notes VALUES (5)")

    assert await database.retry_serialization(use_case) == 2
    assert await _count() == 2


async def test_a_retry_may_not_start_inside_a_transaction(notes: None) -> None:
    async with database.transaction():
        with pytest.raises(TransactionMisuse):
            await database.retry_serialization(_count)
