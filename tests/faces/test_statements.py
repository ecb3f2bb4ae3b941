"""No page asks the database more than a dozen times, however much it shows."""

import httpx
import pytest

from desk.app import build
from desk.edge import Edge
from tests.faces.browsing import Screens, Viewer
from tests.faces.known import Known
from tests.faces.living_town import LivingTown
from tests.faces.overhearing import Answering, overhearing
from tests.faces.page_table import PAGES, Entry

_MOST = 12
_PAGES = [one for one in PAGES if not one.pretend_city]
_OPENED = [one for one in _PAGES if one.then is None]
_COME_TO = [one for one in _PAGES if one.then is not None]
_TAKEN_IN = 201  # what takes a case in asks what it must; the page is but its answer


@pytest.fixture(scope="module")
def web() -> Edge:
    """The web application in this process, where statements can be heard."""
    return build()


@pytest.mark.parametrize("entry", _OPENED, ids=lambda entry: entry.name)
async def test_a_page_asks_at_most_a_dozen_times(
    living: LivingTown, known_things: Known, web: Edge, entry: Entry
) -> None:
    address = entry.address(known_things)
    cookies = {} if entry.who is None else {"session": await living.keys.of(entry.who)}
    transport = httpx.ASGITransport(app=web)
    async with (
        overhearing(living.database) as heard,
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=cookies) as client,
    ):
        # The first look also reads what a process then keeps: names, the city, types of the database.
        first = await client.get(address, headers={"accept": "text/html"})
        heard.clear()

        await client.get(address, headers={"accept": "text/html"})

    assert first.status_code == entry.status, first.text
    assert len(heard) <= _MOST, "\n".join(heard)


@pytest.mark.parametrize("entry", _COME_TO, ids=lambda entry: entry.name)
async def test_a_page_one_comes_to_by_a_deed_asks_as_seldom(
    living: LivingTown, known_things: Known, web: Edge, screens: Screens, entry: Entry
) -> None:
    assert entry.then is not None
    transport = httpx.ASGITransport(app=web)
    async with (
        screens.of(Viewer(entry.who)) as (page, _),
        overhearing(living.database) as heard,
        httpx.AsyncClient(transport=transport, base_url=living.address) as client,
    ):
        here = Answering(client, heard)
        await here.stand_before(page)
        # The first time is for what a process then keeps.
        for _ in range(2):
            here.answers.clear()
            await page.goto(entry.address(known_things))
            await entry.then(page, known_things)
            await page.wait_for_load_state("networkidle")
        await page.unroute_all(behavior="wait")

    assert entry.status in {one.status for one in here.answers}
    often = [one for one in here.answers if len(one.statements) > _MOST and one.status != _TAKEN_IN]
    assert not often, "\n".join(f"{one.asked}\n  " + "\n  ".join(one.statements) for one in often)
