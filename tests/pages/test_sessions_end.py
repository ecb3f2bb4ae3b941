"""Sessions end where nobody should go on by them, and passwords that nobody has come for."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

import database
from bench.page_forms import fill_in, form_to
from desk.authentication import COOKIE
from desk.live import LIVE
from desk.pages import board
from reach import SYSTEM, Post, Reach, Role
from registry.credentials import hash_of_new, put_hash
from tests.pages.people import CITY, PASSWORD, Visitors, an_account, sign_in
from tests.pages.test_account_pages import code_of
from tests.polling import until

_CONFIRM = "/account/second-factor/confirm"


async def test_signing_in_over_another_session_ends_it_on_record(client: httpx.AsyncClient) -> None:
    before, after = await an_account("lin"), await an_account("chen")
    await sign_in(client, before)
    first = client.cookies[COOKIE]

    await sign_in(client, after)

    assert (await client.get("/api/v1/me", headers={"cookie": f"{COOKIE}={first}"})).status_code == 401
    ended = "SELECT actor, data->>'staff' FROM registry.audit WHERE kind = 'signed_out'"
    assert [tuple(row) for row in await database.fetch(ended)] == [(f"staff:{after.id}", str(before.id))]


async def test_a_wrong_password_ends_nobodys_session(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await sign_in(client, account)

    await sign_in(client, account, "Not-The-Right-1")

    assert (await client.get("/api/v1/me")).json()["actor"] == f"staff:{account.id}"


@pytest.mark.parametrize(("days", "status"), [(6, 200), (7, 401)])
async def test_a_first_password_nobody_used_opens_nothing_after_a_week(
    client: httpx.AsyncClient, days: int, status: int
) -> None:
    account = await an_account("lin")
    hashed = await hash_of_new(account.login, PASSWORD)
    await put_hash(SYSTEM, account.id, hashed, datetime.now(UTC) - timedelta(days=days), for_once=True)

    assert (await sign_in(client, account)).status_code == status


async def _two_browsers(visitors: Visitors) -> tuple[httpx.AsyncClient, httpx.AsyncClient]:
    account = await an_account("anna", Post(Role.DISPATCHER, CITY))
    return await visitors.signed_in("here", account.id), await visitors.signed_in("elsewhere", account.id)


async def test_a_second_factor_signs_every_other_browser_out(visitors: Visitors) -> None:
    here, elsewhere = await _two_browsers(visitors)
    asked = (await fill_in(here, (await here.get("/account")).text, "/account/second-factor")).text
    code = code_of(form_to(asked, _CONFIRM).fields["secret"])

    done = await fill_in(here, asked, _CONFIRM, password=PASSWORD, code=code)

    assert done.headers["location"] == "/account?done=on"
    assert (await here.get("/api/v1/me")).status_code == 200
    assert (await elsewhere.get("/api/v1/me")).status_code == 401


async def test_a_wrong_code_of_a_new_factor_is_on_record_and_ends_no_session(visitors: Visitors) -> None:
    here, elsewhere = await _two_browsers(visitors)
    asked = (await fill_in(here, (await here.get("/account")).text, "/account/second-factor")).text
    wrong = f"{(int(code_of(form_to(asked, _CONFIRM).fields['secret'])) + 1) % 10**6:06}"

    await fill_in(here, asked, _CONFIRM, password=PASSWORD, code=wrong)

    refused = "SELECT count(*) FROM registry.audit WHERE kind = 'second_factor_refused'"
    assert await database.fetch_value(refused) == 1
    assert (await elsewhere.get("/api/v1/me")).status_code == 200


async def test_a_line_of_events_ends_when_its_person_signs_out(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long before the line would look whether it may still be open, and longer before it would end by itself.
    monkeypatch.setattr(board, "_QUIET", 600.0)
    client, dispatcher = await visitors.the("dispatcher"), visitors.world.who("dispatcher")
    line = asyncio.ensure_future(client.get("/board/live"))
    await until(lambda: _open(dispatcher))

    await client.post("/api/v1/logout")

    assert "data" not in (await asyncio.wait_for(line, 120)).text
    assert LIVE.lines_of(dispatcher) == 0


async def test_a_line_of_events_ends_when_posts_have_changed(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, dispatcher = await visitors.the("dispatcher"), visitors.world.who("dispatcher")
    monkeypatch.setattr(board, "_QUIET", 0.2)
    line = asyncio.ensure_future(client.get("/board/live"))
    await until(lambda: _open(dispatcher))

    await database.execute("DELETE FROM registry.staff_post WHERE staff_id = $1", int(dispatcher.who))

    assert (await asyncio.wait_for(line, 60)).status_code == 200


async def _open(who: Reach) -> bool:
    return LIVE.lines_of(who) == 1
