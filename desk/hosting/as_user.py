"""Runs the database's programs as the user who may run them, and gives that user its files."""

import os
import pwd
import subprocess
from pathlib import Path

from desk.hosting.binaries import ClusterError


def database_user() -> str | None:
    """PostgreSQL refuses to run as root, so root hands over to this user; None means: as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise ClusterError("running as root needs a user named postgres; apt install postgresql-common")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a program as the database's user, in a session of its own, and returns what it said."""
    user = database_user()
    return subprocess.run(
        [str(part) for part in command],
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        # Ctrl-C in the terminal is for the one who started us: the server is stopped last, in order.
        start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


def give(path: Path, mode: int) -> None:
    """Hands a file or folder to the database's user."""
    user = database_user()
    if user:
        os.chown(path, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    path.chmod(mode)


def can_enter(folder: Path) -> bool:
    """Whether the database's user can pass through every parent of a folder."""
    user = database_user()
    if user is None:
        return True
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    return run("/usr/bin/test", "-x", existing).returncode == 0
