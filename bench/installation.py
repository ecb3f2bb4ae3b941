"""A private installation for benches: a cluster under var/bench, filled once, and a web process over it."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx

from desk.hosting import cluster as clusters
from desk.hosting import provisioning
from desk.hosting.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
HOME = clusters.home_for(ROOT / "var" / "bench")
CLUSTER = Cluster(HOME, durable=False)
Environment = dict[str, str]


@contextmanager
def running_cluster() -> Iterator[None]:
    """The benches' cluster, started and stopped again."""
    HOME.mkdir(parents=True, exist_ok=True)
    clusters.start(CLUSTER)
    try:
        asyncio.run(provisioning.ensure_roles(CLUSTER))
        yield
    finally:
        clusters.stop(CLUSTER)


def environment(database: str) -> Environment:
    """What a process of ours needs to know to work over one of the benches' databases."""
    return {
        **os.environ,
        **provisioning.environment(CLUSTER, database),
        "KEYS_DIR": str(HOME / "keys"),
        "FILES_DIR": str(HOME / "files"),
        "DEMO": "1",
        "LOG_LEVEL": "WARNING",
    }


def filled(database: str, fill: Callable[[Environment], None]) -> None:
    """Makes the database if it is not there, whole or not at all; a change of its name makes it anew."""
    if not asyncio.run(_missing(database)):
        return
    building = f"{database}_building"
    asyncio.run(provisioning.drop_database(CLUSTER, building))
    asyncio.run(provisioning.ensure_database(CLUSTER, building))
    provisioning.migrate(environment(building))
    fill(environment(building))
    asyncio.run(_rename(building, database))


def run(env: Environment, *command: str) -> None:
    """Runs one of our modules to its end."""
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=env, check=True)


@contextmanager
def web(database: str) -> Iterator[str]:
    """A web process over the database; yields its address once it serves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = ["uvicorn", "desk.app:serve", "--factory", "--port", port, "--log-level", "warning"]
    with subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment(database)) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _await(address, process)
            yield address
        finally:
            process.terminate()


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{address}/ready", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError("the web process did not come up")


async def _missing(database: str) -> bool:
    connection = await asyncpg.connect(CLUSTER.url("postgres", "postgres"))
    try:
        return not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database)
    finally:
        await connection.close()


async def _rename(old: str, new: str) -> None:
    connection = await asyncpg.connect(CLUSTER.url("postgres", "postgres"))
    try:
        await connection.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    finally:
        await connection.close()
