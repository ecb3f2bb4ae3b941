"""One installation: its ports, its lock, its kept environment, and what it refuses with a sentence."""

import os
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.hosting import doctor, starting, welcome
from desk.hosting import installation as installations
from desk.hosting.asked import Installation
from desk.hosting.installation import AlreadyRunning, CannotStart
from desk.hosting.processes import Program, Supervisor


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(installations, "HOME", tmp_path)
    monkeypatch.setattr(installations, "ENVIRONMENT_FILE", tmp_path / "desk.env")
    monkeypatch.setattr(installations, "_LOCK_FILE", tmp_path / "start.lock")
    return tmp_path


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_refused_with_the_option_that_helps(taken_port: int) -> None:
    with pytest.raises(
        CannotStart, match=rf"port {taken_port} is taken; .*bin/start --port {taken_port + 10}"
    ):
        installations.check_ports(Installation(taken_port, taken_port + 1))


def test_the_port_of_the_sandbox_is_looked_at_too(taken_port: int) -> None:
    with pytest.raises(CannotStart, match="--sandbox-port"):
        installations.check_ports(Installation(0, taken_port))


def test_a_second_start_says_where_the_first_one_is(own_folder: Path) -> None:
    with (
        installations.only_start(Installation(port=8123)),
        pytest.raises(AlreadyRunning, match=r"http://127\.0\.0\.1:8123"),
        installations.only_start(Installation(port=8456)),
    ):
        pass


def test_a_lock_whose_holder_is_gone_holds_nobody_up(own_folder: Path) -> None:
    (own_folder / "start.lock").write_text("Griddesk is already up at http://127.0.0.1:8000, process 1.\n")

    with installations.only_start(Installation(port=8123)):
        said = (own_folder / "start.lock").read_text()

    assert "8123" in said


def test_the_kept_environment_is_read_as_it_was_written_and_by_its_owner_only(own_folder: Path) -> None:
    kept = {"DATABASE_URL": "postgresql://app:it's $ecret@/desk?host=/a b", "DEMO": "1"}

    installations.write_environment(kept)

    assert installations.read_environment() == kept
    assert (own_folder / "desk.env").stat().st_mode & 0o777 == 0o600


def test_what_the_operator_set_is_left_alone(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "0")

    environment = installations.environment_of(Installation(port=8123), {"DATABASE_URL": "x"})

    assert environment["DEMO"] == "0"
    assert environment["PUBLIC_URL"] == "http://127.0.0.1:8123"


def test_one_database_address_without_the_other_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_OWNER_URL")

    with pytest.raises(CannotStart, match="DATABASE_URL is set but DATABASE_OWNER_URL is not"):
        installations.outside_database()


def test_no_address_means_a_cluster_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("DATABASE_OWNER_URL")

    assert installations.outside_database() is None


@pytest.mark.parametrize("port", ["0", "65535", "http", "-1"])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        starting.main(["--port", port])

    assert "is not a port" in capsys.readouterr().err


def test_the_doctor_of_a_fresh_clone_says_to_start(own_folder: Path) -> None:
    findings = [finding for finding in doctor.examine() if "started" in finding.wrong]

    assert [finding.remedy for finding in findings] == ["run bin/start"]


def test_the_welcome_names_both_addresses() -> None:
    said = welcome.text(Installation(8123, 8124))

    assert "http://127.0.0.1:8123" in said
    assert "http://127.0.0.1:8124" in said


def test_a_supervisor_starts_programs_in_the_folder_of_the_product(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path, installations.ROOT)

    supervisor.run(Program("where", ("pwd",)))

    assert (tmp_path / "log" / "where.log").read_text().strip() == str(installations.ROOT)


def test_the_doctor_sees_who_may_write_anchors_and_how_old_the_last_is(tmp_path: Path) -> None:
    folder = tmp_path / "anchors"
    assert list(doctor.anchors(folder)) == []
    folder.mkdir(mode=0o700)
    (folder / "anchor-000000000001.json").touch()
    assert list(doctor.anchors(folder)) == []

    folder.chmod(0o777)
    five_hours_ago = time.time() - 5 * 3600
    os.utime(folder / "anchor-000000000001.json", (five_hours_ago, five_hours_ago))

    wrong = [finding.wrong for finding in doctor.anchors(folder)]
    assert wrong == [
        f"others can write into the folder of anchors {folder}",
        "the last anchor is 5 hours old",
    ]


def test_the_doctor_has_a_remedy_for_whatever_health_may_find() -> None:
    source = (installations.ROOT / "desk" / "health.py").read_text("utf-8")
    kinds = set(re.findall(r'Finding\(f?"(\w+)', source)) - {"database", "map"}  # these two are not ready
    told = [{"what": f"{kind} x", "well": False, "why": "gone"} for kind in sorted(kinds)]

    assert len(kinds) >= 6
    assert [one.remedy for one in doctor.not_well(told) if one.remedy == "the log says more"] == []
    assert [*doctor.not_well([{"what": "broker", "well": True, "why": ""}])] == []
