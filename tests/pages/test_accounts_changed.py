"""Accounts renamed, dismissed and taken back, and what a post leaves behind when it ends."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

import database
from bench.page_forms import fill_in
from desk.errors import OwnAccount
from desk.input_errors import InvalidInput
from desk.rostering import NewShift, put_on_duty
from desk.staffing import let_go, rename, take_back
from dispatch.roster import NewDuty, duties_of, find_duty, give_duty
from dispatch.rules.assignment import Rank
from reach import SYSTEM, Post, Reach, ReachKind, Role
from registry import audit
from registry.accounts import account, posts_of
from registry.errors import StaffNotFound
from registry.staff import Appointment, appoint, reach_of
from tests.pages.people import CITY, Visitors, an_account, sign_in
from tests.pages.test_staff_pages import told_password
from tests.world import DISTRICT


@pytest.fixture
async def system(visitors: Visitors) -> httpx.AsyncClient:
    """A system administrator."""
    made = await an_account("admin-system", Post(Role.SYSTEM_ADMIN, CITY))
    return await visitors.signed_in("system", made.id)


@pytest.fixture
async def security(visitors: Visitors) -> httpx.AsyncClient:
    """A security administrator."""
    made = await an_account("admin-security", Post(Role.SECURITY_ADMIN, CITY))
    return await visitors.signed_in("security", made.id)


async def test_somebody_dismissed_comes_back_without_his_posts(
    visitors: Visitors, system: httpx.AsyncClient
) -> None:
    clerk = await an_account("chen")
    await let_go(SYSTEM, clerk.id)
    address = f"/admin/staff/{clerk.id}"

    told = await fill_in(system, (await system.get(address)).text, f"{address}/revive")

    client = visitors.stranger()
    assert (await sign_in(client, clerk)).status_code == 401
    assert (await sign_in(client, clerk, told_password(told.text))).json()["must_change_password"] is True
    assert (await reach_of(clerk.id, datetime.now(UTC))).posts == ()
    recorded = "SELECT kind FROM registry.audit WHERE stream = 'config' ORDER BY seq DESC LIMIT 2"
    assert [row[0] for row in await database.fetch(recorded)] == ["post_ended", "staff_revived"]


async def test_who_is_here_is_not_taken_back(system: httpx.AsyncClient) -> None:
    clerk = await an_account("chen")

    with pytest.raises(StaffNotFound):
        await take_back(SYSTEM, clerk.id)


async def test_a_name_is_changed_on_record_and_the_login_stays(system: httpx.AsyncClient) -> None:
    clerk = await an_account("chen")
    address = f"/admin/staff/{clerk.id}"
    page = (await system.get(address)).text

    wrong = await fill_in(system, page, f"{address}/name", name=" ")
    right = await fill_in(system, page, f"{address}/name", name="陈  新名")

    assert (wrong.status_code, 'id="f-name-error"' in wrong.text) == (422, True)
    assert right.headers["location"] == f"{address}?done=renamed"
    known = await account(clerk.id)
    assert (known.name, known.login) == ("陈 新名", "chen")
    latest = (await audit.latest(audit.CONFIG, None, 1))[0]
    assert (latest.kind, latest.data) == ("staff_renamed", {"id": clerk.id})


async def test_nobody_renames_himself(system: httpx.AsyncClient) -> None:
    own = await an_account("another", Post(Role.SYSTEM_ADMIN, CITY))

    with pytest.raises(OwnAccount):
        await rename(Reach(ReachKind.STAFF, own.id), own.id, "别名")


async def test_the_end_of_a_post_ends_the_duties_that_rest_on_it_alone(
    visitors: Visitors, security: httpx.AsyncClient
) -> None:
    now = datetime.now(UTC)
    worker = await an_account(
        "lian", Post(Role.GRID_WORKER, f"{DISTRICT}350304001/"), Post(Role.CHECKER, CITY)
    )
    elsewhere = f"{DISTRICT}350304001/350304001001/"
    duty = await give_duty(SYSTEM, NewDuty(elsewhere, worker.id, Rank.PRIMARY, now - timedelta(hours=1)), now)
    walks, checks = sorted(await posts_of([worker.id]), key=lambda one: one.post.role != Role.GRID_WORKER)
    address = f"/admin/staff/{worker.id}"

    await fill_in(security, (await security.get(address)).text, f"{address}/posts/{walks.id}/end")
    still = (await find_duty(duty.id)).valid_to
    await fill_in(security, (await security.get(address)).text, f"{address}/posts/{checks.id}/end")

    assert still is None
    assert (await find_duty(duty.id)).valid_to is not None


async def test_nobody_dismisses_himself(visitors: Visitors, system: httpx.AsyncClient) -> None:
    own = await an_account("another", Post(Role.SYSTEM_ADMIN, CITY))

    with pytest.raises(OwnAccount):
        await let_go(Reach(ReachKind.STAFF, own.id), own.id)

    assert (await account(own.id)).active


@pytest.mark.parametrize("asked", [None, 9], ids=["until ended", "longer than the post"])
async def test_a_duty_ends_with_the_post_it_rests_on(visitors: Visitors, asked: int | None) -> None:
    now = datetime.now(UTC)
    worker = await an_account("lian", Post(Role.CLERK, CITY))
    last = now + timedelta(days=3)
    post = Post(Role.GRID_WORKER, f"{DISTRICT}350304001/")
    await appoint(SYSTEM, Appointment(worker.id, post, now - timedelta(days=1), last), now)
    ends = None if asked is None else now + timedelta(days=asked)

    shift = NewShift(f"{DISTRICT}350304001/350304001001/", worker.id, Rank.BACKUP, None, ends)
    given = await put_on_duty(visitors.world.who("dispatcher"), shift, now)

    assert given.valid_to == last


async def test_nobody_is_put_on_duty_for_after_his_post(visitors: Visitors) -> None:
    now = datetime.now(UTC)
    worker = await an_account("lian", Post(Role.CLERK, CITY))
    post = Post(Role.GRID_WORKER, DISTRICT)
    begins, last = now + timedelta(days=4), now + timedelta(days=3)
    await appoint(SYSTEM, Appointment(worker.id, post, now - timedelta(days=1), last), now)

    shift = NewShift(f"{DISTRICT}350304001/", worker.id, Rank.BACKUP, begins, None)

    with pytest.raises(InvalidInput) as refused:
        await put_on_duty(visitors.world.who("dispatcher"), shift, now)

    assert [fault.pointer for fault in refused.value.errors] == ["/staff"]


async def test_of_two_who_give_the_same_duty_at_once_one_is_told_that_it_is_given(visitors: Visitors) -> None:
    now = datetime.now(UTC)
    worker = await an_account("lian", Post(Role.CLERK, CITY))
    await appoint(
        SYSTEM, Appointment(worker.id, Post(Role.GRID_WORKER, DISTRICT), now - timedelta(days=1)), now
    )
    shift = NewShift(f"{DISTRICT}350304001/", worker.id, Rank.BACKUP, None, None)

    dispatcher = visitors.world.who("dispatcher")
    answers = await asyncio.gather(
        *(put_on_duty(dispatcher, shift, now) for _ in range(6)), return_exceptions=True
    )

    refused = [one for one in answers if isinstance(one, InvalidInput)]
    assert len(refused) == 5
    assert len(await duties_of(worker.id, now)) == 1
