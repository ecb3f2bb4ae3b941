"""Signing in: one answer for every wrong way, sessions nobody can plant, tokens that pages must send back."""

from datetime import UTC, datetime

import httpx
import pytest

import database
from desk.authentication import COOKIE
from desk.demo.accounts import PASSWORD as DEMO_PASSWORD
from reach import SYSTEM, Post, Role
from registry.credentials import hash_of_new, put_hash
from registry.staff import dismiss
from tests.pages.people import CITY, LONG_AGO, PASSWORD, an_account, sign_in

WRONG = {"password": "Not-The-Right-1"}


async def test_who_signs_in_is_told_who_he_is(client: httpx.AsyncClient) -> None:
    account = await an_account("lin", Post(Role.CLERK, CITY))

    answer = await sign_in(client, account)

    assert answer.status_code == 200
    assert answer.json()["actor"] == f"staff:{account.id}"
    assert answer.json()["posts"] == [{"role": "clerk", "area_path": CITY}]
    assert (await client.get("/api/v1/me")).json()["actor"] == f"staff:{account.id}"


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client: httpx.AsyncClient) -> None:
    answer = await sign_in(client, await an_account("lin"))

    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_an_unknown_account_and_a_wrong_password_get_the_same_answer(client: httpx.AsyncClient) -> None:
    await an_account("lin")

    answers = [
        await client.post("/api/v1/login", json={"login": login, **WRONG}) for login in ("lin", "nobody")
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].content == answers[1].content


async def test_a_dismissed_member_of_staff_is_out_at_once(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await sign_in(client, account)

    await dismiss(SYSTEM, account.id, LONG_AGO)

    assert (await client.get("/api/v1/me")).status_code == 401


async def test_a_planted_session_is_never_taken_over(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    client.cookies.set(COOKIE, "chosen-by-the-attacker", domain="desk.test")

    await sign_in(client, account)

    assert await database.fetch_value("SELECT count(*) FROM desk.sessions") == 1
    planted = await client.get("/api/v1/me", headers={"cookie": f"{COOKIE}=chosen-by-the-attacker"})
    assert planted.status_code == 401


async def test_signing_in_again_makes_a_new_secret(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await sign_in(client, account)
    first = client.cookies[COOKIE]

    await sign_in(client, account)

    assert client.cookies[COOKIE] != first


async def test_a_signed_out_session_is_dead(client: httpx.AsyncClient) -> None:
    await sign_in(client, await an_account("lin"))
    secret = client.cookies[COOKIE]

    assert (await client.post("/api/v1/logout")).status_code == 204

    assert (await client.get("/api/v1/me", headers={"cookie": f"{COOKIE}={secret}"})).status_code == 401


async def test_nobody_gets_a_cookie_for_looking(client: httpx.AsyncClient) -> None:
    for address in ("/health", "/api/docs", "/nowhere"):
        assert "set-cookie" not in (await client.get(address)).headers


async def test_a_sixth_session_ends_the_oldest(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await sign_in(client, account)
    first = client.cookies[COOKIE]

    for _ in range(5):
        client.cookies.clear()
        await sign_in(client, account)

    assert await database.fetch_value("SELECT count(*) FROM desk.sessions") == 5
    assert (await client.get("/api/v1/me", headers={"cookie": f"{COOKIE}={first}"})).status_code == 401


@pytest.mark.parametrize("sent", [None, "", "0" * 64])
async def test_an_unsafe_request_needs_the_token_of_its_session(
    client: httpx.AsyncClient, sent: str | None
) -> None:
    account = await an_account("lin")
    await sign_in(client, account)
    del client.headers["x-csrf-token"]

    answer = await client.post("/api/v1/logout", headers={} if sent is None else {"x-csrf-token": sent})

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/csrf-token-missing")
    recorded = "SELECT actor FROM registry.audit WHERE stream = 'security' AND kind = 'refused'"
    assert await database.fetch_value(recorded) == f"staff:{account.id}"


async def test_success_and_failure_are_in_the_security_stream(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")

    await sign_in(client, account, WRONG["password"])
    await sign_in(client, account)

    rows = await database.fetch(
        "SELECT kind, data ->> 'staff' AS staff FROM registry.audit"
        " WHERE stream = 'security' AND kind LIKE 'sign%' ORDER BY seq"
    )
    assert [tuple(row) for row in rows] == [
        ("sign_in_refused", str(account.id)),
        ("signed_in", str(account.id)),
    ]


async def test_a_new_password_ends_every_session_and_is_good_at_once(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await sign_in(client, account)
    before = client.cookies[COOKIE]

    answer = await client.post("/api/v1/password", json={"present": PASSWORD, "new": "Another-Lychee-7"})

    assert answer.status_code == 200
    assert (await client.get("/api/v1/me", headers={"cookie": f"{COOKIE}={before}"})).status_code == 401
    assert (await client.get("/api/v1/me")).status_code == 200
    assert (await sign_in(client, account, "Another-Lychee-7")).status_code == 200


async def test_an_old_password_opens_nothing_but_its_change(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await database.execute("UPDATE registry.credential SET changed_at = now() - interval '90 days'")

    signed_in = await sign_in(client, account)
    before = await client.get("/api/v1/cases")
    changed = await client.post("/api/v1/password", json={"present": PASSWORD, "new": "Another-Lychee-7"})

    assert (signed_in.status_code, signed_in.json()["must_change_password"]) == (200, True)
    assert (before.status_code, before.json()["type"]) == (403, "/problems/password-too-old")
    assert changed.status_code == 200
    assert (await client.get("/api/v1/cases")).status_code == 200


async def test_the_password_of_the_demo_opens_nothing_elsewhere(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await put_hash(SYSTEM, account.id, await hash_of_new("lin", DEMO_PASSWORD), datetime.now(UTC))

    assert (await sign_in(client, account, DEMO_PASSWORD)).status_code == 401


async def test_a_weak_password_and_a_wrong_present_one_are_refused(client: httpx.AsyncClient) -> None:
    await sign_in(client, await an_account("lin"))

    weak = await client.post("/api/v1/password", json={"present": PASSWORD, "new": "short"})
    wrong = await client.post("/api/v1/password", json={"present": "x", "new": "Another-Lychee-7"})

    assert (weak.status_code, weak.json()["type"]) == (422, "/problems/password-too-weak")
    assert (wrong.status_code, wrong.json()["type"]) == (401, "/problems/login-refused")
