"""Starts the reader of foreign files as a process that is shut in, and takes its lines one by one."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grid.errors import LayerUnreadable

_ROOT = Path(__file__).parent.parent
_SECONDS = 120.0  # by the clock; the reader has half of it of the processor
_LONGEST = 200_000_000  # bytes of one row
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "GDAL_NUM_THREADS": "1",
    "GDAL_PAM_ENABLED": "NO", "CPL_DEBUG": "OFF", "PROJ_NETWORK": "OFF",
}  # fmt: skip
_WORDS = {
    "SIGXCPU": "takes more time than a layer of a city may",
    "SIGKILL": "takes more time than a layer of a city may",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says of itself, and its rows; each row is a GeoJSON feature."""

    crs: str | None
    rows: int
    features: Iterator[dict[str, object]]


def read_confined(path: Path, table: str, seconds: float = _SECONDS) -> Reading:
    """Reads a GeoPackage or a Shapefile; raises LayerUnreadable, also while the rows are taken.

    The reader ends when the rows are given up, or after so many seconds.
    """
    lines = _lines(path, table, seconds)
    first = next(lines)
    crs, rows = first.get("crs"), first.get("rows")
    # A layer without a system is said to be in one of its own.
    stated = isinstance(crs, str) and crs and not crs.startswith(("LOCAL_CS", "ENGCRS", "ENGINEERINGCRS"))
    return Reading(str(crs) if stated else None, rows if isinstance(rows, int) else 0, lines)


def _lines(path: Path, table: str, seconds: float) -> Iterator[dict[str, object]]:
    command = [sys.executable, "-E", "-s", "-m", "grid.confined.reader", str(path.resolve()), table]
    reader = subprocess.Popen(
        command, cwd=_ROOT, env=_ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = threading.Timer(seconds, reader.kill)
    deadline.start()
    try:
        yield from _read(reader, path)
    finally:
        deadline.cancel()
        reader.kill()
        reader.wait()


def _read(reader: "subprocess.Popen[bytes]", path: Path) -> Iterator[dict[str, object]]:
    told = 0
    while reader.stdout is not None and (line := reader.stdout.readline(_LONGEST)):
        if not line.endswith(b"\n"):
            break
        row = json.loads(line)
        if "refused" in row:
            raise LayerUnreadable(path.name, str(row["refused"]))
        told += 1
        yield row
    status = reader.wait()
    if status != 0 or told == 0:
        # A reader that was ended says nothing itself.
        how = _WORDS.get(_name(status), f"could not be read: the reader ended with {_name(status)}")
        raise LayerUnreadable(path.name, how)


def _name(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"status {status}"
