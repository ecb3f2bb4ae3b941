"""People of the demo city who ask over HTTP, again and again under the same key, until they are answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import httpx

from desk.demo.accounts import PASSWORD

_PAUSE = 0.1  # seconds between two tries
Json = dict[str, object]


class Refused(Exception):
    """Raised when the desk refuses what it should take; no fault of the run explains that."""


@dataclass(slots=True)
class People:
    """Everybody signed in once, each in a browser of his own."""

    address: str
    asked_again: int = 0
    _last_begun: float = 0.0
    _last_ended: float = 0.0
    _answered: asyncio.Condition = field(default_factory=asyncio.Condition)
    _browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    _door: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def leave(self) -> None:
        """Closes every browser."""
        for browser in self._browsers.values():
            await browser.aclose()

    async def post(self, login: str, path: str, body: Mapping[str, object], key: str = "") -> Json:
        """The answer to a request, however often it has to be sent; raises Refused."""
        headers = {"idempotency-key": key} if key else {}
        browser = await self._the(login)
        answer = await self._until_answered(lambda: browser.post(path, json=body, headers=headers))
        return dict(answer.json()) if answer.content else {}

    async def get(self, login: str, path: str, **asked: str) -> list[Json]:
        """The list at an address, however often it has to be asked for; raises Refused."""
        browser = await self._the(login)
        answer = await self._until_answered(lambda: browser.get(path, params=asked))
        return list(answer.json())

    async def first_answer_after(self, moment: float) -> float:
        """When the first request sent after a moment was answered; both as `time.time()` gives them."""
        async with self._answered:
            await self._answered.wait_for(lambda: self._last_begun > moment)
            return self._last_ended

    async def _the(self, login: str) -> httpx.AsyncClient:
        async with self._door:
            if login not in self._browsers:
                limits = httpx.Limits(max_connections=64)
                browser = httpx.AsyncClient(base_url=self.address, timeout=30, trust_env=False, limits=limits)
                body = {"login": login, "password": PASSWORD}
                answer = await self._until_answered(lambda: browser.post("/api/v1/login", json=body))
                browser.headers["x-csrf-token"] = answer.json()["csrf_token"]
                self._browsers[login] = browser
            return self._browsers[login]

    async def _until_answered(self, send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        while True:
            begun = time.time()
            try:
                answer = await send()
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code < 500:
                break
            self.asked_again += 1
            await asyncio.sleep(_PAUSE)
        if not answer.is_success:
            raise Refused(f"{answer.url.path}: {answer.status_code} {answer.text[:300]}")
        async with self._answered:
            self._last_begun, self._last_ended = max(begun, self._last_begun), time.time()
            self._answered.notify_all()
        return answer
