"""Wakes the pump after a commit: at most one NOTIFY per 20 ms and process, on a connection of its own."""

import asyncio
import contextvars
import logging

import asyncpg

import database
from engine import DB

CHANNEL = "griddesk"
_SHORTEST_GAP = 0.02  # seconds
_AFTER_AN_ERROR = 1.0  # seconds
_LOG = logging.getLogger(__name__)
# The last one is what asyncpg says when the server's farewell reaches it between two questions.
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Waker:
    """Sends one NOTIFY for however many were asked for since the last one."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Returns at once; the NOTIFY follows within 20 ms."""
        self._asked.set()
        if self._task is None or self._task.done():
            # An empty context: the task must not inherit the asker's transaction.
            loop = asyncio.get_running_loop()
            self._task = loop.create_task(self._run(), context=contextvars.Context())

    async def close(self) -> None:
        """Gives the connection back."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _run(self) -> None:
        connection: asyncpg.Connection[asyncpg.Record] | None = None
        try:
            while True:
                await self._asked.wait()
                self._asked.clear()
                try:
                    if connection is None or connection.is_closed():
                        connection = await _connect()
                    await connection.execute(f"NOTIFY {CHANNEL}")
                    await asyncio.sleep(_SHORTEST_GAP)
                except LOST as error:
                    # The pump also polls, so a lost wake-up costs a second and nothing else.
                    _LOG.warning("the pump could not be woken: %s", type(error).__name__)
                    await asyncio.sleep(_AFTER_AN_ERROR)
        finally:
            if connection is not None:
                connection.terminate()


async def _connect() -> "asyncpg.Connection[asyncpg.Record]":
    # Nothing durable is written, so its commits need not wait for the disk.
    return await asyncpg.connect(
        DB.config["dsn"],
        server_settings={"application_name": "griddesk-waker", "synchronous_commit": "off"},
    )


_wakers: dict[asyncio.AbstractEventLoop, Waker] = {}


async def wake() -> None:
    """Wakes the pump soon; for use outside transactions."""
    loop = asyncio.get_running_loop()
    if loop not in _wakers:
        _wakers[loop] = Waker()
    _wakers[loop].ask()


def wake_after_commit() -> None:
    """Wakes the pump once the open transaction has committed; raises TransactionMisuse outside one."""
    database.after_commit(wake)


async def close() -> None:
    """Ends this loop's waker; call once when the process stops."""
    waker = _wakers.pop(asyncio.get_running_loop(), None)
    if waker is not None:
        await waker.close()
