"""Finds the PostgreSQL programs on this machine that can carry Griddesk: 13 or newer, with PostGIS."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 13
_DEBIAN = Path("/usr/lib/postgresql")


class ClusterError(Exception):
    """Raised when the private cluster cannot be made or started; the message says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Binaries:
    """One installed PostgreSQL: its version and the folder of its programs."""

    major: int
    folder: Path


def newest() -> Binaries:
    """The newest PostgreSQL with PostGIS; raises ClusterError naming what to install."""
    found = list(_installed())
    usable = [one for one in found if one.major >= OLDEST_MAJOR and _has_postgis(one)]
    if usable:
        return max(usable)
    new_enough = [one.major for one in found if one.major >= OLDEST_MAJOR]
    if new_enough:
        raise ClusterError(
            f"PostgreSQL {max(new_enough)} has no PostGIS; apt install postgresql-{max(new_enough)}-postgis-3"
        )
    if found:
        raise ClusterError(
            f"PostgreSQL {max(found).major} is too old, {OLDEST_MAJOR} is the oldest that will do;"
            " apt install postgresql postgresql-postgis"
        )
    raise ClusterError("no PostgreSQL is installed; apt install postgresql postgresql-postgis")


def of_major(major: int) -> Binaries:
    """The programs a cluster made by `major` needs; raises ClusterError where they are gone."""
    for one in _installed():
        if one.major == major and _has_postgis(one):
            return one
    raise ClusterError(
        f"the data were made by PostgreSQL {major}, which is no longer here with PostGIS;"
        f" apt install postgresql-{major}-postgis-3"
    )


def _installed() -> Iterator[Binaries]:
    folders = list(_DEBIAN.glob("*/bin"))
    if shutil.which("pg_config"):
        folders.append(Path(_asked("pg_config", "--bindir")))
    for folder in dict.fromkeys(folders):
        if (folder / "initdb").exists():
            yield Binaries(_major(folder), folder)


def _has_postgis(one: Binaries) -> bool:
    share = [Path("/usr/share/postgresql") / str(one.major)]
    config = one.folder / "pg_config"
    if config.exists():
        share.append(Path(_asked(config, "--sharedir")))
    return any((place / "extension" / "postgis.control").exists() for place in share)


def _major(folder: Path) -> int:
    matched = re.search(r"(\d+)", _asked(folder / "postgres", "--version"))
    return int(matched.group(1)) if matched else 0


def _asked(*command: str | Path) -> str:
    asked = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return asked.stdout.strip()
