"""Lets this process talk to another database of the tests' cluster for a while."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dispatch import waking
from engine import DB
from settings import settings
from tests.databases import CLUSTER
from tests.forgetting import forget


@asynccontextmanager
async def pool_of(database: str) -> AsyncIterator[None]:
    """Everything asked of the database goes to this one; afterwards to the worker's own again."""
    await _turn_to(CLUSTER.url("griddesk_app", database))
    try:
        yield
    finally:
        await _turn_to(settings.database_url)


async def _turn_to(address: str) -> None:
    forget()
    # A waker asked before would go on waking the database it has a connection to.
    await waking.close()
    await DB.close_connection_pool()
    DB.config["dsn"] = address
    await DB.start_connection_pool(min_size=1, max_size=12)
