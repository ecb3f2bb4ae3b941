"""One installation on this machine: its folders, its address and the environment of its processes."""

import contextlib
import fcntl
import os
import shlex
import socket
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from desk.hosting import certificates
from desk.hosting import cluster as clusters
from desk.hosting.asked import Installation
from desk.hosting.certificates import Certificate
from desk.hosting.cluster import Cluster
from desk.hosting.processes import Program

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var"
DATABASE = "griddesk"
ENVIRONMENT_FILE = HOME / "desk.env"
_LOCK_FILE = HOME / "start.lock"


class CannotStart(Exception):
    """Raised when something outside stands in the way of a start; the message says what to do."""


class AlreadyRunning(Exception):
    """Raised when this installation runs already; the message says where."""


def certificate_of(installation: Installation) -> Certificate | None:
    """The certificate the desk shows, made if need be; None where it does not speak TLS."""
    return (
        certificates.ensure(HOME / "tls", installation.lan, datetime.now(UTC)) if installation.lan else None
    )


def own_cluster() -> Cluster:
    """The private cluster of this installation, wherever its files have to lie."""
    return Cluster(clusters.home_for(HOME / "cluster"))


def outside_database() -> dict[str, str] | None:
    """The addresses of somebody's server, where the environment gives them; None means a cluster of our own.

    Raises CannotStart when only one of the two addresses is given.
    """
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    given = {name: os.environ[name] for name in names if os.environ.get(name)}
    if len(given) == 1:
        missing = next(name for name in names if name not in given)
        raise CannotStart(f"{next(iter(given))} is set but {missing} is not; set both, or neither")
    return given or None


def programs(installation: Installation, database: Mapping[str, str]) -> tuple[Program, ...]:
    """The processes of the desk, in the order in which they are started."""
    environment = environment_of(installation, database)
    web = ("-m", "uvicorn", "desk.app:serve", "--factory", "--host", installation.host)
    certificate = certificate_of(installation)
    tls = (
        ("--ssl-certfile", str(certificate.chain), "--ssl-keyfile", str(certificate.key))
        if certificate
        else ()
    )
    # The desk writes its own line for each request, and nobody on loopback may claim another address.
    quiet = ("--no-access-log", "--no-server-header", "--no-proxy-headers", "--log-level", "warning")
    port = ("--port", str(installation.port), "--timeout-graceful-shutdown", "5", *tls, *quiet)
    secret = Path(environment["KEYS_DIR"]) / "subscribers" / "city"
    sandbox = ("-m", "integrations.sandbox", "--port", str(installation.sandbox_port))
    store = ("--store", str(HOME / "sandbox" / "city.sqlite"), "--secret-file", str(secret))
    return (
        Program("sandbox", (sys.executable, *sandbox, *store), environment),
        Program("worker", (sys.executable, "-m", "desk.worker"), environment),
        Program("web", (sys.executable, *web, *port), environment),
    )


def environment_of(installation: Installation, database: Mapping[str, str]) -> dict[str, str]:
    """The variables by which every process of this installation finds the same things."""
    chosen = {
        "DEMO": "1" if installation.demo else "0",
        "PUBLIC_URL": installation.address,
        "KEYS_DIR": str(HOME / "keys"),
        "ANCHORS_DIR": str(HOME / "anchors"),
        "LICENCES_URL": installation.sandbox_address,
    }
    if installation.lan:
        # Whoever asks for the network means the demo too, and the start says what that means.
        chosen["DEMO_ANYWHERE"] = chosen["DEMO"]
    kept = {name: os.environ[name] for name in chosen if name in os.environ}
    return {**database, **chosen, **kept}


def write_environment(environment: Mapping[str, str]) -> None:
    """Keeps the variables for `bin/desk`, readable by the owner only: they hold the database's secrets."""
    new = ENVIRONMENT_FILE.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{name}={shlex.quote(value)}\n" for name, value in environment.items())
    new.replace(ENVIRONMENT_FILE)


def read_environment() -> dict[str, str]:
    """What `write_environment` kept; empty before the first start."""
    if not ENVIRONMENT_FILE.exists():
        return {}
    words = shlex.split(ENVIRONMENT_FILE.read_text())
    return dict(word.split("=", 1) for word in words)


@contextlib.contextmanager
def only_start(installation: Installation) -> Iterator[None]:
    """Holds the installation for one start; raises AlreadyRunning where another one holds it."""
    HOME.mkdir(exist_ok=True)
    with _LOCK_FILE.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(lock.read().strip()) from None
        lock.truncate(0)
        lock.write(
            f"Griddesk is already up (or starting) at {installation.address}, process {os.getpid()}.\n"
        )
        lock.flush()
        yield


def check_ports(installation: Installation) -> None:
    """Raises CannotStart where another program listens on a port we need."""
    wanted = (
        ("--port", installation.host, installation.port),
        ("--sandbox-port", "127.0.0.1", installation.sandbox_port),
    )
    for option, host, port in wanted:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError:
                raise CannotStart(
                    f"port {port} is for root only; choose one from 1024 up: {option}"
                ) from None
            except OSError:
                raise CannotStart(
                    f"port {port} is taken; choose another: bin/start {option} {port + 10}"
                ) from None
