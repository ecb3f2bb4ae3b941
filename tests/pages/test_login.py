"""Signing in: one answer for every wrong way, sessions nobody can plant, tokens that pages must send back."""

import time
from datetime import UTC, datetime

import httpx
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

import database
from desk.attempts import LOGIN_BY_SOURCE, count_attempt
from desk.authentication import COOKIE
from desk.demo.accounts import PASSWORD as DEMO_PASSWORD
from desk.sources import sender
from reach import SYSTEM, Post, Role
from registry.credentials import hash_of_new, put_hash
from registry.second_factor import set_totp
from registry.staff import dismiss
from tests.pages.people import CITY, LONG_AGO, PASSWORD, an_account, sign_in

# The text 12345678901234567890 in base32.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
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


async def test_the_fifth_failure_in_a_row_costs_a_quarter_of_an_hour(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    for _ in range(5):
        await _wait_out("login:%")
        began = time.monotonic()
        await sign_in(client, account, WRONG["password"])

    answer = await sign_in(client, account)

    assert (answer.status_code, answer.json()["type"]) == (429, "/problems/too-many-attempts")
    assert 899 - (time.monotonic() - began) <= int(answer.headers["retry-after"]) <= 900


async def test_unknown_accounts_are_slowed_down_alike(client: httpx.AsyncClient) -> None:
    for _ in range(5):
        await _wait_out("login:%")
        await client.post("/api/v1/login", json={"login": "nobody", **WRONG})

    answer = await client.post("/api/v1/login", json={"login": "nobody", **WRONG})

    assert answer.status_code == 429


async def test_a_success_forgets_the_failures_before(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    for _ in range(2):
        for _ in range(3):
            await _wait_out("login:%")
            await sign_in(client, account, WRONG["password"])
        await _wait_out("login:%")
        assert (await sign_in(client, account)).status_code == 200


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


async def test_a_second_factor_is_asked_for_and_a_code_opens_once(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await set_totp(SYSTEM, account.id, SECRET, LONG_AGO)
    code = HOTP(b"12345678901234567890", 6, SHA1()).generate(int(time.time()) // 30).decode()
    body = {"login": account.login, "password": PASSWORD}

    answers = []
    for sent in ({}, {"code": "000000" if code != "000000" else "000001"}, {"code": code}, {"code": code}):
        await _wait_out("login:%")
        answers.append(await client.post("/api/v1/login", json={**body, **sent}))

    assert [answer.status_code for answer in answers] == [401, 401, 200, 401]
    assert answers[0].content == answers[1].content == answers[3].content


async def test_codes_are_no_easier_to_guess_than_passwords(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await set_totp(SYSTEM, account.id, SECRET, LONG_AGO)
    body = {"login": account.login, "password": PASSWORD, "code": "123456"}
    for _ in range(5):
        await _wait_out("login:%")
        await client.post("/api/v1/login", json=body)

    assert (await client.post("/api/v1/login", json=body)).status_code == 429


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


async def _wait_out(bucket: str) -> None:
    """Lets the pause after a failure pass, without waiting for it."""
    sql = "UPDATE desk.attempts SET window_start = window_start - interval '16 seconds' WHERE bucket LIKE $1"
    await database.execute(sql, bucket)


async def test_a_whole_office_may_sign_in_from_one_address(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await count_attempt(f"login-source:{sender('127.0.0.1')}", LOGIN_BY_SOURCE, datetime.now(UTC))
    for _ in range(3):
        assert (await sign_in(client, account)).status_code == 200

    counted = await database.fetch("SELECT tried FROM desk.attempts WHERE bucket LIKE 'login-source:%'")

    assert [row["tried"] for row in counted] == [1]
