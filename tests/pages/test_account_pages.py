"""Signing in, signing out and the account's own page, as a browser without script uses them."""

import base64
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from bench.page_forms import fill_in, form_to
from desk.edge import Edge
from reach import Post, Role
from tests.pages.people import CITY, PASSWORD, Account, an_account

NEW = "Osmanthus-Tea-2027"
Signed = tuple[httpx.AsyncClient, Account]


async def at_the_door(client: httpx.AsyncClient, account: Account, **typed: str) -> httpx.Response:
    page = (await client.get("/login")).text
    return await fill_in(client, page, "/login", **{"login": account.login, "password": PASSWORD, **typed})


@pytest.fixture
async def signed(client: httpx.AsyncClient) -> Signed:
    """A dispatcher who has signed in by the page."""
    account = await an_account("anna", Post(Role.DISPATCHER, CITY))
    assert (await at_the_door(client, account)).status_code == 303
    return client, account


@pytest.fixture
async def elsewhere(app: Edge) -> AsyncIterator[httpx.AsyncClient]:
    """The same person's other browser."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://desk.test"
    ) as client:
        yield client


def code_of(secret: str, at: float | None = None) -> str:
    generator = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)
    return generator.generate(int(at or time.time())).decode()


async def test_whoever_signs_in_goes_to_where_his_day_begins(client: httpx.AsyncClient, db: str) -> None:
    account = await an_account("anna", Post(Role.DISPATCHER, CITY))

    answer = await at_the_door(client, account)

    assert (answer.status_code, answer.headers["location"]) == (303, "/board")


async def test_whoever_was_sent_to_the_door_comes_back_to_his_page(
    client: httpx.AsyncClient, db: str
) -> None:
    account = await an_account("anna")
    sent = await client.get("/account?done=on")

    page = await client.get(sent.headers["location"])
    answer = await fill_in(client, page.text, "/login", login=account.login, password=PASSWORD)

    assert sent.headers["location"] == "/login?next=/account%3Fdone%3Don"
    assert answer.headers["location"] == "/account?done=on"


@pytest.mark.parametrize("foreign", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil"])
async def test_nobody_is_sent_on_to_an_address_elsewhere(
    client: httpx.AsyncClient, db: str, foreign: str
) -> None:
    account = await an_account("anna", Post(Role.DISPATCHER, CITY))

    answer = await at_the_door(client, account, next=foreign)

    assert answer.headers["location"] == "/board"


async def test_a_wrong_password_shows_the_form_again_with_the_login_and_without_the_password(
    client: httpx.AsyncClient, db: str
) -> None:
    account = await an_account("anna")

    answer = await at_the_door(client, account, password="Wrong-Password-1")

    fields = form_to(answer.text, "/login").fields
    assert (answer.status_code, fields["login"], fields["password"]) == (401, "anna", "")
    assert "账号、密码或验证码不正确" in answer.text


async def test_a_form_of_somebody_elses_page_does_not_sign_in(client: httpx.AsyncClient, db: str) -> None:
    account = await an_account("anna")
    typed = {"login": account.login, "password": PASSWORD}

    answer = await client.post("/login", data=typed, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert "session" not in client.cookies


async def test_a_form_without_the_sessions_token_changes_nothing(signed: Signed) -> None:
    client, account = signed
    typed = {"present": PASSWORD, "new": NEW, "again": NEW}

    answer = await client.post("/account/password", data=typed)

    assert answer.status_code == 403
    assert (await at_the_door(client, account)).status_code == 303


async def test_signing_out_ends_the_session_and_clears_the_browser(signed: Signed) -> None:
    client, _ = signed
    page = (await client.get("/account")).text

    answer = await fill_in(client, page, "/logout")

    assert answer.headers["location"] == "/login"
    assert "storage" in answer.headers["clear-site-data"]
    assert (await client.get("/account")).status_code == 303


async def test_a_new_password_must_be_typed_twice_alike(signed: Signed) -> None:
    client, _ = signed
    page = (await client.get("/account")).text

    answer = await fill_in(client, page, "/account/password", present=PASSWORD, new=NEW, again=NEW + "x")

    assert (answer.status_code, "两次输入的新密码不一样" in answer.text) == (422, True)


async def test_a_new_password_signs_every_other_browser_out(
    signed: Signed, elsewhere: httpx.AsyncClient
) -> None:
    client, account = signed
    await at_the_door(elsewhere, account)
    page = (await client.get("/account")).text

    answer = await fill_in(client, page, "/account/password", present=PASSWORD, new=NEW, again=NEW)

    assert answer.headers["location"] == "/account?done=password"
    assert (await client.get("/account")).status_code == 200
    assert (await elsewhere.get("/account")).status_code == 303


async def enrolled(client: httpx.AsyncClient) -> tuple[str, str]:
    """Switches the second factor on; returns its secret and the code that is used up by it."""
    page = (await client.get("/account")).text
    asked = (await fill_in(client, page, "/account/second-factor")).text
    secret = form_to(asked, "/account/second-factor/confirm").fields["secret"]
    code = code_of(secret)
    done = await fill_in(client, asked, "/account/second-factor/confirm", password=PASSWORD, code=code)
    assert done.headers["location"] == "/account?done=on"
    return secret, code


async def test_a_second_factor_is_asked_for_once_its_code_was_shown(
    signed: Signed, elsewhere: httpx.AsyncClient
) -> None:
    client, account = signed
    secret, _ = await enrolled(client)

    without = await at_the_door(elsewhere, account)
    # A minute ahead is within the drift of a phone's clock, and not the code already used.
    with_code = await at_the_door(elsewhere, account, code=code_of(secret, time.time() + 30))

    assert (without.status_code, with_code.status_code) == (401, 303)


async def test_a_wrong_code_keeps_the_secret_and_switches_nothing_on(
    signed: Signed, elsewhere: httpx.AsyncClient
) -> None:
    client, account = signed
    page = (await client.get("/account")).text
    asked = (await fill_in(client, page, "/account/second-factor")).text
    secret = form_to(asked, "/account/second-factor/confirm").fields["secret"]
    wrong = f"{(int(code_of(secret)) + 1) % 10**6:06}"

    again = await fill_in(client, asked, "/account/second-factor/confirm", password=PASSWORD, code=wrong)

    assert again.status_code == 422
    assert form_to(again.text, "/account/second-factor/confirm").fields["secret"] == secret
    assert (await at_the_door(elsewhere, account)).status_code == 303


async def test_a_second_factor_goes_only_with_password_and_code(
    signed: Signed, elsewhere: httpx.AsyncClient
) -> None:
    client, account = signed
    secret, used = await enrolled(client)
    page = (await client.get("/account")).text
    action = "/account/second-factor/remove"

    refused = await fill_in(client, page, action, password=PASSWORD, code=used)
    gone = await fill_in(client, page, action, password=PASSWORD, code=code_of(secret, time.time() + 30))

    assert (refused.status_code, gone.headers.get("location")) == (422, "/account?done=off")
    assert (await at_the_door(elsewhere, account)).status_code == 303


async def test_a_second_factor_is_not_replaced_by_whoever_knows_the_password_alone(
    signed: Signed, elsewhere: httpx.AsyncClient
) -> None:
    client, account = signed
    page = (await client.get("/account")).text
    action = "/account/second-factor/confirm"
    begun = (await fill_in(client, page, "/account/second-factor")).text
    theirs = form_to(begun, action).fields["secret"]
    secret, _ = await enrolled(client)

    answer = await fill_in(client, begun, action, password=PASSWORD, code=code_of(theirs))

    assert answer.status_code == 422
    inside = await at_the_door(elsewhere, account, code=code_of(secret, time.time() + 30))
    assert inside.status_code == 303


async def test_language_and_size_are_kept_in_the_browser(client: httpx.AsyncClient, db: str) -> None:
    await client.get("/preferences?lang=en&next=/login")
    await client.get("/preferences?size=large&next=/login")

    page = (await client.get("/login")).text

    assert '<html lang="en"' in page
    assert 'data-look="large"' in page


async def test_the_browsers_language_is_spoken_until_another_is_chosen(
    client: httpx.AsyncClient, db: str
) -> None:
    page = await client.get("/login", headers={"accept-language": "de, en-GB;q=0.8, zh;q=0.5"})

    assert page.headers["content-language"] == "en"


async def test_an_unknown_address_shows_a_page_to_people_and_a_problem_to_machines(
    client: httpx.AsyncClient, db: str
) -> None:
    page = await client.get("/nowhere", headers={"accept": "text/html"})
    problem = await client.get("/api/v1/nowhere", headers={"accept": "text/html"})

    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert problem.headers["content-type"].startswith("application/problem+json")
