"""The whole desk in real processes over a demo city: web, worker and the pretend city, asked over HTTP."""

from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from desk.demo.registers import fill
from dispatch import subscribers
from dispatch.subscribers import Subscriber
from settings import settings
from tests.bus.processes import PretendCity, free_port, kill_hard, pretend_city, started
from tests.databases import CLUSTER
from tests.polling import until
from tests.pools import pool_of

SUBSCRIBER = "city"
WEB = ("-m", "uvicorn", "desk.app:serve", "--factory", "--host", "127.0.0.1", "--log-level", "warning")


@dataclass(slots=True)
class Town:
    """One running installation; `worker` is replaced when it is killed."""

    address: str
    environment: dict[str, str]
    bus: PretendCity
    processes: AsyncExitStack
    web: Process
    worker: Process

    async def kill_worker(self) -> None:
        """`kill -9` of worker and pump, and another process in their place."""
        await kill_hard(self.worker)
        self.worker = await self.processes.enter_async_context(_worker(self.environment))


def _worker(environment: dict[str, str]) -> AbstractAsyncContextManager[Process]:
    return started(["-m", "desk.worker"], environment)


@asynccontextmanager
async def running_town(database: str, folder: Path) -> AsyncIterator[Town]:
    """Starts everything over a database that holds the demo city, and waits until it serves."""
    secret = settings.keys_dir / "subscribers" / database.replace("_", "-")
    port = free_port()
    async with AsyncExitStack() as processes:
        bus = await processes.enter_async_context(pretend_city(folder, secret))
        await fill(bus.client, bus.address)
        async with pool_of(database):
            await subscribers.put(Subscriber(SUBSCRIBER, bus.bus, bus.key_name, "generic-json", 50))
        address = f"http://127.0.0.1:{port}"
        environment = {**_environment(database, address, bus), "ANCHORS_DIR": str(folder / "anchors")}
        web = await processes.enter_async_context(started([*WEB, "--port", str(port)], environment))
        worker = await processes.enter_async_context(_worker(environment))
        await until(lambda: ready(address), process=web)
        yield Town(address, environment, bus, processes, web, worker)


def _environment(database: str, address: str, bus: PretendCity) -> dict[str, str]:
    return {
        "DATABASE_URL": CLUSTER.url("griddesk_app", database),
        "DEMO": "1",
        "PUBLIC_URL": address,
        "LICENCES_URL": bus.address,
        "LOG_LEVEL": "WARNING",
        "POOL_SIZE": "8",
    }


async def ready(address: str) -> bool:
    """Whether the desk at an address serves."""
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            return (await client.get(f"{address}/ready")).is_success
        except httpx.TransportError:
            return False
