"""A line between the desk and a server that a test can cut, hold silent and mend."""

import asyncio
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit


class CuttableLine:
    """Listens on a port of its own and passes on what comes to where the address leads.

    It lives on a thread of its own: those it serves may block the one of the test.
    """

    def __init__(self, address: str) -> None:
        """`address`: user, host, port and all; `self.address` is the same over this line."""
        self._to = urlsplit(address)
        self._port = 0
        self._server: asyncio.Server | None = None
        self._ends: set[StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="line")
        self._thread.start()

    def _do(self, what: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(60)

    @property
    def address(self) -> str:
        """Where to go instead."""
        who = self._to.netloc.rpartition("@")[0]
        return urlunsplit(self._to._replace(netloc=f"{who}@127.0.0.1:{self._port}"))

    def mend(self) -> None:
        """Takes connections, always on the same port."""
        self._do(self._mend())

    def cut(self) -> None:
        """Breaks every connection and takes none."""
        self._do(self._cut())

    def hold(self) -> None:
        """Lets nothing through and says nothing."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def close(self) -> None:
        """Ends the line and its thread."""
        self._loop.call_soon_threadsafe(self._open.set)
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _mend(self) -> None:
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        if self._server is not None:
            self._server.close()
        for end in self._ends:
            end.transport.abort()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _taken(self, near_in: StreamReader, near_out: StreamWriter) -> None:
        far_in, far_out = await asyncio.open_connection(self._to.hostname, self._to.port)
        for source, sink in ((near_in, far_out), (far_in, near_out)):
            self._ends.add(sink)
            task = asyncio.create_task(self._pass_on(source, sink))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _pass_on(self, source: StreamReader, sink: StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(65536):
                await self._open.wait()
                sink.write(piece)
                await sink.drain()
        sink.close()
        self._ends.discard(sink)


@contextmanager
def cuttable(address: str) -> Iterator[CuttableLine]:
    """A line that is whole at first, and gone in the end."""
    line = CuttableLine(address)
    line.mend()
    try:
        yield line
    finally:
        line.close()
