"""Many clients at once, in one process and with little work of their own: closed loops and open ones."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.visiting import NotAnswered

Request = Callable[[], bytes]


@dataclass(slots=True)
class Told:
    """What the clients met: milliseconds of each answer, in the order they came."""

    milliseconds: list[float] = field(default_factory=list)
    seconds: float = 0.0


class Line:
    """One connection that is kept; a request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, request: bytes) -> bytes:
        """Sends a whole request and returns the body of its answer; raises NotAnswered."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        body = await self._reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 2"):
            raise NotAnswered(f"{head.splitlines()[0]!r} {body[:300]!r}")
        return body

    def close(self) -> None:
        """Ends the connection."""
        self._writer.close()


def spelled(path: str, headers: Sequence[tuple[str, str]], body: bytes) -> bytes:
    """A POST of a JSON body as it goes over the line."""
    lines = [f"POST {path} HTTP/1.1", "host: 127.0.0.1", "content-type: application/json"]
    lines += [f"content-length: {len(body)}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _lines(address: str, many: int) -> list[Line]:
    host, port = address.removeprefix("http://").split(":")
    return [Line(*await asyncio.open_connection(host, int(port))) for _ in range(many)]


async def closed_loop(address: str, many: int, seconds: float, request: Request) -> Told:
    """So many clients, each asking again as soon as it is answered."""
    told, lines = Told(), await _lines(address, many)
    began = time.perf_counter()

    async def go_on(line: Line) -> None:
        while time.perf_counter() - began < seconds:
            asked = time.perf_counter()
            await line.ask(request())
            told.milliseconds.append((time.perf_counter() - asked) * 1000)

    await asyncio.gather(*map(go_on, lines))
    told.seconds = time.perf_counter() - began
    for line in lines:
        line.close()
    return told


async def open_loop(address: str, many: int, rate: float, seconds: float, request: Request) -> Told:
    """Requests at a fixed rate whatever the answers do; an answer's time counts from when it was due."""
    told, lines = Told(), asyncio.Queue[Line]()
    for line in await _lines(address, many):
        lines.put_nowait(line)
    began = time.perf_counter()

    async def ask(due: float) -> None:
        line = await lines.get()
        await line.ask(request())
        told.milliseconds.append((time.perf_counter() - due) * 1000)
        lines.put_nowait(line)

    asking = []
    for number in range(round(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        asking.append(asyncio.create_task(ask(due)))
    await asyncio.gather(*asking)
    told.seconds = time.perf_counter() - began
    while not lines.empty():
        lines.get_nowait().close()
    return told
