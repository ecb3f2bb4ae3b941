"""A private PostgreSQL cluster: where it lives, its secrets, and how it is made, started and stopped."""

import hashlib
import os
import secrets
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from desk.hosting import as_user, binaries, server_process
from desk.hosting.binaries import Binaries, ClusterError

ROLES = ("griddesk_owner", "griddesk_app", "griddesk_read")
_SUPERUSER = "postgres"
_SOCKET_PATH_LIMIT = 100  # bytes; sun_path holds 107 with the file name PostgreSQL appends counted below
_ORPHANS_END_SECONDS = 10.0  # the children of a killed server end by themselves
_SYSTEM_HOME = Path("/var/lib/griddesk")
_CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0777
password_encryption = 'scram-sha-256'
max_connections = 200
shared_buffers = '256MB'
max_wal_size = '2GB'
timezone = 'UTC'
jit = off
# Bind values can be personal data; they stay out of the log, in errors too.
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_statement = 'none'
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
"""
_FAST_AND_FORGETFUL = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a private cluster lives; `durable=False` trades crash safety for speed and is for tests only."""

    home: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def socket(self) -> Path:
        """The socket's folder: beside the data, or a short path where that one is too long for a socket."""
        beside = self.home / "socket"
        if len(os.fsencode(beside)) + len("/.s.PGSQL.5432.lock") <= _SOCKET_PATH_LIMIT:
            return beside
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"griddesk-{digest}"

    def password(self, role: str) -> str:
        """The generated secret of a role, made at the first asking."""
        path = self.home / "secrets" / role
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(24))
        return path.read_text().strip()

    def url(self, role: str, database: str) -> str:
        """The connection address of a role for a database."""
        return f"postgresql://{role}:{self.password(role)}@/{database}?host={self.socket}"


def home_for(wanted: Path) -> Path:
    """`wanted`, or a folder of the system where root's database user cannot enter `wanted`."""
    if as_user.can_enter(wanted):
        return wanted
    return _SYSTEM_HOME / hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]


def programs(cluster: Cluster) -> Binaries:
    """The PostgreSQL of this cluster: the one that made it, or the newest for a new one."""
    try:
        return binaries.of_major(int((cluster.data / "PG_VERSION").read_text()))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return binaries.newest()


def create(cluster: Cluster) -> bool:
    """Makes the cluster's files if they are not there; returns whether it made them.

    An interrupted first run is recognised by a missing marker and made anew.
    """
    marker = cluster.home / "made"
    if marker.exists():
        return False
    chosen = binaries.newest()
    cluster.home.mkdir(parents=True, exist_ok=True)
    if cluster.data.exists():
        stop(cluster)
        shutil.rmtree(cluster.data)
    cluster.data.mkdir()
    as_user.give(cluster.data, 0o700)
    _initialise(cluster, chosen)
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.write(_CONFIGURATION.format(socket=cluster.socket))
        file.write("" if cluster.durable else _FAST_AND_FORGETFUL)
    marker.touch()
    return True


def _initialise(cluster: Cluster, chosen: Binaries) -> None:
    secret = cluster.home / "initdb-secret"
    secret.write_text(cluster.password(_SUPERUSER) + "\n")
    as_user.give(secret, 0o600)
    made = as_user.run(
        chosen.folder / "initdb", "-D", cluster.data, "-U", _SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8",
        "--data-checksums", "--auth=scram-sha-256", f"--pwfile={secret}",
    )  # fmt: skip
    secret.unlink()
    if made.returncode == 0:
        return
    if "invalid locale name" in made.stderr:
        raise ClusterError("the locale C.UTF-8 is missing; apt install locales, or update the C library")
    raise ClusterError(f"PostgreSQL could not make its files in {cluster.data}: {made.stderr.strip()}")


def running(cluster: Cluster) -> bool:
    """Whether the cluster's server runs; a stale pid file does not count."""
    return server_process.pid_of(cluster.data) is not None


def start(cluster: Cluster) -> bool:
    """Starts the server if it does not run, and again if its programs were upgraded under it.

    Returns whether it started it. Raises ClusterError with the last lines of the server's log.
    """
    create(cluster)
    cluster.socket.mkdir(parents=True, exist_ok=True)
    as_user.give(cluster.socket, 0o755)
    pid = server_process.pid_of(cluster.data)
    if pid is not None:
        if not server_process.programs_replaced(pid):
            return False
        stop(cluster)
    server_process.forget_the_dead(cluster.data, cluster.socket)
    cluster.log.touch()
    as_user.give(cluster.log, 0o600)
    deadline = time.monotonic() + _ORPHANS_END_SECONDS
    while (tail := _start_failure(cluster)) is not None:
        if "shared memory block" not in tail or time.monotonic() > deadline:
            raise ClusterError(f"PostgreSQL did not start; the end of {cluster.log}:\n{tail}")
        time.sleep(0.25)
    return True


def _start_failure(cluster: Cluster) -> str | None:
    control = programs(cluster).folder / "pg_ctl"
    started = as_user.run(control, "-D", cluster.data, "-l", cluster.log, "-w", "-t", "60", "start")
    if started.returncode == 0:
        return None
    return "\n".join(cluster.log.read_text(errors="replace").splitlines()[-5:])


def stop(cluster: Cluster) -> None:
    """Stops the server; open connections are ended, committed work is kept."""
    server_process.end(cluster.data)
