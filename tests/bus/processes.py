"""Real processes for the tests of the bus: the pretend city and workers, started, asked, killed."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from integrations.bus.signature import new_secret
from tests.databases import ROOT
from tests.polling import until


@dataclass(frozen=True, slots=True)
class PretendCity:
    """The pretend city over HTTP, and the secret file it shares with the relay."""

    address: str
    secret_file: Path
    client: httpx.AsyncClient
    store: Path

    @property
    def bus(self) -> str:
        return f"{self.address}/bus"

    @property
    def key_name(self) -> str:
        return self.secret_file.name

    async def switch(self, **switches: object) -> None:
        answer = await self.client.put(f"{self.address}/switches", json=switches)
        answer.raise_for_status()

    async def counts(self) -> dict[str, int]:
        answer = await self.client.get(f"{self.address}/record/counts", params={"limit": 10_000})
        return dict(answer.raise_for_status().json())

    async def faults(self) -> list[object]:
        answer = await self.client.get(f"{self.address}/record/counts")
        return list(answer.raise_for_status().json()["faults"])

    async def messages(self, case_no: str | None = None) -> list[dict[str, object]]:
        asked: dict[str, str | int] = {"limit": 10_000} | ({"case": case_no} if case_no else {})
        answer = await self.client.get(f"{self.address}/record", params=asked)
        return list(answer.raise_for_status().json()["messages"])

    async def sequences(self, case_no: str) -> list[object]:
        """The sequence numbers of a case in the order in which they arrived."""
        return [message["sequence"] for message in await self.messages(case_no)]

    async def has(self, messages: int) -> bool:
        return (await self.counts())["messages"] >= messages


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def started(
    command: Sequence[str], environment: Mapping[str, str], stdout: int | None = None
) -> AsyncIterator[Process]:
    """A process of this project, killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, env={**os.environ, **environment}, stdout=stdout
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def make_secret(path: Path) -> None:
    """Writes a new secret to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(new_secret())


@asynccontextmanager
async def pretend_city(folder: Path, secret_file: Path) -> AsyncIterator[PretendCity]:
    """A pretend city in a process of its own, ready to answer."""
    make_secret(secret_file)
    port = free_port()
    store = folder / "city.sqlite"
    command = ["-m", "integrations.sandbox", "--port", str(port), "--store", str(store)]
    asking = httpx.AsyncClient(trust_env=False, timeout=60)
    async with started([*command, "--secret-file", str(secret_file)], {}), asking as client:
        city = PretendCity(f"http://127.0.0.1:{port}", secret_file, client, store)

        async def answers() -> bool:
            try:
                return (await client.get(f"{city.address}/ready")).is_success
            except httpx.TransportError:
                return False

        await until(answers)
        yield city


async def kill_hard(process: Process) -> None:
    """What `kill -9` does."""
    process.send_signal(signal.SIGKILL)
    await process.wait()
