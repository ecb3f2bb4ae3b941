"""Work that comes round again and again: each round asks for the next one, as a row like all other work."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch import queue
from dispatch.queue import Args
from dispatch.running import JobFunction

KEY = "every"
Round = Callable[[datetime], Awaitable[bool]]
Clock = Callable[[], Awaitable[datetime]]


@dataclass(frozen=True, slots=True)
class Periodic:
    """A round of work and how often it comes; `work` gets the time (UTC) and says whether more is waiting."""

    every: timedelta
    work: Round


def kinds_of(periodic: Mapping[str, Periodic], clock: Clock) -> dict[str, JobFunction]:
    """The kinds of job that do the rounds: a round that left something over is followed at once."""
    return {kind: _job(kind, one, clock) for kind, one in periodic.items()}


def _job(kind: str, periodic: Periodic, clock: Clock) -> JobFunction:
    async def run(_args: Args) -> None:
        more = await periodic.work(await clock())
        # Read again: a demo's clock may have been set while the round was under way.
        now = await clock()
        await queue.enqueue(kind, KEY, {}, now if more else now + periodic.every)

    return run


async def begin(periodic: Mapping[str, Periodic], now: datetime) -> None:
    """Sees to it that every round is asked for; a round already waiting or under way stays as it is."""
    for kind, one in periodic.items():
        await queue.enqueue(kind, KEY, {}, now + one.every)
