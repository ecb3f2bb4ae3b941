"""What the system knows of a process: the time it has used, its memory, what it has loaded."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_used(pid: int) -> float:
    """Processor seconds of the process so far, in its own code and for it in the system."""
    # The name of the program stands in brackets and may hold spaces.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def megabytes(pid: int) -> float:
    """Memory of the process, each page it shares divided among those who share it (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    raise ValueError(f"the system does not tell the memory of {pid}")


def shared_libraries(pid: int) -> frozenset[str]:
    """The files mapped into the process."""
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    return frozenset(parts[5] for line in lines if len(parts := line.split(maxsplit=5)) == 6)
