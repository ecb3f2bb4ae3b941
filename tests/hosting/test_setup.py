"""bin/setup on a machine that lacks things, run by somebody who may not install them."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import ROOT

# What the script itself uses; everything else is missing on this machine unless a test puts it there.
_TOOLS = (
    "bash", "env", "dirname", "basename", "mkdir", "flock", "cat", "cut", "sort", "df", "awk", "id", "rm",
    "sha256sum", "tail", "grep", "pg_config",
)  # fmt: skip
_COPIED = ("bin/setup", "requirements", "vendor")


@dataclass(frozen=True, slots=True)
class Machine:
    """A clone of the product and the only folder in which its set-up finds programs."""

    clone: Path
    programs: Path

    def has(self, name: str, script: str = "exit 0") -> None:
        """Puts a program there."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def sets_up(self, *options: str) -> "subprocess.CompletedProcess[str]":
        """Runs bin/setup as a plain user, whoever runs the tests."""
        plain = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        return subprocess.run(
            [self.clone / "bin" / "setup", *options],
            env={"PATH": str(self.programs), "HOME": str(self.clone)},
            user=plain.pw_uid if plain else None,
            group=plain.pw_gid if plain else None,
            extra_groups=[] if plain else None,
            capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip

    def installed(self) -> list[str]:
        """What the set-up left in the clone beyond its own log and lock."""
        made = {path.name for path in self.clone.iterdir()} - {"bin", "requirements", "vendor", "var"}
        return sorted(made | {path.name for path in (self.clone / "var").iterdir()} - {"log", "setup.lock"})


@pytest.fixture
def machine() -> Iterator[Machine]:
    """One with PostgreSQL and apt, without Python, a browser or a font for it."""
    home = Path(tempfile.mkdtemp(prefix="griddesk-setup-"))
    home.chmod(0o755)
    made = Machine(home / "desk", home / "programs")
    made.clone.mkdir()
    made.programs.mkdir()
    for name in _COPIED:
        (made.clone / name).parent.mkdir(exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, made.clone / name)
    if os.geteuid() == 0:
        shutil.chown(made.clone, "nobody")
    for tool in _TOOLS:
        found = shutil.which(tool)
        if found is not None:
            (made.programs / tool).symlink_to(found)
    made.has("apt-get", "echo 'nobody asked for this' >&2; exit 99")
    made.has("fc-list")
    yield made
    shutil.rmtree(home)


def test_everything_that_is_missing_is_told_in_one_line_for_apt(machine: Machine) -> None:
    ended = machine.sets_up("--develop")

    assert ended.returncode == 1
    told = [line for line in ended.stderr.splitlines() if "apt install" in line]
    assert told == ["    sudo apt install python3 python3-venv chromium fonts-noto-cjk"]
    assert "nobody asked" not in ended.stderr
    assert machine.installed() == []


def test_the_product_alone_needs_no_browser(machine: Machine) -> None:
    ended = machine.sets_up()

    assert ended.returncode == 1
    assert "    sudo apt install python3 python3-venv" in ended.stderr.splitlines()


def test_sudo_that_asks_for_a_password_is_not_used(machine: Machine) -> None:
    machine.has("sudo", 'case "$*" in "-n true") exit 1;; *) echo "asked for a password" >&2; exit 99;; esac')

    ended = machine.sets_up()

    assert ended.returncode == 1
    assert "sudo apt install python3 python3-venv" in ended.stderr
    assert "asked for a password" not in ended.stderr


def test_a_python_without_venv_needs_its_own_package(machine: Machine) -> None:
    # New enough, and without what Debian keeps in a package of its own.
    machine.has("python3", 'case "$*" in *ensurepip*) exit 1;; esac')

    ended = machine.sets_up()

    assert ended.returncode == 1
    assert "    sudo apt install python3-venv" in ended.stderr.splitlines()


def test_a_python_that_is_too_old_counts_as_none(machine: Machine) -> None:
    machine.has("python3", "exit 1")

    ended = machine.sets_up()

    assert "    sudo apt install python3 python3-venv" in ended.stderr.splitlines()


def test_a_system_without_apt_is_told_what_is_needed_by_name(machine: Machine) -> None:
    (machine.programs / "apt-get").unlink()

    ended = machine.sets_up()

    assert ended.returncode == 1
    assert "Python 3.11 or newer with venv, PostgreSQL 13 or newer with PostGIS 3" in ended.stderr
    assert "python3 python3-venv" in ended.stderr
