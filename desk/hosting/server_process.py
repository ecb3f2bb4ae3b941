"""The process of a PostgreSQL server, recognised by its data folder and not by a number in a file."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from desk.hosting.binaries import ClusterError

_PATIENCE_SECONDS = 60.0


def pid_of(data: Path) -> int | None:
    """The server of a data folder, or None; a number that now belongs to another process does not count."""
    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, 0)
    except (FileNotFoundError, NotADirectoryError, ProcessLookupError, ValueError, IndexError):
        return None
    except PermissionError:
        return None
    return pid if _works_in(pid, data) else None


def _works_in(pid: int, data: Path) -> bool:
    if not Path("/proc/self/cwd").exists():
        return True
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data)
    except OSError:
        return False


def programs_replaced(pid: int) -> bool:
    """Whether the server's program file was replaced under it, as an upgrade by the package manager does."""
    try:
        return os.readlink(f"/proc/{pid}/exe").endswith(" (deleted)")
    except OSError:
        return False


def forget_the_dead(data: Path, socket: Path) -> None:
    """Clears what a killed server left that PostgreSQL cannot judge; only call when `pid_of` found none.

    Where the number in the pid file was given to another process since, PostgreSQL would take that one for
    its server. The file itself stays: through it PostgreSQL sees whether children of the dead still write.
    """
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (socket / name).unlink(missing_ok=True)
    file = data / "postmaster.pid"
    try:
        lines = file.read_text().splitlines()
        os.kill(int(lines[0]), 0)
    except (FileNotFoundError, ProcessLookupError, ValueError, IndexError):
        return
    except PermissionError:
        pass  # alive, and somebody else's
    dead = subprocess.Popen(["true"])
    dead.wait()
    file.write_text("\n".join([str(dead.pid), *lines[1:]]) + "\n")


def end(data: Path) -> None:
    """Asks the server of a folder to end, its connections too, and waits.

    Raises ClusterError when it does not.
    """
    pid = pid_of(data)
    if pid is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while pid_of(data) == pid:
        if time.monotonic() > deadline:
            raise ClusterError(f"PostgreSQL (process {pid}) does not end; look at its log, then kill it")
        time.sleep(0.05)
