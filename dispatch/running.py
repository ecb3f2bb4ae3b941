"""Runs one job that a message brought: keeps its lease while it works, and writes down how it ended."""

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

from dispatch import queue, waking
from dispatch.errors import CannotBeDone
from dispatch.leases import LEASE, kept
from dispatch.queue import Args, Ticket

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
        async with kept(partial(queue.renew, job), LONGEST):
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
