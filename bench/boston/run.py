"""The command behind bin/boston: a city of its own from files, its half-year by HTTP, and the figures."""

import argparse
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
from datetime import datetime
from pathlib import Path

from bench.boston import commands
from bench.boston.classes import write_classes
from bench.boston.commands import Files
from desk.hosting import cluster as clusters
from desk.hosting import installation as installations
from desk.hosting import provisioning
from desk.hosting.progress import complain, say, step

DATABASE = "griddesk_boston"
_READY_SECONDS = 60


def main(arguments: Sequence[str]) -> int:
    """Runs all of it; the status is 0 when every figure is met."""
    parser = argparse.ArgumentParser(prog="bin/boston", description="Makes Boston and replays its half-year.")
    parser.add_argument("data", type=Path, help="the folder with Boston's files")
    parser.add_argument("--clients", type=int, default=16, help="rows under way at once (16)")
    parser.add_argument("--again", action="store_true", help="go on with the database of an earlier run")
    asked = parser.parse_args(arguments)
    files = Files(asked.data, installations.HOME / "boston")
    if not files.requests.exists():
        complain(f"{files.requests} is not there; give the folder with Boston's files")
        return 2
    files.out.mkdir(parents=True, exist_ok=True)
    try:
        return _run(files, asked)
    except CommandEnded as ended:
        complain(f"{ended}; bin/boston … --again goes on with the same database")
        return ended.status


class CommandEnded(Exception):
    """Raised when a command of the desk ended with a status other than 0, which it has explained itself."""

    def __init__(self, command: str, status: int) -> None:
        super().__init__(f"{command} ended with the status {status}")
        self.status = status


def _run(files: Files, asked: argparse.Namespace) -> int:
    with _database(fresh=not asked.again) as environment:
        if not asked.again:
            _set_up(files, environment)
        with _web(environment) as address:
            _desk(commands.replay(files, address, asked.clients), environment)
        score = (sys.executable, "-m", "bench.boston.score", str(files.requests))
        return subprocess.run(score, cwd=installations.ROOT, env=environment, check=False).returncode


def _set_up(files: Files, environment: dict[str, str]) -> None:
    (files.out / "position").unlink(missing_ok=True)
    cut = datetime.fromisoformat(commands.CUT)
    say(f"{write_classes(files.requests, files.classes, cut)} types of request written to {files.classes}")
    for words in (
        commands.city(),
        commands.map_layers(files),
        commands.classes(files),
        commands.duties(files),
        commands.token(files),
    ):
        _desk(words, environment)


def _desk(words: Sequence[str], environment: dict[str, str]) -> None:
    """Shows a command of the desk and runs it; raises CommandEnded."""
    say(f"\n$ bin/desk {shlex.join(words)}")
    command = (sys.executable, "-m", "desk.cli", *words)
    running = subprocess.Popen(command, cwd=installations.ROOT, env=environment)
    while running.returncode is None:
        # Ctrl-C reaches the command too, which ends in its own time: what is under way is finished first.
        with contextlib.suppress(KeyboardInterrupt):
            running.wait()
    if running.returncode:
        raise CommandEnded(f"bin/desk {words[0]}", running.returncode)


@contextlib.contextmanager
def _database(*, fresh: bool) -> Iterator[dict[str, str]]:
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
    return {**os.environ, **database, **own}


@contextlib.contextmanager
def _web(environment: dict[str, str]) -> Iterator[str]:
    """The desk's web process on a free port, ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    words = (
        "-m",
        "uvicorn",
        "desk.app:serve",
        "--factory",
        "--port",
        str(port),
        "--log-level",
        "warning",
    )
    log = installations.HOME / "boston" / "web.log"
    with log.open("w") as file:
        web = subprocess.Popen(
            (sys.executable, *words), cwd=installations.ROOT, env=environment, stdout=file, stderr=file,
            start_new_session=True,
        )  # fmt: skip
        try:
            _wait_until_ready(web, address, log)
            yield address
        finally:
            web.terminate()
            web.wait(30)


def _wait_until_ready(web: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + _READY_SECONDS
    while web.poll() is None and time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"{address}/ready"):
            return
        time.sleep(0.2)
    raise SystemExit(f"the desk did not get ready; {log} says why")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
