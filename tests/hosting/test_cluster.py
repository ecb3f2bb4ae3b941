"""The private cluster: made once, started from every state it can be left in, stopped for good."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from desk.hosting import binaries, server_process
from desk.hosting import cluster as clusters
from desk.hosting.binaries import ClusterError
from desk.hosting.cluster import Cluster


@pytest.fixture(scope="module")
def made() -> Iterator[Cluster]:
    """A cluster that was made and started once; its home is open to the database's user."""
    home = Path(tempfile.mkdtemp(prefix="griddesk-cluster-"))
    home.chmod(0o755)
    cluster = Cluster(home, durable=False)
    clusters.start(cluster)
    yield cluster
    clusters.stop(cluster)
    shutil.rmtree(home)


@pytest.fixture
def stopped(made: Cluster) -> Cluster:
    clusters.stop(made)
    return made


def _wait_until_gone(cluster: Cluster) -> None:
    while server_process.pid_of(cluster.data) is not None:
        time.sleep(0.02)


async def _answers(cluster: Cluster) -> bool:
    connection = await asyncpg.connect(cluster.url("postgres", "postgres"))
    try:
        return bool(await connection.fetchval("SELECT true"))
    finally:
        await connection.close()


async def test_a_stopped_cluster_starts_and_one_that_runs_is_left_alone(stopped: Cluster) -> None:
    assert clusters.start(stopped) is True
    assert clusters.start(stopped) is False
    assert await _answers(stopped)


async def test_a_killed_server_starts_again(made: Cluster) -> None:
    clusters.start(made)
    pid = server_process.pid_of(made.data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await asyncio.to_thread(_wait_until_gone, made)

    clusters.start(made)

    assert await _answers(made)


async def test_a_pid_file_whose_number_belongs_to_another_process_is_stale(stopped: Cluster) -> None:
    stale = stopped.data / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stopped.data}\n")
    stale.chmod(0o666)

    assert clusters.running(stopped) is False
    clusters.start(stopped)
    assert await _answers(stopped)


def test_a_first_run_that_was_interrupted_begins_anew(tmp_path: Path) -> None:
    home = Path(tempfile.mkdtemp(prefix="griddesk-cluster-"))
    home.chmod(0o755)
    cluster = Cluster(home, durable=False)
    cluster.data.mkdir()
    (cluster.data / "half").write_text("interrupted")

    made = clusters.create(cluster)

    assert made is True
    assert not (cluster.data / "half").exists()
    shutil.rmtree(home)


def test_a_cluster_of_a_postgresql_that_is_gone_says_which_to_install(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(ClusterError, match="postgresql-9-postgis-3"):
        clusters.programs(cluster)


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    home = tmp_path / ("far" * 30) / "away"

    socket = Cluster(home).socket

    assert len(os.fsencode(socket)) <= 81
    assert socket == Cluster(home).socket


def test_the_server_outlives_the_terminal_signal_of_the_one_who_started_it(stopped: Cluster) -> None:
    starter = (
        # Whoever is run in the background of a shell begins with the signal ignored.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "import sys; from pathlib import Path; from desk.hosting import cluster as c;"
        "c.start(c.Cluster(Path(sys.argv[1]), durable=False)); print('up', flush=True);"
        "import time; time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", starter, str(stopped.home)],
        stdout=subprocess.PIPE, start_new_session=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"

    os.killpg(process.pid, signal.SIGINT)
    process.wait(60)
    process.stdout.close()

    assert clusters.running(stopped)


@pytest.mark.parametrize("line", ["listen_addresses = ''", "log_parameter_max_length_on_error = 0"])
def test_the_cluster_listens_on_no_port_and_logs_no_values(made: Cluster, line: str) -> None:
    assert line in (made.data / "postgresql.conf").read_text().splitlines()


def test_secrets_are_for_their_owner_only(made: Cluster) -> None:
    modes = {path.stat().st_mode & 0o777 for path in (made.home / "secrets").iterdir()}

    assert modes == {0o600}
    assert (made.home / "secrets").stat().st_mode & 0o777 == 0o700


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A folder for one more cluster, open to the database's user."""
    home = Path(tempfile.mkdtemp(prefix="griddesk-cluster-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


@pytest.fixture
def installed_apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A PostgreSQL of our own to upgrade: the programs copied, everything they read where it is."""
    apart = Path(tempfile.mkdtemp(prefix="griddesk-upgrade-"))
    apart.chmod(0o755)
    newest = binaries.newest()
    place = apart / newest.folder.relative_to("/")
    shutil.copytree(newest.folder, place)
    for beside in ("lib", "share"):
        asked = subprocess.run(
            [newest.folder / "pg_config", f"--{'pkglib' if beside == 'lib' else beside}dir"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        there = Path(asked.stdout.strip())
        if not (apart / there.relative_to("/")).exists():
            (apart / there.relative_to("/")).parent.mkdir(parents=True, exist_ok=True)
            (apart / there.relative_to("/")).symlink_to(there)
    monkeypatch.setattr(binaries, "_DEBIAN", place.parent.parent)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    yield place
    shutil.rmtree(apart)


async def test_a_server_whose_programs_were_upgraded_under_it_starts_again_with_the_new_ones(
    installed_apart: Path, open_home: Path
) -> None:
    cluster = Cluster(open_home, durable=False)
    try:
        clusters.start(cluster)
        old = server_process.pid_of(cluster.data)
        # As a package manager does it: the new file takes the name, the running one goes on without.
        new = installed_apart / "postgres.new"
        shutil.copy2(installed_apart / "postgres", new)
        new.replace(installed_apart / "postgres")

        started = clusters.start(cluster)

        now = server_process.pid_of(cluster.data)
        assert started is True
        assert now is not None
        assert now != old
        assert not server_process.programs_replaced(now)
        assert await _answers(cluster)
    finally:
        clusters.stop(cluster)


async def test_a_folder_the_database_user_cannot_enter_holds_no_cluster(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    home = clusters.home_for(closed / "cluster")

    # Who is not root runs the database himself, and enters what is his.
    assert home.is_relative_to(closed) is (os.geteuid() != 0)
    cluster = Cluster(home, durable=False)
    try:
        clusters.start(cluster)
        assert await _answers(cluster)
    finally:
        clusters.stop(cluster)
        shutil.rmtree(home)
