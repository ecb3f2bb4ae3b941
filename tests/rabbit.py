"""A RabbitMQ node for all tests of this clone: started by the first who needs it, stopped after the last."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from tests.databases import ROOT

HOME = ROOT / "var" / "tests" / "rabbit"
# Debian's own command runs it as root or as nobody else; this is what it runs.
_PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server"
_PLACES = 12  # virtual hosts; whoever uses the node has one to himself
_SECONDS = 300.0
_CONFIGURATION = """
listeners.tcp.1 = 127.0.0.1:{port}
load_definitions = {home}/definitions.json
disk_free_limit.absolute = 1MB
log.console = true
log.console.level = warning
log.file = false
# So short that a test can wait for it; no other one holds a message for as long.
consumer_timeout = 4000
"""
_ERLANG = "+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none -rabbit channel_tick_interval 500"


class NodeFailed(Exception):
    """Raised when the node does not come up; says what it said last."""


@contextmanager
def place() -> Iterator[str]:
    """The address of a virtual host of the node that nobody else uses meanwhile."""
    HOME.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        users = held.enter_context((HOME / "users.lock").open("w"))
        with (HOME / "start.lock").open("w") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            # While anybody holds this the guardian lets the node run; the kernel lets go for who was killed.
            fcntl.flock(users, fcntl.LOCK_SH)
            port = _port() or _start()
        number = next(number for number in range(_PLACES) if _taken(held, number))
        yield f"amqp://tests:tests@127.0.0.1:{port}/place-{number}"


def _taken(held: ExitStack, number: int) -> bool:
    file = held.enter_context((HOME / f"place-{number}.lock").open("w"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _port() -> int | None:
    try:
        port = int((HOME / "port").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return port if _listens(port) else None


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _start() -> int:
    (HOME / "port").unlink(missing_ok=True)
    with (HOME / "node.log").open("w") as log:
        # In a session of its own: Ctrl-C is for the tests, and they let go of the lock when they end.
        guardian = _run([sys.executable, "-m", "tests.rabbit"], dict(os.environ), log)
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and guardian.poll() is None:
        if (port := _port()) is not None:
            return port
        time.sleep(0.1)
    raise NodeFailed((HOME / "node.log").read_text(errors="replace")[-2000:])


def _run(command: list[str], environment: dict[str, str], log: IO[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        start_new_session=True,
    )  # fmt: skip


def _guard() -> None:
    """Runs the node until its last user is gone, in order or not."""
    port, between, mapper = (_free_port() for _ in range(3))
    home = HOME / "node"
    shutil.rmtree(home, ignore_errors=True)
    _write(home, port)
    environment = {**_environment(home), "RABBITMQ_DIST_PORT": str(between), "ERL_EPMD_PORT": str(mapper)}
    with (HOME / "node.log").open("a") as log, (HOME / "users.lock").open("w") as users:
        # The node finds this one and starts none that would outlive it.
        names = _run(["epmd", "-port", str(mapper), "-address", "127.0.0.1"], environment, log)
        node = _run([_PROGRAM], environment, log)
        try:
            while not _listens(port) and node.poll() is None:
                time.sleep(0.05)
            (HOME / "port").write_text(str(port))
            fcntl.flock(users, fcntl.LOCK_EX)
        finally:
            (HOME / "port").unlink(missing_ok=True)
            node.terminate()
            node.wait()
            names.terminate()
            names.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write(home: Path, port: int) -> None:
    home.mkdir()
    places = [f"place-{number}" for number in range(_PLACES)]
    rights = {"user": "tests", "configure": ".*", "write": ".*", "read": ".*"}
    definitions = {
        "users": [{"name": "tests", "password": "tests", "tags": ""}],
        "vhosts": [{"name": name} for name in places],
        "permissions": [{**rights, "vhost": name} for name in places],
    }
    (home / "definitions.json").write_text(json.dumps(definitions))
    (home / "rabbitmq.conf").write_text(_CONFIGURATION.format(port=port, home=home))
    (home / "enabled_plugins").write_text("[].")


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "RABBITMQ_NODENAME": "griddesk-tests@localhost",
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq"),
        "RABBITMQ_CONF_ENV_FILE": str(home / "none"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(home / "rows"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{_ERLANG} -kernel inet_dist_use_interface {{127,0,0,1}}",
    }


if __name__ == "__main__":
    _guard()
