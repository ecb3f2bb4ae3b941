"""Template databases on the tests' own cluster and copies of them for each worker."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import asyncpg

from desk.hosting import cluster as clusters
from desk.hosting import provisioning, sharing
from desk.hosting.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
CLUSTER = Cluster(clusters.home_for(ROOT / "var" / "tests"), durable=False)
_STRUCTURE = ("*/piccolo_migrations/*.py", "*/piccolo_app.py", "desk/migrating.py")
# What the demo city is made of; a change of the tables' own code does not show in it.
_CITY = (
    *_STRUCTURE, "grid/*.py", "grid/demo/*.py", "grid/rules/*.py", "registry/demo/*", "dispatch/demo/*.py",
    "dispatch/published_calendars/*", "desk/demo/city.py", "desk/demo/accounts.py", "desk/hosting/demo.py",
)  # fmt: skip


def _digest(patterns: tuple[str, ...]) -> str:
    files = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    content = b"".join(path.read_bytes() for path in files if path.is_file())
    return hashlib.sha256(content).hexdigest()[:12]


def running_cluster() -> AbstractContextManager[None]:
    """Starts the tests' cluster once for all workers and runs; the last one to leave stops it."""
    return sharing.in_use(CLUSTER)


def blank_template() -> str:
    """The name of a migrated, empty template; made anew whenever the migrations change."""
    return _template(f"template_blank_{_digest(_STRUCTURE)}", lambda _: None)


def city_template() -> str:
    """The name of a template with the demo city and no cases; made anew whenever its loaders change."""
    return _template(f"template_city_{_digest(_CITY)}", _load_city)


def _template(name: str, fill: Callable[[str], None]) -> str:
    sharing.made(CLUSTER, name, fill)
    return name


def _load_city(database: str) -> None:
    environment = {**os.environ, **provisioning.environment(CLUSTER, database), "DEMO": "1"}
    load = [sys.executable, "-m", "desk.hosting.demo", "--without-examples"]
    subprocess.run(load, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def copy_of(template: str, name: str) -> Iterator[str]:
    """A database of its own made from a template, dropped at the end."""
    with sharing.copy_of(CLUSTER, template, name):
        # A process that had this number before may have left what belongs to another database.
        shutil.rmtree(folder_of(name), ignore_errors=True)
        try:
            yield name
        finally:
            shutil.rmtree(folder_of(name), ignore_errors=True)


def folder_of(database: str) -> Path:
    """Where the files and anchors of a database lie: a sweep of one would take the files of another."""
    return CLUSTER.home / "beside" / database


async def analyze(database: str, *tables: str) -> None:
    """Tells the planner what the tables hold now; asked by the application's role it would do nothing.

    They are vacuumed too: what tests before have left behind, and what autovacuum has seen of it, would sway
    the planner.
    """
    connection = await asyncpg.connect(CLUSTER.url("griddesk_owner", database))
    try:
        await connection.execute(f"VACUUM (ANALYZE) {', '.join(tables)}")
    finally:
        await connection.close()


def environment_of(database: str) -> dict[str, str]:
    """The settings of a test process whose own database this is; to be set before settings are imported."""
    return {
        "DATABASE_URL": CLUSTER.url("griddesk_app", database),
        "DATABASE_OWNER_URL": CLUSTER.url("griddesk_owner", database),
        "DATABASE_ROLE": "app",
        "KEYS_DIR": str(CLUSTER.home / "keys"),
        "FILES_DIR": str(folder_of(database) / "files"),
        "ANCHORS_DIR": str(folder_of(database) / "anchors"),
        "PINYIN_TABLE": str(ROOT / "var" / "pinyin.bin"),
        "VENDOR_DIR": str(ROOT / "var" / "vendor"),
    }


def worker_name(prefix: str) -> str:
    """A database name no other worker or run uses."""
    return f"{prefix}_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}"


if __name__ == "__main__" and sys.argv[1:] == ["stop"]:
    clusters.stop(CLUSTER)
