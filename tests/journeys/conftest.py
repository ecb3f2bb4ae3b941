"""One running town for all journeys of a test worker, on the morning of a Monday."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests import databases
from tests.databases import worker_name
from tests.journeys.people import People
from tests.journeys.town import Town, running_town

MONDAY = "2026-03-02T09:00:00+08:00"


@pytest.fixture(scope="session")
def town_database(blank_database: str) -> Iterator[str]:
    with databases.copy_of(databases.city_template(), worker_name("journeys")) as name:
        yield name


@pytest.fixture(scope="session")
async def town(
    town_database: str, blank_pool: None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    async with running_town(town_database, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="session")
async def signed_in(town: Town) -> AsyncIterator[People]:
    people = People(town)
    await people.set_clock(MONDAY)
    yield people
    await people.leave()


@pytest.fixture
async def people(signed_in: People) -> AsyncIterator[People]:
    """The people of the town; whatever the bus was switched to is switched back."""
    yield signed_in
    await signed_in.town.bus.switch()
