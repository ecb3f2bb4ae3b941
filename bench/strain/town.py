"""A desk in real processes over a database of its own: the pretend city, a web process, two workers."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import httpx

ROOT = Path(__file__).resolve().parents[2]
CITY, WEB, WORKERS = "city", "web", ("worker-1", "worker-2")
_WEB = ("uvicorn", "desk.app:serve", "--factory", "--host", "127.0.0.1", "--log-level", "warning")
_PATIENCE = 120.0  # seconds
_LOOKED_AGAIN = 0.5  # seconds


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Asks again and again until the answer is yes; bound it with a timeout."""
    while not await condition():  # noqa: ASYNC110 the answer is in another process
        await asyncio.sleep(0.05)


class Ground(Protocol):
    """The database a town stands on."""

    @property
    def environment(self) -> Mapping[str, str]:
        """What processes of the desk need to know to work over it, the folder of its keys among it."""

    async def restart(self) -> None:
        """Takes the server away in good order and brings it back."""

    async def crash(self) -> None:
        """Takes the server away without a farewell and brings it back."""


@dataclass(slots=True)
class Town:
    """Its processes by name; what is killed is started anew at the same port, as a supervisor would do."""

    ground: Ground
    folder: Path
    web_port: int
    city_port: int
    client: httpx.AsyncClient
    died: list[str] = field(default_factory=list)  # who ended without being killed
    _running: dict[str, Process] = field(default_factory=dict)
    _wanted: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def city(self) -> str:
        return f"http://127.0.0.1:{self.city_port}"

    @property
    def store(self) -> Path:
        """The file in which the pretend city remembers."""
        return self.folder / "city.sqlite"

    @property
    def secret_file(self) -> Path:
        return Path(self.ground.environment["KEYS_DIR"]) / "subscribers" / "city"

    @property
    def environment(self) -> dict[str, str]:
        """What every process of the desk is told; the rest of our own environment goes to them too."""
        return {
            **self.ground.environment,
            "ANCHORS_DIR": str(self.folder / "anchors"),
            "DEMO": "1",
            "PUBLIC_URL": self.address,
            "LICENCES_URL": self.city,
            "LOG_LEVEL": "WARNING",
            "POOL_SIZE": "8",
        }

    def _command(self, name: str) -> tuple[str, ...]:
        if name == CITY:
            store, secret = ("--store", str(self.store)), ("--secret-file", str(self.secret_file))
            return ("integrations.sandbox", "--port", str(self.city_port), *store, *secret)
        return (*_WEB, "--port", str(self.web_port)) if name == WEB else ("desk.worker",)

    async def start(self, name: str) -> None:
        """Starts one of the processes; what it says goes to its log."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *self._command(name), cwd=ROOT,
                env={**os.environ, **self.environment}, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._wanted.add(name)

    async def kill(self, *names: str) -> None:
        """What `kill -9` does, to all of them at once."""
        self._wanted -= set(names)
        for name in names:
            with suppress(ProcessLookupError):
                self._running[name].send_signal(signal.SIGKILL)
        for name in names:
            await self._running[name].wait()

    async def supervise(self) -> None:
        """Starts anew what ended by itself, until cancelled, and notes it."""
        while True:
            for name in sorted(self._wanted):
                if self._running[name].returncode is not None:
                    self.died.append(name)
                    await self.start(name)
            await asyncio.sleep(_LOOKED_AGAIN)

    def names_of(self, pids: frozenset[int]) -> list[str]:
        """Which of the processes have these numbers."""
        return [name for name, process in self._running.items() if process.pid in pids]

    async def stop(self) -> None:
        """Ends all of it: in good order, or by force what does not end."""
        for process in self._running.values():
            if process.returncode is None:
                process.terminate()
        for process in self._running.values():
            try:
                async with asyncio.timeout(40):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()

    async def run(self, *command: str) -> tuple[int, str]:
        """Runs one of our modules over the town to its end; returns its status and what it said."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command, cwd=ROOT, env={**os.environ, **self.environment},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode(errors="replace")

    async def switch(self, **switches: object) -> None:
        """Sets how the pretend city misbehaves; without switches it behaves."""
        (await self.client.put(f"{self.city}/switches", json=switches)).raise_for_status()

    async def answers(self, address: str) -> bool:
        """Whether a process at an address is ready to serve."""
        try:
            return (await self.client.get(f"{address}/ready")).is_success
        except httpx.TransportError:
            return False

    async def until_ready(self, address: str) -> None:
        """Waits for that; raises TimeoutError."""
        async with asyncio.timeout(_PATIENCE):
            await until(lambda: self.answers(address))


@asynccontextmanager
async def running_town(ground: Ground, folder: Path) -> AsyncIterator[Town]:
    """A town over a database that holds the demo city, introduced to its bus, serving; ended afterwards.

    `folder` is there, and empty or left by an earlier run over the same database.
    """
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        town = Town(ground, folder, _free_port(), _free_port(), client)
        try:
            status, said = await town.run("desk.hosting.demo", "--only-bus", "--bus", town.city)
            if status:
                raise RuntimeError(said)
            for name in (CITY, WEB, *WORKERS):
                await town.start(name)
            await town.until_ready(town.city)
            await town.run("desk.demo.registers", "--city", town.city)
            await town.until_ready(town.address)
            supervising = asyncio.create_task(town.supervise())
            yield town
            supervising.cancel()
        finally:
            await town.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
