"""Starts our processes, watches them, and stops all of them when one dies or when it is asked to."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

_LOG_LIMIT = 10_000_000  # bytes; a longer log is put aside when its program starts
_TICK = 0.05  # seconds between two looks


class Stopped(Exception):
    """Raised when we were asked to end (Ctrl-C, SIGTERM, the terminal closed)."""


class ProgramDied(Exception):
    """Raised when a program ended that should run, or failed; the message has its last log lines."""


@dataclass(frozen=True, slots=True)
class Program:
    """A process to run: `environment` is added to our own."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


class Supervisor:
    """Keeps the processes of one installation; `home` holds their logs and who they are."""

    def __init__(self, home: Path, cwd: Path) -> None:
        self._logs = home / "log"
        self._pids = home / "run"
        self._cwd = cwd
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._begun: dict[str, int] = {}  # where in its log each began
        self._asked_to_stop = False
        for folder in (self._logs, self._pids):
            folder.mkdir(parents=True, exist_ok=True)

    def listen_for_signals(self) -> None:
        """From here on Ctrl-C, SIGTERM and a closed terminal make the next look raise Stopped."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_signal)

    def _note_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def start(self, program: Program) -> None:
        """Starts a program that shall go on running."""
        process = self._open(program)
        self._running[program.name] = process
        (self._pids / program.name).write_text(f"{process.pid} {_born(process.pid)}\n")

    def run(self, program: Program, *, shown: bool = False) -> None:
        """Runs a program to its end; raises ProgramDied if it fails, Stopped if we are asked to end.

        What a `shown` one says goes where our own words go, its complaints to its log all the same.
        """
        process = self._open(program, shown)
        try:
            while process.poll() is None:
                self._look()
                time.sleep(_TICK)
        finally:
            _end(process.pid, process.poll, seconds=10)
        if process.returncode != 0:
            raise ProgramDied(self._obituary(program.name, process.returncode))

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Looks until the condition holds or the time is over; raises like `look`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._look()
            if condition():
                return True
            time.sleep(_TICK)
        return False

    def watch(self) -> None:
        """Looks on for ever; raises Stopped or ProgramDied."""
        while True:
            self._look()
            time.sleep(4 * _TICK)

    def _look(self) -> None:
        if self._asked_to_stop:
            raise Stopped
        for name, process in self._running.items():
            if process.poll() is not None:
                raise ProgramDied(self._obituary(name, process.returncode))

    def stop(self, seconds: float = 40) -> list[str]:
        """Asks every program to end, waits, ends by force what does not; returns the names of those."""
        for process in self._running.values():
            _signal_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + seconds
        forced = []
        for name, process in self._running.items():
            if not _end(process.pid, process.poll, max(0.0, deadline - time.monotonic())):
                forced.append(name)
            (self._pids / name).unlink(missing_ok=True)
        self._running.clear()
        return forced

    def end_leftovers(self) -> list[str]:
        """Ends what a killed supervisor left running; returns the names."""
        ended = []
        for note in sorted(self._pids.iterdir()):
            pid, _, born = note.read_text().strip().partition(" ")
            if pid.isdigit() and born and _born(int(pid)) == born:
                _end(int(pid), partial(_gone, int(pid), born), 15)
                ended.append(note.name)
            note.unlink()
        return ended

    def _open(self, program: Program, shown: bool = False) -> subprocess.Popen[bytes]:
        path = self._logs / f"{program.name}.log"
        if path.exists() and path.stat().st_size > _LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            self._begun[program.name] = log.tell()
            # A session of its own: the terminal's Ctrl-C reaches us only, and we stop things in order.
            return subprocess.Popen(
                program.command, cwd=self._cwd, env={**os.environ, **program.environment},
                stdin=subprocess.DEVNULL, stdout=None if shown else log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _obituary(self, name: str, code: int) -> str:
        path = self._logs / f"{name}.log"
        said = path.read_bytes()[self._begun[name] :].decode(errors="replace")
        tail = "\n".join(f"    {line}" for line in said.splitlines()[-12:])
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
        return f"{name} {how}; the end of {path}:\n{tail}"


def _born(pid: int) -> str:
    """When a process started, in the kernel's ticks: with the number it names one process for good."""
    state = _state(pid)
    return state[19] if state else ""


def _state(pid: int | str) -> list[str]:
    """What the kernel says of a running process after its name, in proc(5)'s order; else nothing."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
    return [] if after_name[0] == "Z" else after_name


def _group_lives(pid: int) -> bool:
    """Whether a process still runs in the group of this one; the dead nobody has collected do not count."""
    states = (_state(entry) for entry in os.listdir("/proc") if entry.isdigit())
    return any(state and int(state[2]) == pid for state in states)


def _gone(pid: int, born: str) -> int | None:
    return None if _born(pid) == born else 0


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


def _end(pid: int, poll: Callable[[], int | None], seconds: float) -> bool:
    """Ends a process and its group; returns whether it went without force."""
    if poll() is None:
        _signal_group(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while poll() is None and time.monotonic() < deadline:
        time.sleep(_TICK)
    willing = poll() is not None
    # What the process itself started may have outlived it, and dies a moment after it is killed.
    _signal_group(pid, signal.SIGKILL)
    while poll() is None or _group_lives(pid):
        time.sleep(_TICK)
    return willing
