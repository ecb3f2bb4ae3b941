"""A private cluster several processes use at once, and databases in it made once for all of them."""

import asyncio
import contextlib
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import asyncpg

from desk.hosting import cluster as clusters
from desk.hosting import provisioning
from desk.hosting.cluster import Cluster


@contextmanager
def one_at_a_time(cluster: Cluster, what: str) -> Iterator[None]:
    """Keeps other processes from doing the same to the cluster."""
    cluster.home.mkdir(parents=True, exist_ok=True)
    with (cluster.home / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def in_use(cluster: Cluster) -> Iterator[None]:
    """Starts the cluster once for all who use it; the last one to leave stops it."""
    cluster.home.mkdir(parents=True, exist_ok=True)
    with (cluster.home / "users.lock").open("w") as users:
        with one_at_a_time(cluster, "cluster"):
            fcntl.flock(users, fcntl.LOCK_SH)
            clusters.start(cluster)
            asyncio.run(provisioning.ensure_roles(cluster))
        try:
            yield
        finally:
            with one_at_a_time(cluster, "cluster"), contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                clusters.stop(cluster)


def made(cluster: Cluster, name: str, fill: Callable[[str], None]) -> None:
    """Makes a migrated database if it is not there and fills it, whole or not at all, under another name."""
    with one_at_a_time(cluster, f"making-{name}"):
        if not asyncio.run(_missing(cluster, name)):
            return
        building = f"{name}_building"
        asyncio.run(provisioning.drop_database(cluster, building))
        asyncio.run(provisioning.ensure_database(cluster, building))
        provisioning.migrate(provisioning.environment(cluster, building))
        fill(building)
        asyncio.run(_rename(cluster, building, name))


@contextmanager
def copy_of(cluster: Cluster, template: str, name: str) -> Iterator[str]:
    """A database of its own made from a template, dropped at the end."""
    # PostgreSQL copies a template only while nobody else copies it in the same instant.
    with one_at_a_time(cluster, "copy"):
        asyncio.run(provisioning.drop_database(cluster, name))
        asyncio.run(provisioning.ensure_database(cluster, name, template))
    try:
        yield name
    finally:
        asyncio.run(provisioning.drop_database(cluster, name))


async def _missing(cluster: Cluster, name: str) -> bool:
    connection = await asyncpg.connect(cluster.url("postgres", "postgres"))
    try:
        return not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
    finally:
        await connection.close()


async def _rename(cluster: Cluster, old: str, new: str) -> None:
    connection = await asyncpg.connect(cluster.url("postgres", "postgres"))
    try:
        await connection.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    finally:
        await connection.close()
