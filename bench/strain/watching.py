"""Follows the pretend city's record while it grows, and says when the first message after a moment came."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import httpx

_PAGE = 1000
_PAUSE = 0.05  # seconds


@dataclass(slots=True)
class Watch:
    """How many messages have arrived, and who waits for one after which moment."""

    client: httpx.AsyncClient
    record: str
    arrived: int = 0
    _after: int = 0
    _waiting: list[tuple[float, asyncio.Future[float]]] = field(default_factory=list)

    async def run(self) -> None:
        """Follows until cancelled; a city that is away is asked again."""
        while True:
            # Its answer may also break off in the middle.
            with suppress(httpx.HTTPError, ValueError):
                if await self._page() == _PAGE:
                    continue
            await asyncio.sleep(_PAUSE)

    async def _page(self) -> int:
        answer = await self.client.get(self.record, params={"after": self._after, "limit": _PAGE})
        page = answer.raise_for_status().json()["messages"]
        for message in page:
            self._after = message["arrival"]
            self._note(datetime.fromisoformat(message["received_at"]).timestamp())
        self.arrived += len(page)
        return len(page)

    def _note(self, received: float) -> None:
        for moment, future in self._waiting:
            if received > moment and not future.done():
                future.set_result(received)
        self._waiting = [one for one in self._waiting if not one[1].done()]

    async def first_after(self, moment: float) -> float:
        """When the first message received after a moment was received; both as `time.time()` gives them."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting.append((moment, future))
        return await future
