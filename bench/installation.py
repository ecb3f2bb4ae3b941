"""A private installation for benches: a cluster under var/bench, filled once, and a web process over it."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx

from bench.measuring import Figure
from desk.hosting import cluster as clusters
from desk.hosting import provisioning, sharing
from desk.hosting.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
HOME = clusters.home_for(ROOT / "var" / "bench")
CLUSTER = Cluster(HOME, durable=False)
Environment = dict[str, str]
_RELOADED = ("SELECT pg_reload_conf()", "CHECKPOINT")


def running_cluster() -> AbstractContextManager[None]:
    """The benches' cluster; the last bench that uses it stops it."""
    return sharing.in_use(CLUSTER)


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
    sharing.made(CLUSTER, database, lambda building: fill(environment(building)))
    # The structure may have grown since it was filled.
    provisioning.migrate(environment(database))


def run(env: Environment, *command: str) -> None:
    """Runs one of our modules to its end; what it says is none of the figures."""
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=env, check=True, stdout=sys.stderr)


def measured(database: str, *command: str) -> list[Figure]:
    """The figures one of our modules prints, run in a process of its own over the database."""
    words = [sys.executable, "-m", *command]
    told = subprocess.run(words, cwd=ROOT, env=environment(database), check=True, stdout=subprocess.PIPE)
    return [Figure(**json.loads(line)) for line in told.stdout.splitlines()]


def told_by(*command: str) -> bytes:
    """What one of our modules prints, run with our own environment."""
    words = [sys.executable, "-m", *command]
    return subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def copied(template: str, name: str) -> AbstractContextManager[str]:
    """A copy of a filled database to be written to, dropped afterwards."""
    return sharing.copy_of(CLUSTER, template, name)


@contextmanager
def durable() -> Iterator[None]:
    """The cluster as an installation runs it, each commit on disk; filling it goes without that."""
    settings = ("fsync", "synchronous_commit", "full_page_writes")
    # What was filled without care is brought to disk first, or the first commits would wait for it.
    asyncio.run(as_superuser(*(f"ALTER SYSTEM SET {one} = on" for one in settings), *_RELOADED))
    try:
        yield
    finally:
        asyncio.run(as_superuser(*(f"ALTER SYSTEM RESET {one}" for one in settings), *_RELOADED))


async def as_superuser(*statements: str, database: str = "postgres") -> None:
    """Runs statements one by one as the cluster's superuser, each in a transaction of its own."""
    connection = await asyncpg.connect(CLUSTER.url("postgres", database))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@dataclass(frozen=True, slots=True)
class Web:
    """A web process of ours: where it answers, and its number."""

    address: str
    pid: int


@contextmanager
def web(database: str) -> Iterator[str]:
    """A web process over the database; yields its address once it serves."""
    with serving(database) as process:
        yield process.address


@contextmanager
def serving(database: str) -> Iterator[Web]:
    """The same, for who also looks at the process."""
    port = _free_port()
    # Visitors keep their connections while others are asked.
    command = ["uvicorn", "desk.app:serve", "--factory", "--port", port, "--log-level", "warning"]
    command += ["--timeout-keep-alive", "75"]
    with _process(database, command) as process:
        address = f"http://127.0.0.1:{port}"
        _await(address, process)
        yield Web(address, process.pid)


@contextmanager
def pretend_city(database: str) -> Iterator[None]:
    """The pretend city, introduced to the database as a subscriber of its bus."""
    port, store = _free_port(), HOME / f"{database}.sqlite"
    run(environment(database), "desk.hosting.demo", "--only-bus", "--bus", f"http://127.0.0.1:{port}")
    secret = HOME / "keys" / "subscribers" / "city"
    store.unlink(missing_ok=True)
    command = ["integrations.sandbox", "--port", port, "--store", str(store), "--secret-file", str(secret)]
    with _process(database, command):
        yield


@contextmanager
def worker(database: str) -> Iterator[int]:
    """A worker process over the database: pump, jobs and relay; yields its number."""
    with _process(database, ["desk.worker"]) as process:
        yield process.pid


@contextmanager
def _process(database: str, command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", *command]
    # Figures go to our own standard output, and nothing else.
    with subprocess.Popen(words, cwd=ROOT, env=environment(database), stdout=sys.stderr) as process:
        try:
            yield process
        finally:
            process.terminate()


def _free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    until, said = time.monotonic() + 120, "nothing"
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            answer = httpx.get(f"{address}/ready", trust_env=False)
            if answer.is_success:
                return
            said = answer.text
        time.sleep(0.1)
    raise RuntimeError(f"the web process did not come up; it said {said}")
