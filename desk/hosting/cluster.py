"""A private PostgreSQL cluster: made, started, checked and stopped, reachable over its socket only."""

import hashlib
import os
import pwd
import re
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROLES = ("griddesk_owner", "griddesk_app", "griddesk_read")
_SUPERUSER = "postgres"
_SOCKET_PATH_LIMIT = 100  # bytes; sun_path holds 107 with the file name PostgreSQL appends counted below
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


class ClusterError(Exception):
    """Raised when the private cluster cannot be made or started; the message says what to do."""


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


def binaries() -> Path:
    """The folder of the newest PostgreSQL that has PostGIS; raises ClusterError naming what to install."""
    found = [path for path in _installed() if _has_postgis(path)]
    if not found:
        raise ClusterError("no PostgreSQL with PostGIS found; apt install postgresql postgresql-postgis")
    return max(found, key=_version)


def _installed() -> Iterator[Path]:
    for folder in Path("/usr/lib/postgresql").glob("*/bin"):
        if (folder / "initdb").exists():
            yield folder


def _has_postgis(folder: Path) -> bool:
    share = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True, check=False)
    own = Path(share.stdout.strip()) if share.returncode == 0 else Path("/nonexistent")
    debian = Path("/usr/share/postgresql") / folder.parent.name
    return any((place / "extension" / "postgis.control").exists() for place in (own, debian))


def _version(folder: Path) -> tuple[int, ...]:
    printed = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    matched = re.search(r"(\d+)(?:\.(\d+))?", printed.stdout)
    return tuple(int(part or 0) for part in matched.groups()) if matched else (0,)


def _as_user() -> str | None:
    """PostgreSQL refuses to run as root, so root hands over to the database user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise ClusterError("running as root needs a user named postgres; apt install postgresql-common")


def _run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    user = _as_user()
    return subprocess.run(
        [str(part) for part in command],
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd=cwd or "/",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


def _give(path: Path, mode: int) -> None:
    path.mkdir(parents=True, exist_ok=True)
    user = _as_user()
    if user:
        os.chown(path, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    path.chmod(mode)


def create(cluster: Cluster) -> bool:
    """Makes the cluster's files if they are not there; returns whether it made them.

    An interrupted first run is recognised by a missing marker and made anew.
    """
    marker = cluster.home / "made"
    if marker.exists():
        return False
    cluster.home.mkdir(parents=True, exist_ok=True)
    subprocess.run(["rm", "-rf", str(cluster.data)], check=True)
    _give(cluster.data, 0o700)
    secret = cluster.home / "initdb-secret"
    secret.write_text(cluster.password(_SUPERUSER) + "\n")
    secret.chmod(0o600)
    user = _as_user()
    if user:
        os.chown(secret, pwd.getpwnam(user).pw_uid, -1)
    made = _run(
        binaries() / "initdb", "-D", cluster.data, "-U", _SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8",
        "--data-checksums", "--auth=scram-sha-256", f"--pwfile={secret}",
    )  # fmt: skip
    secret.unlink()
    if made.returncode != 0:
        raise ClusterError(f"initdb failed in {cluster.data}: {made.stderr.strip()}")
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.write(_CONFIGURATION.format(socket=cluster.socket))
        file.write("" if cluster.durable else _FAST_AND_FORGETFUL)
    marker.touch()
    return True


def running(cluster: Cluster) -> bool:
    """Whether the cluster's server runs; a stale pid file does not count."""
    return _run(binaries() / "pg_ctl", "-D", cluster.data, "status").returncode == 0


def start(cluster: Cluster) -> None:
    """Starts the server if it does not run, and again if its binaries were upgraded under it."""
    create(cluster)
    _give(cluster.socket, 0o755)
    if running(cluster):
        if not _binaries_changed(cluster):
            return
        stop(cluster)
    cluster.log.touch()
    _give_file(cluster.log)
    started = _run(binaries() / "pg_ctl", "-D", cluster.data, "-l", cluster.log, "-w", "-t", "60", "start")
    if started.returncode != 0:
        tail = "\n".join(cluster.log.read_text(errors="replace").splitlines()[-5:])
        raise ClusterError(f"PostgreSQL did not start:\n{tail}")


def _give_file(path: Path) -> None:
    user = _as_user()
    if user:
        os.chown(path, pwd.getpwnam(user).pw_uid, -1)


def _binaries_changed(cluster: Cluster) -> bool:
    pid_file = cluster.data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
        return os.readlink(f"/proc/{pid}/exe").endswith(" (deleted)")
    except (OSError, ValueError, IndexError):
        return False


def stop(cluster: Cluster) -> None:
    """Stops the server; open connections are ended, committed work is kept."""
    if cluster.data.exists():
        _run(binaries() / "pg_ctl", "-D", cluster.data, "-m", "fast", "-w", "stop")
