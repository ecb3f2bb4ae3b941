"""One living town and one browser for all faces of a worker; every screen fails on what goes wrong on it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser, Page

from tests import databases
from tests.databases import worker_name
from tests.faces.browsing import Screens, chromium
from tests.faces.known import Known, known
from tests.faces.living_town import LivingTown, living_town
from tests.faces.opening import Openings


@pytest.fixture(scope="session")
def faces_database(blank_database: str) -> Iterator[str]:
    with databases.copy_of(databases.city_template(), worker_name("faces")) as name:
        yield name


@pytest.fixture(scope="session")
async def living(
    faces_database: str, blank_pool: None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[LivingTown]:
    async with living_town(faces_database, tmp_path_factory.mktemp("faces")) as town:
        yield town


@pytest.fixture(scope="session")
async def known_things(living: LivingTown) -> Known:
    """What pages can be asked for; states are those of the beginning."""
    return await known(living.address, living.keys.of, living.receipts)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def screens(browser: Browser, living: LivingTown) -> Screens:
    return Screens(browser, living.address, living.keys.of, living.pretend_city)


@pytest.fixture
async def as_person(screens: Screens) -> AsyncIterator[Openings]:
    """`await as_person("clerk.zhenhai", language="en", size=PHONE)` gives a page with that person signed in.

    The test fails on console errors, violations of the content security policy, failed requests, answers of
    failure nobody `expects`, uncaught exceptions and requests to foreign hosts.
    """
    async with AsyncExitStack() as open_screens:
        openings = Openings(screens, open_screens)
        yield openings
        assert openings.complaints() == []


@pytest.fixture
async def stranger(as_person: Openings) -> Page:
    """The page of somebody the desk does not know."""
    return await as_person(None)
