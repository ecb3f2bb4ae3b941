"""One town for the tests of strain, on a database whose connections can be cut and barred."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass

import asyncpg
import pytest

from bench.strain.town import Town, running_town
from tests import databases
from tests.databases import CLUSTER, environment_of, worker_name

_CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1"
_AWAY = 0.3  # seconds


@dataclass(frozen=True, slots=True)
class SharedServer:
    """A database on the tests' server, which others use: for its own processes alone it goes away."""

    database: str

    @property
    def environment(self) -> Mapping[str, str]:
        return environment_of(self.database)

    async def restart(self) -> None:
        """Lets nobody in for a moment and ends whoever is in."""
        await self._as_superuser(allow=False)
        await asyncio.sleep(_AWAY)
        await self._as_superuser(allow=True)

    async def crash(self) -> None:
        """Ends whoever is in."""
        await self._as_superuser(allow=True)

    async def _as_superuser(self, *, allow: bool) -> None:
        connection = await asyncpg.connect(CLUSTER.url("postgres", "postgres"))
        try:
            await connection.execute(f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS {allow}')
            await connection.fetchval(_CUT, self.database)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def town_database(blank_database: str) -> Iterator[str]:
    with databases.copy_of(databases.city_template(), worker_name("strain")) as name:
        yield name


@pytest.fixture(scope="session")
async def town(town_database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A town of its own, which no other test asks."""
    async with running_town(SharedServer(town_database), tmp_path_factory.mktemp("strain")) as running:
        yield running
