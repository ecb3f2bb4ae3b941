"""A subscriber that answers too much, packed, or without end does us no harm."""

import gzip
from collections.abc import AsyncIterator, Callable

import httpx
import msgspec
import pytest

from integrations.bus.answers import Verdict
from integrations.bus.records import their_tallies
from integrations.bus.sending import Line, post
from integrations.errors import RecordUnavailable

LINE = Line("https://bus.example/in", b"k" * 32)
COUNTS = "https://bus.example/record/counts"
Answering = Callable[[httpx.Request], httpx.Response]


def _client(answering: Answering) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.MockTransport(answering))


class _Counted(httpx.AsyncByteStream):
    """An endless answer that counts how much of it was taken."""

    def __init__(self, chunk: bytes) -> None:
        self.chunk, self.taken = chunk, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.taken < 50_000_000:
            self.taken += len(self.chunk)
            yield self.chunk


async def test_a_packed_answer_is_neither_wished_for_nor_unpacked() -> None:
    wished = []
    endless = _Counted(gzip.compress(b"x" * 1_000_000))

    def answering(request: httpx.Request) -> httpx.Response:
        wished.append(request.headers["accept-encoding"])
        return httpx.Response(400, headers={"content-encoding": "gzip"}, stream=endless)

    async with _client(answering) as client:
        answer = await post(client, LINE, b"{}", "application/json")

    assert wished == ["identity"]
    assert answer.verdict is Verdict.REFUSED
    assert "xxxx" not in answer.reason
    assert endless.taken < 20_000


async def test_a_record_that_turns_in_a_circle_is_left() -> None:
    row = {"case": "C-1", "count": 1, "last_sequence": 1, "hash": ""}
    page = msgspec.json.encode({"by_case": [row] * 1000})
    asked = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["after_case"])
        return httpx.Response(200, stream=httpx.ByteStream(page))

    async with _client(answering) as client:
        with pytest.raises(RecordUnavailable):
            await their_tallies(client, COUNTS)

    assert asked == ["", "C-1"]


async def test_a_page_without_end_is_left() -> None:
    endless = _Counted(b" " * 65_536)

    async with _client(lambda _: httpx.Response(200, stream=endless)) as client:
        with pytest.raises(RecordUnavailable):
            await their_tallies(client, COUNTS)

    assert endless.taken < 2_000_000
