"""The dispatcher's board: incidents by stage in the own area, filtered, paged and kept up to date."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

import database
from desk import live
from desk.sessions import IDLE
from dispatch.board import Order, Paging, Sought, Stage, on_board
from dispatch.paging import Last
from reach import Post, Role
from tests.pages.bodies import an_incident
from tests.pages.driving import Drive, taken_in
from tests.pages.people import Visitors, an_account
from tests.pages.test_tiles import TOWN
from tests.vector_tiles import layers

_EMPTY = "这一环节没有案件"


@pytest.fixture
async def filed(visitors: Visitors) -> Drive:
    """An incident that waits for a dispatcher."""
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    await drive.does("operator", "file", class_code="0102", situation="1", criterion_met=True)
    return drive


async def board(visitors: Visitors, who: str = "dispatcher", **asked: str) -> str:
    return (await (await visitors.the(who)).get("/board", params=asked)).text


async def test_a_dispatcher_finds_what_waits_to_be_dispatched(visitors: Visitors, filed: Drive) -> None:
    assert filed.case_no in await board(visitors)


async def test_an_operator_begins_with_what_waits_to_be_filed(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())

    assert drive.case_no in await board(visitors, "operator")
    assert drive.case_no not in await board(visitors, "operator", stage="dispatch")


@pytest.mark.parametrize(
    "asked",
    [
        {"stage": "work"},
        {"area": "350300/350302/"},
        {"matter": "0501"},
        {"overdue": "yes"},
        {"urgent": "yes"},
    ],
)
async def test_the_board_is_narrowed(visitors: Visitors, filed: Drive, asked: dict[str, str]) -> None:
    page = await board(visitors, **asked)

    assert filed.case_no not in page
    assert _EMPTY in page
    assert await on_map(visitors, page) == []


async def test_the_map_shows_what_the_list_lists(visitors: Visitors, filed: Drive) -> None:
    other = await taken_in(visitors, "worker", "incidents", an_incident())

    waiting, everything = await board(visitors), await board(visitors, stage="all")

    assert await on_map(visitors, waiting) == [filed.case_no]
    assert await on_map(visitors, everything) == sorted([filed.case_no, other.case_no])


async def on_map(visitors: Visitors, page: str) -> list[str]:
    """The numbers of the cases on the map of a board, asked for as its script does."""
    (work,) = re.findall(r'data-work="([^"]+)"', page)
    address = unescape(work).replace("{z}/{x}/{y}.mvt", TOWN)
    answer = await (await visitors.the("dispatcher")).get(f"{address}&round=0")
    return sorted(str(one.values["case_no"]) for one in layers(answer.content).get("cases", []))


async def test_what_the_address_says_wrongly_is_left_out(visitors: Visitors, filed: Drive) -> None:
    page = await board(visitors, stage="nonsense", order="x", after="1~never", overdue="")

    assert filed.case_no in page


async def test_a_dispatcher_of_another_district_sees_none_of_it(visitors: Visitors, filed: Drive) -> None:
    account = await an_account("elsewhere", Post(Role.DISPATCHER, "350300/350303/"))
    client = await visitors.signed_in("elsewhere", account.id)

    assert filed.case_no not in (await client.get("/board?stage=all")).text


async def test_who_has_the_work_is_named_after_the_dispatch(visitors: Visitors, filed: Drive) -> None:
    await filed.does("dispatcher", "dispatch")

    assert "未派遣" not in await board(visitors, stage="work")


@pytest.mark.parametrize("order", list(Order))
async def test_every_incident_comes_once_over_the_pages(visitors: Visitors, order: Order) -> None:
    numbers = {(await taken_in(visitors, "worker", "incidents", an_incident())).case_no for _ in range(5)}
    late = datetime.now(UTC)
    await database.execute(
        "UPDATE dispatch.cases SET due_at = CASE WHEN id % 2 = 0 THEN $1::timestamptz END", late
    )
    reach = visitors.world.who("dispatcher")

    seen: list[str] = []
    last: Last | None = None
    while found := await on_board(reach, Sought(), Paging(Stage.FILE, order, last, 2)):
        seen += [one.case_no for one in found]
        last = Last(found[-1].id, found[-1].due_at if order is Order.DUE else found[-1].opened_at)

    assert sorted(seen) == sorted(numbers)


async def test_watchers_are_told_the_numbers_of_cases_in_their_reach(visitors: Visitors) -> None:
    watching = live.Live()
    mine = watching.changes(visitors.world.who("dispatcher"), 60)
    first = asyncio.ensure_future(anext(mine))

    brought: set[str] = set()
    while not first.done():
        # The line begins where the feed ends: what came before that is not told on it.
        brought.add((await taken_in(visitors, "worker", "incidents", an_incident())).case_no)
        await asyncio.wait([first], timeout=1)

    told = set(await first)
    assert told
    assert told <= brought
    await mine.aclose()
    await watching.close()


async def test_a_line_without_news_says_that_it_is_still_there(visitors: Visitors) -> None:
    watching = live.Live()
    quiet = watching.changes(visitors.world.who("dispatcher"), 0.05)

    assert await anext(quiet) == []
    await quiet.aclose()
    await watching.close()


async def test_a_board_that_looks_by_itself_keeps_nobody_signed_in(visitors: Visitors) -> None:
    client: httpx.AsyncClient = await visitors.the("dispatcher")
    nearly = datetime.now(UTC) - IDLE + timedelta(minutes=2)
    await database.execute("UPDATE desk.sessions SET seen_at = $1", nearly)

    await client.get("/board", headers={"x-unattended": "1"})
    await client.get("/tiles/cases/6/53/27.mvt")
    alone = await database.fetch_value("SELECT max(seen_at) FROM desk.sessions")
    await client.get("/board")
    attended = await database.fetch_value("SELECT max(seen_at) FROM desk.sessions")

    assert (alone, attended > nearly) == (nearly, True)


async def test_a_line_of_events_keeps_nobody_signed_in_and_one_person_has_a_few_only(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    client: httpx.AsyncClient = await visitors.the("dispatcher")
    nearly = datetime.now(UTC) - IDLE + timedelta(minutes=2)
    await database.execute("UPDATE desk.sessions SET seen_at = $1", nearly)
    monkeypatch.setattr(live.LIVE, "lines_of", lambda _: live.MOST_LINES)

    answer = await client.get("/board/live")

    assert answer.status_code == 429
    assert await database.fetch_value("SELECT max(seen_at) FROM desk.sessions") == nearly


async def test_open_lines_are_counted_by_person(visitors: Visitors) -> None:
    watching, dispatcher = live.Live(), visitors.world.who("dispatcher")
    lines = [watching.changes(dispatcher, 0.05) for _ in range(2)]

    for line in lines:
        await anext(line)
    both = watching.lines_of(dispatcher), watching.lines_of(visitors.world.who("operator"))
    await lines[0].aclose()

    assert (both, watching.lines_of(dispatcher)) == ((2, 0), 1)
    await lines[1].aclose()
    await watching.close()
