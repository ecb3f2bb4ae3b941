"""The command behind bin/start: brings everything up in order, watches it, and takes it down again."""

import asyncio
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from desk.hosting import cluster as clusters
from desk.hosting import installation as installations
from desk.hosting import loaded, provisioning, welcome
from desk.hosting.asked import Installation, asked
from desk.hosting.binaries import ClusterError
from desk.hosting.cluster import Cluster
from desk.hosting.fitness import UnfitDatabase, check_fit, pending_migrations
from desk.hosting.installation import AlreadyRunning, CannotStart, certificate_of
from desk.hosting.processes import Program, ProgramDied, Stopped, Supervisor
from desk.hosting.progress import complain, say, step

_READY_SECONDS = 90


def main(arguments: Sequence[str]) -> int:
    """Runs until it is asked to end; returns the status for the shell, having said what was wrong."""
    installation = asked(arguments)
    supervisor = Supervisor(installations.HOME, installations.ROOT)
    supervisor.listen_for_signals()
    try:
        with installations.only_start(installation):
            return _serve(installation, supervisor)
    except AlreadyRunning as already:
        say(str(already))
        return 0
    except (CannotStart, ClusterError, ProgramDied, UnfitDatabase) as stop:
        complain(str(stop))
    except OSError as error:
        complain(f"{error.strerror}: {error.filename or 'the disk'}; `bin/desk doctor` says more")
    return 1


def _serve(installation: Installation, supervisor: Supervisor) -> int:
    for name in supervisor.end_leftovers():
        say(f"· ended {name}, left over from a start that was killed")
    installations.check_ports(installation)
    outside = installations.outside_database()
    # Nobody else uses our own cluster, so it ends with us, also where a killed start had left it running.
    cluster = None if outside else installations.own_cluster()
    try:
        if cluster is not None:
            _start_cluster(cluster)
        _bring_up(installation, supervisor, outside or _own_database())
        supervisor.watch()
    except Stopped:
        say("")
        return 0
    finally:
        _take_down(supervisor, cluster)
    return 1


def _start_cluster(cluster: Cluster) -> None:
    if cluster.home.parent != installations.HOME:
        say(f"· the database's user cannot enter {installations.ROOT}; its files are in {cluster.home}")
    with step("PostgreSQL"):
        clusters.start(cluster)


def _own_database() -> dict[str, str]:
    cluster = installations.own_cluster()
    with step("roles and database"):
        asyncio.run(provisioning.ensure_roles(cluster))
        asyncio.run(provisioning.ensure_database(cluster, installations.DATABASE))
    return provisioning.environment(cluster, installations.DATABASE)


def _bring_up(installation: Installation, supervisor: Supervisor, database: dict[str, str]) -> None:
    environment = installations.environment_of(installation, database)
    asyncio.run(check_fit(environment["DATABASE_OWNER_URL"]))
    installations.write_environment(environment)
    _prepare(installation, supervisor, environment)
    with step("sandbox, worker, web"):
        for program in installations.programs(installation, database):
            supervisor.start(program)
        if not supervisor.wait_for(lambda: _ready(installation), _READY_SECONDS):
            raise CannotStart(f"the desk is not ready after {_READY_SECONDS} s: {_answer(installation)}")
    _fill_sandbox(installation, supervisor, environment)
    say(welcome.text(installation))


def _prepare(installation: Installation, supervisor: Supervisor, environment: dict[str, str]) -> None:
    keys, owner_url = Path(environment["KEYS_DIR"]), environment["DATABASE_OWNER_URL"]
    due = asyncio.run(pending_migrations(owner_url))
    if due or not loaded.keys_are_made(keys):
        with step(f"secret keys and migrations ({len(due)} to run)"):
            owner = {**environment, "DATABASE_ROLE": "owner"}
            supervisor.run(Program("preparing", (sys.executable, "-m", "desk.hosting.preparing"), owner))
    elif asyncio.run(loaded.is_loaded(installation, keys, owner_url)):
        say("· keys, structure and city: nothing new since the last start")
        return
    _load(installation, supervisor, environment)
    asyncio.run(loaded.note_loaded(installation, owner_url))


def _load(installation: Installation, supervisor: Supervisor, environment: dict[str, str]) -> None:
    load = (sys.executable, "-m", "desk.hosting.demo", "--bus", installation.sandbox_address)
    if not installation.demo:
        supervisor.run(Program("demo", (*load, "--only-bus"), environment))
        return
    say("· demo city (the first time takes half a minute)")
    supervisor.run(Program("demo", load, environment), shown=True)


def _fill_sandbox(installation: Installation, supervisor: Supervisor, environment: dict[str, str]) -> None:
    # Beside the sandbox's own file, so that both go together.
    filled = installations.HOME / "sandbox" / "filled"
    if filled.exists() or not installation.demo:
        return
    with step("licences and residents of the sandbox"):
        fill = (sys.executable, "-m", "desk.demo.registers", "--city", installation.sandbox_address)
        supervisor.run(Program("filling", fill, environment))
    filled.touch()


def _ready(installation: Installation) -> bool:
    answer = _answer(installation)
    # An installation whose city is still to be made serves, and says itself that it has no map.
    return answer.startswith("200") or (not installation.demo and answer.startswith("503"))


def _answer(installation: Installation) -> str:
    certificate = certificate_of(installation)
    trust = ssl.create_default_context(cafile=certificate.authority) if certificate else None
    try:
        with urllib.request.urlopen(f"{installation.address}/ready", timeout=5, context=trust) as answer:
            return f"{answer.status} {answer.read(2000).decode(errors='replace')}"
    except urllib.error.HTTPError as refused:
        return f"{refused.code} {refused.read(2000).decode(errors='replace')}"
    except OSError as error:
        return str(error)


def _take_down(supervisor: Supervisor, cluster: Cluster | None) -> None:
    with step("stopping"):
        forced = supervisor.stop()
        if cluster is not None:
            clusters.stop(cluster)
    for name in forced:
        say(f"· {name} did not end in time and was ended by force; nothing answered is lost")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
