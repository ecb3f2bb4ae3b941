"""Clients of the web application in this process."""

from collections.abc import AsyncIterator

import httpx
import pytest

from desk.app import build
from desk.edge import Edge
from tests.keeping import Keeper
from tests.pages.people import Visitors
from tests.world import World, a_world


@pytest.fixture(scope="session")
def app() -> Edge:
    """Built once: it keeps nothing between requests."""
    return build()


@pytest.fixture
async def client(db: str, app: Edge) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody nobody knows yet."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        yield client


@pytest.fixture
async def world(db: str, blank_keeper: Keeper) -> World:
    return await blank_keeper.put("a_world", a_world)


@pytest.fixture
async def visitors(app: Edge, world: World) -> AsyncIterator[Visitors]:
    """The people of the small world, each with a client of his own."""
    visitors = Visitors(app, world)
    yield visitors
    await visitors.leave()
