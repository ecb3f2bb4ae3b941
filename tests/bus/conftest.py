"""A pretend city for the whole run, emptied for each test, and a subscriber that stands for it."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import httpx
import pytest

from desk.feedback import compose
from desk.worker_process import secret_of
from dispatch import subscribers
from dispatch.subscribers import Subscriber
from integrations.bus.relay import Relay
from integrations.bus.sending import new_client
from settings import settings
from tests.bus.processes import PretendCity, pretend_city
from tests.bus.relaying import Pumping
from tests.bus.worker_runs import EFFECTS
from tests.databases import CLUSTER, worker_name
from tests.rabbit import place


@pytest.fixture(scope="session")
async def city_process(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PretendCity]:
    folder = tmp_path_factory.mktemp("city")
    async with pretend_city(
        folder, settings.keys_dir / "subscribers" / worker_name("city").replace("_", "-")
    ) as city:
        yield city


@pytest.fixture
async def city(city_process: PretendCity, db: str) -> PretendCity:
    """An empty pretend city that behaves, subscribed with batches of 50."""
    await city_process.client.delete(f"{city_process.address}/record")
    await city_process.switch()
    await subscribers.put(Subscriber("city", city_process.bus, city_process.key_name, "generic-json", 50))
    return city_process


@pytest.fixture
async def effects(db: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A table in which jobs note their effect; yields its owner's connection."""
    owner = await asyncpg.connect(CLUSTER.url("postgres", db))
    await owner.execute(EFFECTS)
    yield owner
    await owner.close()


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as kept:
        yield kept


@pytest.fixture
async def pumping(db: str, client: httpx.AsyncClient) -> AsyncIterator[Pumping]:
    """Pump and relay without their process: each call hands out and delivers what is due."""
    connection = await asyncpg.connect(CLUSTER.url("griddesk_app", db))
    yield Pumping(connection, Relay(client, compose, secret_of))
    await connection.close()


@pytest.fixture(scope="session")
def rabbit() -> Iterator[str]:
    """The address of a RabbitMQ for this process of tests alone."""
    with place() as address:
        yield address
