"""Worker processes whose jobs note what they do, and the questions the tests ask of it."""

from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import database
from dispatch import queue, waking
from tests.bus.processes import started
from tests.bus.worker_of_tests import HELD
from tests.databases import CLUSTER
from tests.journal_builders import NOON

EFFECTS = """CREATE TABLE IF NOT EXISTS public.effects
    (key text PRIMARY KEY, began int NOT NULL DEFAULT 0, done bool NOT NULL DEFAULT false);
    GRANT ALL ON public.effects TO griddesk_app; DELETE FROM public.effects"""
UNDONE = "SELECT count(*) FROM dispatch.jobs"
UNTOLD = "SELECT count(*) FROM dispatch.deliveries WHERE next_seq <= head_seq"
BEGUN = "SELECT count(*) FROM public.effects WHERE began > 0"
HOLD, LET_GO = f"SELECT pg_advisory_lock({HELD})", f"SELECT pg_advisory_unlock({HELD})"


@asynccontextmanager
async def a_worker(db: str, *arguments: str, **environment: str) -> AsyncIterator[Process]:
    """A worker process of the tests over this database."""
    usual = {"DATABASE_URL": CLUSTER.url("griddesk_app", db), "LOG_LEVEL": "WARNING"}
    command = ["-m", "tests.bus.worker_of_tests", *arguments]
    async with started(command, {**usual, **environment}) as process:
        yield process


async def none(sql: str) -> bool:
    """Whether a count is zero."""
    return int(await database.fetch_value(sql)) == 0


async def some(sql: str) -> bool:
    """Whether a count is more than zero."""
    return not await none(sql)


async def note(key: str) -> None:
    """Asks for a job that notes its effect under this key."""
    async with database.transaction():
        await queue.enqueue("note", key, {"key": key}, NOON)
        waking.wake_after_commit()
