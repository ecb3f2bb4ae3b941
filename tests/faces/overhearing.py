"""Pages answered by the web application in this process, so that every statement it sends is heard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
import httpx
from asyncpg.connection import LoggedQuery
from playwright.async_api import Page, Route

from engine import DB
from settings import settings
from tests.databases import CLUSTER
from tests.forgetting import forget

# What opens, closes and tidies a transaction asks nothing.
_AROUND = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SELECT PG_ADVISORY_UNLOCK_ALL")
_OF_THE_TOWN = ("/static/", "/tiles/")
_OF_THE_LINE = {"content-encoding", "content-length", "transfer-encoding"}


@asynccontextmanager
async def overhearing(database: str) -> AsyncIterator[list[str]]:
    """Every statement this process sends to the database with this name, in order."""
    heard: list[str] = []

    def hear(query: LoggedQuery) -> None:
        statement = " ".join(query.query.split())
        if not statement.upper().startswith(_AROUND):
            heard.append(statement)

    async def listen(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        connection.add_query_logger(hear)

    # What is remembered for a minute must not be over between a first look and the one that is heard.
    forget()
    await DB.close_connection_pool()
    DB.config["dsn"] = CLUSTER.url("griddesk_app", database)
    await DB.start_connection_pool(min_size=1, max_size=4, init=listen)
    try:
        yield heard
    finally:
        await DB.close_connection_pool()
        DB.config["dsn"] = settings.database_url
        await DB.start_connection_pool(min_size=1, max_size=12)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of this process, and the statements it took; of a redirect that of the page it leads to."""

    asked: str
    status: int
    statements: tuple[str, ...]


# Without slots: the driver keeps a mark on the object whose methods it calls.
@dataclass
class Answering:
    """Stands between a browser and the desk it believes to ask."""

    client: httpx.AsyncClient
    heard: list[str]
    answers: list[Answered] = field(default_factory=list)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def stand_before(self, page: Page) -> None:
        await page.route("**/*", self._answer)

    async def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(str(self.client.base_url).rstrip("/"))
        if path.startswith(_OF_THE_TOWN):
            await route.continue_()
            return
        async with self._one_at_a_time:
            answer = await self._asked(route, path)
            asked = f"{route.request.method} {path}"
            self.answers.append(Answered(asked, answer.status_code, tuple(self.heard)))
        headers = {name: said for name, said in answer.headers.items() if name not in _OF_THE_LINE}
        await route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    async def _asked(self, route: Route, path: str) -> httpx.Response:
        request, desk = route.request, str(self.client.base_url)
        # What the browser adds on the line it does not tell whoever stands before it.
        known = await request.frame.page.context.cookies(desk)
        cookies = "; ".join(f"{one['name']}={one['value']}" for one in known)
        headers = request.headers | {"cookie": cookies, "origin": desk.rstrip("/")}
        self.client.cookies.clear()
        self.heard.clear()
        sent = request.post_data_buffer
        answer = await self.client.request(request.method, path, headers=headers, content=sent)
        while answer.next_request is not None:
            self.heard.clear()
            shown = {name: said for name, said in headers.items() if not name.startswith("content-")}
            answer = await self.client.get(answer.next_request.url, headers=shown)
        return answer
