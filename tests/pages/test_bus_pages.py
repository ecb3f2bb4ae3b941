"""The bus desk's pages: what was refused, why, what it would be sent, and telling it again."""

import httpx
import pytest

import database
from bench.page_forms import fill_in
from dispatch.subscribers import Subscriber, put
from reach import Post, Role
from tests.pages.bodies import an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors, an_account

_REFUSED = '{"seq": 2, "status": 422, "reason": "unknown <code>", "at": "2026-03-02T01:30:00+00:00"}'


@pytest.fixture
async def refused(visitors: Visitors) -> str:
    """The number of a case whose second entry the city's bus refused."""
    await put(Subscriber("city-bus", "http://127.0.0.1:9/", "city-bus", "generic-json", 10))
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    await database.execute("UPDATE dispatch.deliveries SET refused = $1::text::jsonb, next_seq = 2", _REFUSED)
    return drive.case_no


@pytest.fixture
async def desk(visitors: Visitors) -> httpx.AsyncClient:
    account = await an_account("bus-desk", Post(Role.BUS_DESK))
    return await visitors.signed_in("bus-desk", account.id)


async def test_a_desk_without_subscribers_says_so(desk: httpx.AsyncClient) -> None:
    assert "还没有订阅方" in (await desk.get("/bus")).text


async def test_the_desk_shows_what_was_refused_and_why(refused: str, desk: httpx.AsyncClient) -> None:
    page = (await desk.get("/bus")).text
    message = (await desk.get(f"/bus/refused/city-bus/{refused}")).text

    assert refused in page
    assert "unknown &lt;code&gt;" in page
    assert f"{refused}/2" in message


async def test_a_case_is_told_again_from_the_refused_entry(refused: str, desk: httpx.AsyncClient) -> None:
    action = f"/bus/refused/city-bus/{refused}"
    answer = await fill_in(desk, (await desk.get(action)).text, action, **{"from": "refused"})

    assert answer.headers["location"] == "/bus?subscriber=city-bus&replayed=1"
    assert await database.fetch_value("SELECT next_seq FROM dispatch.deliveries WHERE refused IS NULL") == 2
    assert "没有被拒收的消息" in (await desk.get(answer.headers["location"])).text


async def test_a_case_is_told_again_from_its_first_entry(refused: str, desk: httpx.AsyncClient) -> None:
    action = f"/bus/refused/city-bus/{refused}"
    await fill_in(desk, (await desk.get(action)).text, action, **{"from": "first"})

    assert await database.fetch_value("SELECT next_seq FROM dispatch.deliveries WHERE refused IS NULL") == 1


async def test_all_refused_cases_are_told_again_at_once(refused: str, desk: httpx.AsyncClient) -> None:
    answer = await fill_in(desk, (await desk.get("/bus")).text, "/bus/refused/city-bus")

    assert answer.headers["location"] == "/bus?subscriber=city-bus&replayed=1"


async def test_a_part_of_the_page_is_answered_alone(refused: str, desk: httpx.AsyncClient) -> None:
    part = (await desk.get("/bus", headers={"hx-request": "true"})).text

    assert refused in part
    assert "<html" not in part


async def test_a_case_that_was_not_refused_has_no_page(refused: str, desk: httpx.AsyncClient) -> None:
    assert (await desk.get(f"/bus/refused/other/{refused}")).status_code == 404
    assert (await desk.get("/bus/refused/city-bus/none")).status_code == 404
