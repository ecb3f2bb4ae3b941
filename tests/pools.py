"""Lets this process talk to another database of the tests' cluster for a while."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from engine import DB
from settings import settings
from tests.databases import CLUSTER


@asynccontextmanager
async def pool_of(database: str) -> AsyncIterator[None]:
    """Everything asked of the database goes to this one; afterwards to the worker's own again."""
    await DB.close_connection_pool()
    DB.config["dsn"] = CLUSTER.url("griddesk_app", database)
    await DB.start_connection_pool(min_size=1, max_size=12)
    try:
        yield
    finally:
        await DB.close_connection_pool()
        DB.config["dsn"] = settings.database_url
        await DB.start_connection_pool(min_size=1, max_size=12)
