"""What the database alone could do: pgbench runs the statements of an intake over a copy of its own."""

import itertools
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.installation import CLUSTER
from desk.hosting import cluster as clusters

_RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
CLIENTS = 32
# Where each run begins to number what it opens; none opens as many.
_RUNS, _IDS_A_RUN = itertools.count(1), 1_000_000


class PgbenchFailed(Exception):
    """Raised when pgbench does not get through; holds what it complained of."""


@dataclass(frozen=True, slots=True)
class Pgbench:
    """A script and the database it runs over."""

    script: Path
    database: str

    def transactions_a_second(self, seconds: int) -> float:
        """As many clients as the desk has, with prepared statements; raises PgbenchFailed."""
        command = (
            str(clusters.programs(CLUSTER).folder / "pgbench"), "--no-vacuum", "--protocol=prepared",
            f"--client={CLIENTS}", "--jobs=2", f"--time={seconds}", f"--define=n={next(_RUNS) * _IDS_A_RUN}",
            f"--file={self.script}", self.database,
        )  # fmt: skip
        environment = {
            **os.environ,
            "PGHOST": str(CLUSTER.socket),
            "PGUSER": "griddesk_app",
            "PGOPTIONS": "-c client_min_messages=warning",
            "PGPASSWORD": CLUSTER.password("griddesk_app"),
        }
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        found = _RATE.search(done.stdout)
        if done.returncode != 0 or found is None or "aborted" in done.stderr:
            raise PgbenchFailed(f"{done.returncode}: {done.stderr[-1000:]} {done.stdout[-500:]}")
        return float(found[1])
