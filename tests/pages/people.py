"""Members of staff for the tests of the faces, and clients signed in as them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx

from desk.edge import Edge
from desk.sessions import Opening, open_session
from desk.tokens import NewToken, make_token
from reach import SYSTEM, Post, Role
from registry.credentials import hash_password, put_hash
from registry.staff import Appointment, appoint, engage
from tests.world import World

PASSWORD = "Lychee-Bay-2026"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CITY = "350300/"
_HASHED: list[str] = []


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
    await put_hash(SYSTEM, staff_id, await _hashed(), datetime.now(UTC))
    return Account(staff_id, login)


async def _hashed() -> str:
    """The hash of PASSWORD, which takes a while, made once."""
    if not _HASHED:
        _HASHED.append(await hash_password(PASSWORD))
    return _HASHED[0]


async def sign_in(client: httpx.AsyncClient, account: Account, password: str = PASSWORD) -> httpx.Response:
    """Signs in; the client keeps the cookie, and sends the token of the session from then on."""
    answer = await client.post("/api/v1/login", json={"login": account.login, "password": password})
    if answer.status_code == 200:
        client.headers["x-csrf-token"] = answer.json()["csrf_token"]
    return answer


class Visitors:
    """Clients signed in as the people of a world, opened at need."""

    def __init__(self, app: Edge, world: World) -> None:
        self.world = world
        self.app = app
        self._clients: dict[str, httpx.AsyncClient] = {}

    def _client(self, name: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self.app)
        client = httpx.AsyncClient(transport=transport, base_url="http://desk.test")
        self._clients[name] = client
        return client

    def stranger(self) -> httpx.AsyncClient:
        """Somebody who is not signed in."""
        return self._clients.get("") or self._client("")

    async def the(self, name: str) -> httpx.AsyncClient:
        """The client of somebody of the world, by the name of the post."""
        return await self.signed_in(name, int(self.world.who(name).who))

    async def signed_in(self, name: str, staff_id: int) -> httpx.AsyncClient:
        """A client with a session of this member of staff."""
        if name not in self._clients:
            session = await open_session(Opening(staff_id, "test", None), datetime.now(UTC))
            client = self._client(name)
            client.cookies.set("session", session.secret, domain="desk.test")
            client.headers["x-csrf-token"] = session.csrf_token
        return self._clients[name]

    async def service(self, name: str) -> httpx.AsyncClient:
        """A machine with a token."""
        now = datetime.now(UTC)
        _, secret = await make_token(NewToken(name, 1, now + timedelta(days=1)), now)
        client = self._client(f"service {name}")
        client.headers["authorization"] = f"Bearer {secret}"
        return client

    async def leave(self) -> None:
        for client in self._clients.values():
            await client.aclose()
