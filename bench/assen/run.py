"""The command behind bin/assen: a Dutch city of its own from files, its last reports by HTTP, the figures."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import installation
from bench.assen import commands
from bench.assen.commands import Files
from desk.hosting import provisioning

DATABASE = "bench_assen"


def main(arguments: Sequence[str]) -> int:
    """Runs all of it in a copy of a database that is dropped afterwards."""
    parser = argparse.ArgumentParser(
        prog="bin/assen", description="Makes Assen and replays its last reports."
    )
    parser.add_argument("data", type=Path, help="the folder with Assen's files")
    asked = parser.parse_args(arguments)
    files = Files(asked.data, installation.HOME / "assen")
    if not files.signals.exists():
        sys.stderr.write(f"{files.signals} is not there; give the folder with Assen's files\n")
        return 2
    files.out.mkdir(parents=True, exist_ok=True)
    (files.out / "position").unlink(missing_ok=True)
    files.write()
    with installation.running_cluster():
        installation.filled("bench_empty", provisioning.migrate)
        with installation.copied("bench_empty", DATABASE):
            _measured(files)
    return 0


def _measured(files: Files) -> None:
    environment = installation.environment(DATABASE)
    for words in commands.set_up(files):
        sys.stdout.write(f"$ bin/desk {' '.join(words)}\n")
        sys.stdout.flush()
        installation.run(environment, "desk.cli", *words)
    with installation.web(DATABASE) as address:
        installation.run(environment, "desk.cli", *commands.replay(files, address, 8))
    installation.run(environment, "bench.assen.score", str(files.given), str(files.out))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
