"""bin/start in a clone of its own: up with all its processes, once only, and nothing left when it ends."""

import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desk.demo.accounts import PASSWORD
from tests.databases import ROOT

_PATIENCE = 240.0  # seconds; both processors may be busy with other tests
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "tests")


def _free_ports() -> tuple[int, int]:
    with closing(socket.socket()) as one, closing(socket.socket()) as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@dataclass
class Start:
    """One call of bin/start, and what it has said so far."""

    process: "subprocess.Popen[bytes]"
    output: Path

    def said(self) -> str:
        return self.output.read_text()

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(_PATIENCE)


@dataclass
class Clone:
    """A copy of the product with the same installed packages and front-end files."""

    home: Path
    ports: tuple[int, int]
    starts: list[Start] = field(default_factory=list)

    def start(self, *options: str) -> Start:
        kept = {name: value for name, value in os.environ.items() if name not in _OURS}
        output = self.home.with_name(f"start-{len(self.starts)}.txt")
        ports = ("--port", str(self.ports[0]), "--sandbox-port", str(self.ports[1]))
        with output.open("wb") as file:
            process = subprocess.Popen(
                ["bin/start", *ports, *options],
                cwd=self.home, env=kept, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip
        self.starts.append(Start(process, output))
        return self.starts[-1]

    def processes(self) -> list[int]:
        """Everything that runs in the clone or on its data."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _folder(entry).is_relative_to(self.home):
                found.append(int(entry.name))
        return found


# In 文献社区, in degrees (lon, lat), WGS-84.
_IN_TOWN = {"lon": 119.0251, "lat": 25.4384, "crs": "WGS84"}
_OURS = {"DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ROLE", "KEYS_DIR", "FILES_DIR", "ANCHORS_DIR"}
_OURS |= {"PINYIN_TABLE", "VENDOR_DIR"}


def _folder(entry: Path) -> Path:
    try:
        return Path(os.readlink(entry / "cwd"))
    except OSError:
        return Path("/")


def _sandbox_answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _wait_until_up(clone: Clone, start: Start) -> None:
    # The line is said after everything left over was ended, so it is this start's sandbox that answers.
    _wait_until(start, lambda: "sandbox, worker, web" in start.said() and _sandbox_answers(clone.ports[1]))


def _wait_until(start: Start, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert start.process.poll() is None, start.said()
        assert time.monotonic() < deadline, start.said()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def copied() -> Iterator[Clone]:
    """Copied once: a first start makes the database, and the others need not wait for that again."""
    home = Path(tempfile.mkdtemp(prefix="griddesk-clone-"))
    home.chmod(0o755)
    copy = Clone(home / "desk", _free_ports())
    shutil.copytree(ROOT, copy.home, ignore=_LEFT_OUT)
    (copy.home / ".venv").symlink_to(ROOT / ".venv")
    shutil.copytree(ROOT / "var" / "vendor", copy.home / "var" / "vendor")
    yield copy
    shutil.rmtree(home)


@pytest.fixture
def clone(copied: Clone) -> Iterator[Clone]:
    """The copy with nothing running in it."""
    yield copied
    for start in copied.starts:
        start.process.kill()
        start.process.wait()
    while left := copied.processes():
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)


def test_a_start_ends_with_everything_it_began(clone: Clone) -> None:
    start = clone.start("--no-demo")
    _wait_until_up(clone, start)

    status = start.end(signal.SIGINT)

    assert status == 0, start.said()
    assert "stopping" in start.said()
    assert clone.processes() == []


def test_a_start_for_the_network_speaks_tls_by_a_certificate_made_here(clone: Clone) -> None:
    start = clone.start("--no-demo", "--lan", "127.0.0.1")
    _wait_until(start, lambda: "Griddesk is up" in start.said())
    trust = ssl.create_default_context(cafile=clone.home / "var" / "tls" / "authority.pem")

    with urllib.request.urlopen(f"https://127.0.0.1:{clone.ports[0]}/", context=trust) as answer:
        secured = answer.headers["Strict-Transport-Security"]
    with pytest.raises(OSError, match="self-signed certificate"):
        urllib.request.urlopen(f"https://127.0.0.1:{clone.ports[0]}/")
    status = start.end(signal.SIGTERM)

    assert secured
    assert re.search(r"SHA-256 (?:[0-9A-F]{2}:){31}[0-9A-F]{2}\n", start.said())
    assert (status, clone.processes()) == (0, [])


def test_what_a_start_says_to_try_can_be_done(clone: Clone) -> None:
    start = clone.start()
    _wait_until(start, lambda: "Ctrl-C stops all of it" in start.said())
    desk, bus = (f"http://127.0.0.1:{port}" for port in clone.ports)
    faces = re.findall(r"^  (/\S*) +(\S+\.\S+) ", start.said(), re.MULTILINE)

    assert len(faces) > 8, start.said()
    for face, login in faces:
        assert _opened(desk, face, login) == f"{desk}{face}", login
    for address in re.findall(rf"(?:{desk}|{bus})/[a-z/]*", start.said()):
        assert urllib.request.urlopen(address, timeout=_PATIENCE).status == 200
    reported = {"class_code": "0102", "description": "垃圾没人收", "place": {"point": _IN_TOWN}}
    taken = _asked(f"{desk}/api/v1/reports", reported)
    record = f"{bus}/record?case={taken['case_no']}"
    _wait_until(start, lambda: bool(_asked(record)["messages"]))


def _opened(desk: str, face: str, login: str) -> str:
    """Where somebody lands who signs in and opens a face."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    body = json.dumps({"login": login, "password": PASSWORD}).encode()
    asked = urllib.request.Request(f"{desk}/api/v1/login", body, {"content-type": "application/json"})
    browser.open(asked, timeout=_PATIENCE)
    return str(browser.open(f"{desk}{face}", timeout=_PATIENCE).geturl())


def _asked(address: str, body: object = None) -> dict[str, object]:
    headers = {"content-type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(address, data, headers), timeout=_PATIENCE) as answer:
        told: dict[str, object] = json.load(answer)
    return told


def test_a_second_start_says_where_the_first_one_is(clone: Clone) -> None:
    first = clone.start("--no-demo")
    _wait_until_up(clone, first)

    second = clone.start("--no-demo")

    assert second.process.wait(_PATIENCE) == 0
    assert f"http://127.0.0.1:{clone.ports[0]}" in second.said()
    assert first.process.poll() is None


def test_a_start_clears_away_what_a_killed_one_left_running(clone: Clone) -> None:
    killed = clone.start("--no-demo")
    _wait_until_up(clone, killed)
    killed.end(signal.SIGKILL)

    start = clone.start("--no-demo")
    _wait_until_up(clone, start)
    start.end(signal.SIGINT)

    assert "ended sandbox, left over from a start that was killed" in start.said()
    assert clone.processes() == []


def test_a_start_with_nothing_new_loads_nothing_and_one_with_something_new_does(clone: Clone) -> None:
    new = []
    for changed in (True, False, True):
        if changed:
            (clone.home / "desk" / "cli.py").touch()
        start = clone.start("--no-demo")
        _wait_until_up(clone, start)
        start.end(signal.SIGINT)
        new.append("nothing new since the last start" not in start.said())

    assert new == [True, False, True]
