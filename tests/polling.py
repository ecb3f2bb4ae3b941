"""Waits for something to become true, with a deadline; tests never assert how long it took."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable

import database


async def until(
    condition: Callable[[], Awaitable[bool]], seconds: float = 120, process: Process | None = None
) -> None:
    """Asks again and again until the answer is yes; raises TimeoutError when the deadline passes.

    With a process, also raises RuntimeError as soon as that process has ended.
    """
    async with asyncio.timeout(seconds):
        while not await condition():
            if process is not None and process.returncode is not None:
                raise RuntimeError(
                    f"the process that should bring this about ended with {process.returncode}"
                )
            await asyncio.sleep(0.02)


async def somebody_waits() -> bool:
    """Whether a session of this database waits for a lock another one holds.

    In a transaction the answer stays what it was when it was first given, so this is asked outside.
    """
    return bool(
        await database.fetch_value(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
    )
