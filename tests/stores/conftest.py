"""A connection of the pump's own, for tests of what it does on it."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.databases import CLUSTER

Connection = asyncpg.Connection


@pytest.fixture
async def pump(db: str) -> AsyncIterator["Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(CLUSTER.url("griddesk_app", db))
    yield connection
    await connection.close()
