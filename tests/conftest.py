"""Settings for the test processes, the database fixtures and the rule about outside data."""

import os

from tests.databases import environment_of, worker_name

BLANK = worker_name("blank")
CITY = worker_name("city")
# Settings are read when modules are imported, so they are set before anything of ours is.
os.environ.update(environment_of(BLANK))

from collections.abc import AsyncIterator, Iterator  # noqa: E402

import pytest  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as examples  # noqa: E402

from engine import DB  # noqa: E402
from registry.keys import create_keys  # noqa: E402
from settings import settings  # noqa: E402
from tests import databases  # noqa: E402
from tests.forgetting import forget  # noqa: E402
from tests.keeping import Keeper, keeping  # noqa: E402
from tests.pools import pool_of  # noqa: E402

pytest_plugins = ["tests.counting"]
# No example is wrong because the machine stood still while it was made or tried.
examples.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("unhurried")


@pytest.fixture(scope="session")
def blank_database() -> Iterator[str]:
    create_keys(settings.keys_dir)
    with databases.running_cluster(), databases.copy_of(databases.blank_template(), BLANK) as name:
        yield name


@pytest.fixture(scope="session")
async def blank_pool(blank_database: str) -> AsyncIterator[None]:
    await DB.start_connection_pool(min_size=1, max_size=12)
    yield
    await DB.close_connection_pool()


@pytest.fixture(scope="session")
async def blank_keeper(blank_database: str) -> AsyncIterator[Keeper]:
    async with keeping(blank_database) as keeper:
        yield keeper


@pytest.fixture
async def db(blank_keeper: Keeper, blank_pool: None) -> AsyncIterator[str]:
    """An empty, migrated database; whatever the test leaves in it is gone afterwards. Yields its name."""
    forget()
    yield blank_keeper.database
    await blank_keeper.clean()


@pytest.fixture(scope="session")
def city_database(blank_database: str) -> Iterator[str]:
    """The name of a database with the demo city."""
    with databases.copy_of(databases.city_template(), CITY) as name:
        yield name


@pytest.fixture(scope="session")
async def city_keeper(city_database: str) -> AsyncIterator[Keeper]:
    async with keeping(city_database) as keeper:
        yield keeper


@pytest.fixture
async def city(city_keeper: Keeper, blank_pool: None) -> AsyncIterator[str]:
    """The demo city without cases; cases a test opens are gone afterwards, the city stays as it is.

    Yields the database's name. A test must leave map, registry and responsibilities as it finds them; the
    audit chain may grow.
    """
    async with pool_of(city_keeper.database):
        yield city_keeper.database
    await city_keeper.clean()


def _outside_data() -> bool:
    folder = os.environ.get("OUTSIDE_DATA")
    return folder is not None and os.path.isdir(folder)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("CI") == "true" and not _outside_data():
        raise pytest.UsageError(
            f"OUTSIDE_DATA must name a folder in CI, it is {os.environ.get('OUTSIDE_DATA')!r}"
        )


def pytest_report_header(config: pytest.Config) -> str | None:
    return None if _outside_data() else "tests on outside data are left out: OUTSIDE_DATA names no folder"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests on outside data need the folder OUTSIDE_DATA names."""
    if _outside_data():
        return
    outside = [item for item in items if item.get_closest_marker("outside_data")]
    items[:] = [item for item in items if item not in outside]
    if outside:
        config.hook.pytest_deselected(items=outside)
