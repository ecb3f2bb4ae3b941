"""A database for Boston beside the desk's own, a web process over it, and the programs run with them."""

import asyncio
import contextlib
import os
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from desk.hosting import cluster as clusters
from desk.hosting import installation as installations
from desk.hosting import provisioning
from desk.hosting.progress import say, step

DATABASE = "griddesk_boston"
_READY_SECONDS = 60


class CommandEnded(Exception):
    """Raised when a command ended with a status other than 0, which it has explained itself."""

    def __init__(self, command: str, status: int) -> None:
        super().__init__(f"{command} ended with the status {status}")
        self.status = status


def run(shown: str, module: str, words: Sequence[str], environment: dict[str, str]) -> None:
    """Shows a command as one would type it (`shown` for its module) and runs it; raises CommandEnded."""
    say(f"\n$ {shown} {shlex.join(words)}")
    command = (sys.executable, "-m", module, *words)
    running = subprocess.Popen(command, cwd=installations.ROOT, env=environment)
    while running.returncode is None:
        # Ctrl-C reaches the command too, which ends in its own time: what is under way is finished first.
        with contextlib.suppress(KeyboardInterrupt):
            running.wait()
    if running.returncode:
        raise CommandEnded(f"{shown} {words[0]}", running.returncode)


@contextlib.contextmanager
def database(*, fresh: bool) -> Iterator[dict[str, str]]:
    """A database of our own on the private cluster, beside the desk's; the cluster ends if we started it."""
    cluster = installations.own_cluster()
    started = clusters.start(cluster)
    try:
        with step(f"database {DATABASE}"):
            asyncio.run(provisioning.ensure_roles(cluster))
            if fresh:
                asyncio.run(provisioning.drop_database(cluster, DATABASE))
            asyncio.run(provisioning.ensure_database(cluster, DATABASE))
        environment = _environment(provisioning.environment(cluster, DATABASE))
        owner = {**environment, "DATABASE_ROLE": "owner"}
        preparing = (sys.executable, "-m", "desk.hosting.preparing")
        subprocess.run(preparing, cwd=installations.ROOT, env=owner, check=True, stdout=subprocess.DEVNULL)
        yield environment
    finally:
        if started:
            clusters.stop(cluster)


def _environment(database: dict[str, str]) -> dict[str, str]:
    home = installations.HOME / "boston"
    own = {"KEYS_DIR": str(home / "keys"), "FILES_DIR": str(home / "files"), "DEMO": "0"}
    # Whoever replays through the pages says, as a proxy does, for whom it asks.
    own["TRUSTED_PROXIES"] = "127.0.0.1"
    return {**os.environ, **database, **own}


@contextlib.contextmanager
def web(environment: dict[str, str]) -> Iterator[str]:
    """The desk's web process on a free port, ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    # Of proxies only the desk's own setting is to be believed.
    words = (
        "desk.app:serve",
        "--factory",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--no-proxy-headers",
    )
    log = installations.HOME / "boston" / "web.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            (sys.executable, "-m", "uvicorn", *words, "--no-proxy-headers"), cwd=installations.ROOT,
            env=environment, stdout=file, stderr=file, start_new_session=True,
        )  # fmt: skip
        try:
            _wait_until_ready(process, address, log)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_ready(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + _READY_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"{address}/ready"):
            return
        time.sleep(0.2)
    raise SystemExit(f"the desk did not get ready; {log} says why")
