"""Runs one job that a message brought: keeps its lease while it works, and writes down how it ended."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from dispatch import queue, waking
from dispatch.errors import CannotBeDone
from dispatch.queue import Args, Job, Ticket

LEASE = timedelta(seconds=30)
LONGEST = timedelta(minutes=15)
JobFunction = Callable[[Args], Awaitable[None]]
JobKinds = Mapping[str, JobFunction]
_LOG = logging.getLogger(__name__)


async def run(ticket: Ticket, kinds: JobKinds) -> None:
    """Runs the job once; a late or doubled message does nothing.

    A job that raises is tried again after a pause, for ever; one that raises CannotBeDone is set aside.
    """
    job = await queue.take(ticket, LEASE)
    if job is None:
        return
    try:
        async with _in_hand(job):
            await kinds[job.kind](job.args)
    except CannotBeDone as error:
        _LOG.error("job %s %s was set aside: %s", job.kind, job.id, trail(error))
        await queue.fail(job, name(error))
    except Exception as error:
        _LOG.error("job %s %s failed on try %s: %s", job.kind, job.id, job.tries + 1, trail(error))
        await queue.retry_later(job, name(error))
    else:
        await queue.done(job)
    await waking.wake()


def name(error: BaseException) -> str:
    """An error by its class alone: its text may hold somebody's data, and rows are read by many."""
    return type(error).__qualname__


def trail(error: BaseException) -> str:
    """An error by its class and the places it came through, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{name(error)} at " + " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))


@asynccontextmanager
async def _in_hand(job: Job) -> AsyncIterator[None]:
    async with asyncio.timeout(LONGEST.total_seconds()) as limit:
        keeper = asyncio.create_task(_keep(job, limit))
        try:
            yield
        finally:
            keeper.cancel()


async def _keep(job: Job, limit: asyncio.Timeout) -> None:
    while True:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        try:
            kept = await queue.renew(job, LEASE)
        except waking.LOST as error:
            _LOG.warning("the lease of job %s could not be renewed: %s", job.id, name(error))
            continue
        if not kept:
            # Somebody else has the job by now, so this run stops here.
            limit.reschedule(asyncio.get_running_loop().time())
            return
