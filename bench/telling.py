"""Waits until a database's bus has been told everything, for benches over the worker that tells it."""

from bench.strain.town import until
from dispatch import subscribers


async def until_told() -> None:
    """Returns as soon as nothing waits for any subscriber; bound it with a timeout. Needs an open pool."""

    async def told() -> bool:
        return not any(one.entries_waiting for one in await subscribers.standings())

    await until(told)
