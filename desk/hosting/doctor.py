"""Says what is wrong with this installation and what to do about it; `bin/desk doctor`."""

import asyncio
import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desk.hosting import cluster as clusters
from desk.hosting import installation as installations
from desk.hosting import server_process
from desk.hosting.binaries import ClusterError
from desk.hosting.fitness import UnfitDatabase, check_fit, pending_migrations
from desk.hosting.progress import say

_LITTLE_BYTES = 1 << 30
_LATE_HOURS = 3  # they are made each hour
_REMEDIES = {
    "anchors": "bin/desk verify-journal says more",
    "worker": "start one: bin/start, or python -m desk.worker",
    "pump": "see that a worker or a pump runs, and what its log says",
    "broker": "see that RabbitMQ runs and that BROKER_URL leads to it",
    "jobs": "see that a worker runs and what its log says",
    "keys": "put the keys back from their copy, or begin anew with an empty database",
    "bus": "the page /bus says more",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, and the one thing to do about it."""

    wrong: str
    remedy: str


def examine() -> Iterator[Finding]:
    """Looks from the ground up; what stands on something broken is not looked at."""
    yield from _disk()
    environment = installations.read_environment()
    if not environment:
        yield Finding("nothing was started here yet", "run bin/start")
        return
    server = list(_server()) if not installations.outside_database() else []
    yield from server
    if server:
        return
    database = list(_database(environment["DATABASE_OWNER_URL"]))
    yield from database
    if not database:
        yield from anchors(Path(environment.get("ANCHORS_DIR", installations.HOME / "anchors")))
        yield from _web(environment["PUBLIC_URL"])


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(installations.ROOT).free
    if free < _LITTLE_BYTES:
        yield Finding(f"only {free >> 20} MB are free on the disk", "make room; nothing can be written soon")


def _server() -> Iterator[Finding]:
    try:
        cluster = installations.own_cluster()
        clusters.programs(cluster)
    except ClusterError as error:
        yield Finding("PostgreSQL is not usable", str(error))
        return
    pid = server_process.pid_of(cluster.data)
    if pid is None:
        yield Finding("the database is not running", f"run bin/start; if that fails, look at {cluster.log}")
    elif server_process.programs_replaced(pid):
        yield Finding("PostgreSQL was upgraded while it ran", "stop bin/start and start it again")


def _database(owner_url: str) -> Iterator[Finding]:
    try:
        asyncio.run(check_fit(owner_url))
        due = asyncio.run(pending_migrations(owner_url))
    except UnfitDatabase as error:
        yield Finding("the database cannot be used", str(error))
        return
    if due:
        yield Finding(f"{len(due)} migrations were not run, the first is {due[0]}", "run bin/desk migrate")


def anchors(folder: Path) -> Iterator[Finding]:
    """What shows in the folder itself; whether anchors and database agree says `/ready`."""
    if not folder.exists():
        return
    if folder.stat().st_mode & 0o022:
        yield Finding(f"others can write into the folder of anchors {folder}", f"run chmod go-w {folder}")
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(f"nothing can be written into the folder of anchors {folder}", "give us the right to")
    written = [path.stat().st_mtime for path in folder.glob("anchor-*.json")]
    hours = (time.time() - max(written, default=time.time())) / 3600
    if hours > _LATE_HOURS:
        yield Finding(
            f"the last anchor is {hours:.0f} hours old",
            "see that a worker runs and what its log says; bin/desk anchor makes one now",
        )


def _web(address: str) -> Iterator[Finding]:
    try:
        with (
            urllib.request.urlopen(f"{address}/ready", timeout=5),
            urllib.request.urlopen(f"{address}/health", timeout=5) as answer,
        ):
            yield from not_well(json.load(answer)["findings"])
    except urllib.error.HTTPError as refused:
        yield Finding("the desk is not ready", refused.read(2000).decode(errors="replace"))
    except OSError as error:
        log = installations.HOME / "log" / "web.log"
        yield Finding(f"the desk does not answer at {address} ({error})", f"run bin/start, or look at {log}")


def not_well(told: Iterable[Mapping[str, object]]) -> Iterator[Finding]:
    """What `/health` found wrong, each with what to do about it."""
    for one in told:
        if not one["well"]:
            kind = str(one["what"]).split()[0]
            yield Finding(f"{one['what']}: {one['why']}", _REMEDIES.get(kind, "the log says more"))


def main() -> int:
    """Prints the findings; 0 means that there are none."""
    findings = list(examine())
    for finding in findings:
        say(f"✗ {finding.wrong}\n  → {finding.remedy}")
    if not findings:
        say("Nothing is wrong.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
