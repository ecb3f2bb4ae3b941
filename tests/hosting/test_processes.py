"""The supervisor: starts programs, tells who died and why, and leaves nothing running behind."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.hosting.processes import Program, ProgramDied, Stopped, Supervisor

_FOR_EVER = "import time\nwhile True: time.sleep(1)"
_DEAF = (
    "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\n" + _FOR_EVER
)
_PARENT = (
    "import subprocess, sys\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print(child.pid, flush=True)\n" + _FOR_EVER
)


def _program(name: str, code: str) -> Program:
    return Program(name, (sys.executable, "-c", code))


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, tmp_path)
    yield made
    made.stop(0.5)


def _pid(home: Path, name: str) -> int:
    return int((home / "run" / name).read_text().split()[0])


def _wait_for_line(path: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if path.exists() and path.read_text().endswith("\n"):
            return path.read_text()
        time.sleep(0.02)
    raise AssertionError(f"{path} stayed empty")


def test_a_program_that_dies_is_named_with_its_last_words(supervisor: Supervisor) -> None:
    supervisor.start(_program("steady", _FOR_EVER))
    supervisor.start(_program("frail", "import sys; print('out of ink'); sys.exit(3)"))

    with pytest.raises(ProgramDied, match=r"frail ended with status 3(?s:.*)out of ink"):
        supervisor.watch()


def test_last_words_are_those_of_this_time(supervisor: Supervisor) -> None:
    supervisor.run(_program("frail", "print('all is well')"))

    with pytest.raises(ProgramDied, match="out of ink") as died:
        supervisor.run(_program("frail", "import sys; print('out of ink'); sys.exit(3)"))

    assert "all is well" not in str(died.value)


def test_a_killed_program_is_told_from_one_that_ended(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(_program("frail", _FOR_EVER))
    os.kill(_pid(tmp_path, "frail"), signal.SIGKILL)

    with pytest.raises(ProgramDied, match="frail was ended by SIGKILL"):
        supervisor.watch()


def test_stopping_ends_a_program_and_what_it_started_itself(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(_program("parent", _PARENT))
    child = int(_wait_for_line(tmp_path / "log" / "parent.log"))

    forced = supervisor.stop()

    assert forced == []
    assert not _alive(child)


def test_a_program_deaf_to_sigterm_is_ended_by_force_and_named(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    supervisor.start(_program("deaf", _DEAF))
    _wait_for_line(tmp_path / "log" / "deaf.log")
    pid = _pid(tmp_path, "deaf")

    forced = supervisor.stop(0.3)

    assert forced == ["deaf"]
    assert not _alive(pid)


def test_what_a_killed_supervisor_left_running_is_ended_by_the_next(tmp_path: Path) -> None:
    killed = Supervisor(tmp_path, tmp_path)
    killed.start(_program("orphan", _FOR_EVER))
    pid = _pid(tmp_path, "orphan")

    ended = Supervisor(tmp_path, tmp_path).end_leftovers()

    assert ended == ["orphan"]
    assert not _alive(pid)
    killed.stop(0.1)


def test_a_number_that_now_belongs_to_another_process_is_left_alone(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path, tmp_path)
    (tmp_path / "run" / "web").write_text(f"{os.getpid()} 1\n")

    assert supervisor.end_leftovers() == []
    assert list((tmp_path / "run").iterdir()) == []


def test_a_signal_stops_the_watch(supervisor: Supervisor) -> None:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    supervisor.listen_for_signals()
    supervisor.start(_program("steady", _FOR_EVER))
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Stopped):
            supervisor.watch()
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def test_a_step_that_fails_raises_its_last_words(supervisor: Supervisor) -> None:
    with pytest.raises(ProgramDied, match="no such street"):
        supervisor.run(_program("demo", "raise SystemExit('no such street')"))


def test_a_log_grown_too_long_is_put_aside(supervisor: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "log" / "demo.log"
    log.write_bytes(b"x" * 10_000_001)

    supervisor.run(_program("demo", "print('new')"))

    assert log.read_text() == "new\n"
    assert (tmp_path / "log" / "demo.log.1").stat().st_size == 10_000_001
