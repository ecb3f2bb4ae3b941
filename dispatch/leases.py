"""Keeps a lease while its holder works, so that it can be short and a killed holder is soon replaced."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from dispatch.waking import LOST

LEASE = timedelta(seconds=10)
Renew = Callable[[timedelta], Awaitable[bool]]
_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def kept(renew: Renew, longest: timedelta) -> AsyncIterator[None]:
    """Renews a lease until the block ends; `renew` says whether it was still held.

    Raises TimeoutError inside the block when somebody else has the work by now, or after `longest`.
    """
    async with asyncio.timeout(longest.total_seconds()) as limit:
        keeper = asyncio.create_task(_keep(renew, limit))
        try:
            yield
        finally:
            keeper.cancel()


async def _keep(renew: Renew, limit: asyncio.Timeout) -> None:
    while True:
        await asyncio.sleep(LEASE.total_seconds() / 4)
        try:
            held = await renew(LEASE)
        except LOST as error:
            _LOG.warning("a lease could not be renewed: %s", type(error).__name__)
            continue
        if not held:
            limit.reschedule(asyncio.get_running_loop().time())
            return
