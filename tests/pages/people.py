"""Members of staff for the tests of the faces, and clients signed in as them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from reach import SYSTEM, Post, Role
from registry.credentials import set_password
from registry.staff import Appointment, appoint, engage

PASSWORD = "Lychee-Bay-2026"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CITY = "350300/"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in with PASSWORD."""

    id: int
    login: str


async def an_account(login: str, *posts: Post) -> Account:
    """A member of staff with these posts."""
    staff_id = await engage(SYSTEM, login, f"Name of {login}", LONG_AGO)
    for post in posts or (Post(Role.CLERK, CITY),):
        await appoint(SYSTEM, Appointment(staff_id, post, LONG_AGO), LONG_AGO)
    await set_password(SYSTEM, staff_id, PASSWORD, LONG_AGO)
    return Account(staff_id, login)


async def sign_in(client: httpx.AsyncClient, account: Account, password: str = PASSWORD) -> httpx.Response:
    """Signs in; the client keeps the cookie, and sends the token of the session from then on."""
    answer = await client.post("/api/v1/login", json={"login": account.login, "password": password})
    if answer.status_code == 200:
        client.headers["x-csrf-token"] = answer.json()["csrf_token"]
    return answer
