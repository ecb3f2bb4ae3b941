"""The database of a fault run: a durable cluster of its own under var/strain, made anew for each run."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.strain.town import ROOT, until
from desk.hosting import cluster as clusters
from desk.hosting import provisioning, server_process
from desk.hosting.cluster import Cluster

HOME = ROOT / "var" / "strain"
_DATABASE = "strain"


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A cluster whose server is ours to take away."""

    cluster: Cluster

    @property
    def environment(self) -> Mapping[str, str]:
        """Where processes of the desk find database, keys and files."""
        return {
            **provisioning.environment(self.cluster, _DATABASE),
            "KEYS_DIR": str(HOME / "keys"),
            "FILES_DIR": str(HOME / "files"),
        }

    async def restart(self) -> None:
        """Stops the server, which ends its connections, and starts it."""
        await asyncio.to_thread(clusters.stop, self.cluster)
        await asyncio.to_thread(clusters.start, self.cluster)

    async def crash(self) -> None:
        """Kills the server and its children at once; the next start recovers from what reached the disk."""
        pid = server_process.pid_of(self.cluster.data)
        if pid is None:
            raise RuntimeError("the server does not run")
        os.kill(pid, signal.SIGQUIT)

        async def gone() -> bool:
            return server_process.pid_of(self.cluster.data) != pid

        await until(gone)
        await asyncio.to_thread(clusters.start, self.cluster)


@asynccontextmanager
async def own_server() -> AsyncIterator[OwnServer]:
    """Starts the cluster with an empty demo city in it, and stops it afterwards."""
    cluster = Cluster(clusters.home_for(HOME / "cluster"))
    await asyncio.to_thread(clusters.start, cluster)
    try:
        await provisioning.ensure_roles(cluster)
        await provisioning.drop_database(cluster, _DATABASE)
        await provisioning.ensure_database(cluster, _DATABASE)
        server = OwnServer(cluster)
        environment = {**os.environ, **server.environment, "DEMO": "1"}
        await asyncio.to_thread(_run, {**environment, "DATABASE_ROLE": "owner"}, "desk.hosting.preparing")
        await asyncio.to_thread(_run, environment, "desk.hosting.demo", "--without-examples")
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            await asyncio.to_thread(clusters.stop, cluster)


def _run(environment: Mapping[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
