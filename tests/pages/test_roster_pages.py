"""The roster shows grids without anybody first; duties are given and ended within the area watched over."""

from datetime import UTC, datetime

import httpx
import pytest

import database
from bench.page_forms import fill_in, form_to
from dispatch.roster import NewDuty, find_duty, give_duty, roster_of
from dispatch.rules.assignment import Rank
from reach import SYSTEM, Post, Role
from tests.pages.people import Account, Visitors, an_account
from tests.world import DISTRICT

GRID = "350304001001G01"
PATH = f"{DISTRICT}350304001/350304001001/{GRID}/"
_PAGE = f"/roster/{GRID}"


@pytest.fixture
async def dispatcher(visitors: Visitors) -> httpx.AsyncClient:
    """A dispatcher over the district."""
    made = await an_account("keeper", Post(Role.DISPATCHER, DISTRICT))
    return await visitors.signed_in("keeper", made.id)


@pytest.fixture
async def walker(visitors: Visitors) -> Account:
    """A grid worker of the district who is on duty nowhere."""
    return await an_account("walker", Post(Role.GRID_WORKER, DISTRICT))


async def _nobody_on_duty() -> None:
    await database.execute("DELETE FROM dispatch.duties")


async def test_grids_without_anybody_come_first(dispatcher: httpx.AsyncClient, walker: Account) -> None:
    await _nobody_on_duty()
    address = "/roster/350304001002G01"
    await fill_in(dispatcher, (await dispatcher.get(address)).text, address, staff=str(walker.id))

    page = (await dispatcher.get("/roster")).text

    alone, _, everything = page.partition("全部网格")
    assert (alone.count("没有人"), f'href="{_PAGE}"' in alone, f'href="{address}"' in alone) == (
        3,
        True,
        False,
    )
    assert f'href="{address}"' in everything


async def test_a_duty_given_without_times_runs_from_now_on(
    dispatcher: httpx.AsyncClient, walker: Account
) -> None:
    page = (await dispatcher.get(_PAGE)).text
    before = datetime.now(UTC)

    answer = await fill_in(dispatcher, page, _PAGE, staff=str(walker.id), rank="backup")

    given = [one for one in await roster_of(PATH) if one.staff_id == walker.id]
    assert answer.headers["location"] == f"{_PAGE}?done=given"
    assert [(one.rank, one.valid_to) for one in given] == [(Rank.BACKUP, None)]
    assert before <= given[0].valid_from <= datetime.now(UTC)


async def test_times_are_those_of_the_city(dispatcher: httpx.AsyncClient, walker: Account) -> None:
    page = (await dispatcher.get(_PAGE)).text
    typed = {"staff": str(walker.id), "first": "2090-01-01T08:00", "last": "2090-01-01T20:00"}

    await fill_in(dispatcher, page, _PAGE, **typed)

    given = next(one for one in await roster_of(PATH) if one.staff_id == walker.id)
    assert given.valid_from == datetime(2090, 1, 1, 0, 0, tzinfo=UTC)
    assert given.valid_to == datetime(2090, 1, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"staff": ""}, "staff"),
        ({"staff": "999999"}, "staff"),
        ({"rank": "king"}, "rank"),
        ({"first": "2020-01-01T08:00"}, "first"),
        ({"first": "soon"}, "first"),
        ({"last": "2020-01-01T08:00"}, "last"),
        ({"last": "2500-01-01T08:00"}, "last"),
    ],
)
async def test_a_fault_of_a_duty_stands_at_its_field(
    dispatcher: httpx.AsyncClient, walker: Account, typed: dict[str, str], field: str
) -> None:
    page = (await dispatcher.get(_PAGE)).text

    answer = await fill_in(dispatcher, page, _PAGE, **{"staff": str(walker.id), **typed})

    assert (answer.status_code, f'id="f-{field}-error"' in answer.text) == (422, True)
    assert walker.id not in {one.staff_id for one in await roster_of(PATH)}


async def test_nobody_is_on_duty_twice_at_a_time(dispatcher: httpx.AsyncClient, walker: Account) -> None:
    for _ in range(2):
        page = (await dispatcher.get(_PAGE)).text
        answer = await fill_in(dispatcher, page, _PAGE, staff=str(walker.id))

    assert (answer.status_code, 'id="f-staff-error"' in answer.text) == (422, True)


async def test_a_duty_ends_now_and_one_to_come_is_taken_back(
    dispatcher: httpx.AsyncClient, walker: Account
) -> None:
    for typed in ({"last": "2089-01-01T08:00"}, {"first": "2090-01-01T08:00"}):
        page = (await dispatcher.get(_PAGE)).text
        await fill_in(dispatcher, page, _PAGE, staff=str(walker.id), **typed)
    running, later = (one for one in await roster_of(PATH) if one.staff_id == walker.id)

    for one in (running, later):
        await fill_in(dispatcher, (await dispatcher.get(_PAGE)).text, f"/roster/duties/{one.id}/end")

    left = [one for one in await roster_of(PATH) if one.staff_id == walker.id]
    assert [one.id for one in left] == [running.id]
    assert (await find_duty(running.id)).valid_to is not None
    assert left[0].valid_to is not None
    assert left[0].valid_to <= datetime.now(UTC)


async def test_the_roster_of_a_foreign_area_is_nobodys_business(
    visitors: Visitors, dispatcher: httpx.AsyncClient, walker: Account
) -> None:
    stranger = await an_account("stranger", Post(Role.DISPATCHER, "350300/350303/"))
    foreign = await visitors.signed_in("stranger", stranger.id)
    token = form_to((await dispatcher.get(_PAGE)).text, _PAGE).fields["csrf_token"]
    now = datetime.now(UTC)
    duty = await give_duty(SYSTEM, NewDuty(PATH, walker.id, Rank.PRIMARY, now), now)

    answers = [
        await foreign.get(_PAGE),
        await foreign.get("/roster", params={"area": DISTRICT}),
        await foreign.post(_PAGE, data={"csrf_token": token, "staff": str(walker.id), "rank": "primary"}),
        await foreign.post(f"/roster/duties/{duty.id}/end", data={"csrf_token": token}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert (await find_duty(duty.id)).valid_to == duty.valid_to
