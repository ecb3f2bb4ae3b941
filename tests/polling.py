"""Waits for something to become true, with a deadline; tests never assert how long it took."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    """Asks again and again until the answer is yes; raises TimeoutError when the deadline passes."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - other processes have no event to wait on
            await asyncio.sleep(0.02)
