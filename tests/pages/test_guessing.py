"""Guessing passwords and codes gets slower and slower; whoever knows his own is not slowed down."""

import time
from datetime import UTC, datetime

import httpx
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

import database
from desk.attempts import LOGIN_BY_SOURCE, count_attempt
from desk.sources import sender
from reach import SYSTEM
from registry.second_factor import set_totp
from tests.pages.people import LONG_AGO, PASSWORD, an_account, sign_in

# The text 12345678901234567890 in base32.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
WRONG = {"password": "Not-The-Right-1"}


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


async def test_a_whole_office_may_sign_in_from_one_address(client: httpx.AsyncClient) -> None:
    account = await an_account("lin")
    await count_attempt(f"login-source:{sender('127.0.0.1')}", LOGIN_BY_SOURCE, datetime.now(UTC))
    for _ in range(3):
        assert (await sign_in(client, account)).status_code == 200

    counted = await database.fetch("SELECT tried FROM desk.attempts WHERE bucket LIKE 'login-source:%'")

    assert [row["tried"] for row in counted] == [1]


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


async def _wait_out(bucket: str) -> None:
    """Lets the pause after a failure pass, without waiting for it."""
    sql = "UPDATE desk.attempts SET window_start = window_start - interval '16 seconds' WHERE bucket LIKE $1"
    await database.execute(sql, bucket)
