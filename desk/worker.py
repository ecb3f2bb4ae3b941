"""The worker process: pump, dramatiq threads and relay in one, or one part of it, until told to stop."""

import argparse
import signal
import sys
from collections.abc import Mapping, Sequence

import dramatiq

from desk.job_kinds import JOB_KINDS, PERIODIC
from desk.logging import set_up_logging
from desk.worker_process import THREADS, WorkerProcess, event_loop
from desk.worker_role import Role
from dispatch.periodic import Periodic
from dispatch.running import JobKinds
from settings import settings

_PATIENCE = 30_000  # milliseconds for work under way when the process is told to stop
_NO_QUEUE = {"none"}  # dramatiq takes from all queues unless it is told of some


def main(
    arguments: Sequence[str] = (), kinds: JobKinds = JOB_KINDS, rounds: Mapping[str, Periodic] = PERIODIC
) -> int:
    """Runs until SIGTERM or SIGINT; work under way is finished first. Returns the exit status."""
    role = _asked(arguments)
    set_up_logging()
    process = WorkerProcess(kinds, rounds, role)
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: process.ended.set())
    worker = dramatiq.Worker(
        process.broker,
        queues=None if role.works else _NO_QUEUE,
        worker_threads=THREADS if role.works else 0,
        worker_timeout=500,
    )
    worker.start()
    try:
        event_loop().run_coroutine(process.open())
        process.ended.wait()
        event_loop().run_coroutine(process.stop_pumping())
    finally:
        worker.stop(_PATIENCE)
        process.broker.close()
    return 1 if process.broke else 0


def _asked(arguments: Sequence[str]) -> Role:
    parser = argparse.ArgumentParser(prog="python -m desk.worker", description=__doc__)
    parser.add_argument(
        "--role", choices=[*map(str, Role)], default=str(Role.BOTH),
        help="hand out what is due (pump; of several one does, the others stand by), work on it, or both",
    )  # fmt: skip
    role = Role(parser.parse_args(arguments).role)
    if role is not Role.BOTH and settings.broker_url is None:
        parser.error(f"a process that does only {role} needs a broker between it and others: set BROKER_URL")
    return role


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
