"""No page asks the database more than a dozen times, however much it shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest
from asyncpg.connection import LoggedQuery

from desk.app import build
from desk.edge import Edge
from engine import DB
from settings import settings
from tests.databases import CLUSTER
from tests.faces.known import Known
from tests.faces.living_town import LivingTown
from tests.faces.page_table import PAGES, Entry

_MOST = 12
_PAGES = [one for one in PAGES if not one.pretend_city and one.then is None]
# What opens, closes and tidies a transaction asks nothing.
_AROUND = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SELECT PG_ADVISORY_UNLOCK_ALL")


@asynccontextmanager
async def overhearing(database: str) -> AsyncIterator[list[str]]:
    """Every statement this process sends to the database with this name, in order."""
    heard: list[str] = []

    def hear(query: LoggedQuery) -> None:
        statement = " ".join(query.query.split())
        if not statement.upper().startswith(_AROUND):
            heard.append(statement)

    async def listen(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        connection.add_query_logger(hear)

    await DB.close_connection_pool()
    DB.config["dsn"] = CLUSTER.url("griddesk_app", database)
    await DB.start_connection_pool(min_size=1, max_size=4, init=listen)
    try:
        yield heard
    finally:
        await DB.close_connection_pool()
        DB.config["dsn"] = settings.database_url
        await DB.start_connection_pool(min_size=1, max_size=12)


@pytest.fixture(scope="module")
def web() -> Edge:
    """The web application in this process, where statements can be heard."""
    return build()


@pytest.mark.parametrize("entry", _PAGES, ids=lambda entry: entry.name)
async def test_a_page_asks_at_most_a_dozen_times(
    living: LivingTown, known_things: Known, web: Edge, entry: Entry
) -> None:
    address = entry.address(known_things)
    cookies = {} if entry.who is None else {"session": await living.keys.of(entry.who)}
    transport = httpx.ASGITransport(app=web)
    async with (
        overhearing(living.database) as heard,
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=cookies) as client,
    ):
        # The first look also reads what a process then keeps: names, the city, types of the database.
        first = await client.get(address, headers={"accept": "text/html"})
        heard.clear()

        await client.get(address, headers={"accept": "text/html"})

    assert first.status_code == entry.status, first.text
    assert len(heard) <= _MOST, "\n".join(heard)
