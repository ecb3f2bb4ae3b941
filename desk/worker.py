"""The worker process: pump, dramatiq threads and relay in one, until it is told to stop."""

import signal
import sys
from collections.abc import Mapping

import dramatiq

from desk.job_kinds import JOB_KINDS, PERIODIC
from desk.logging import set_up_logging
from desk.worker_process import THREADS, WorkerProcess, event_loop
from dispatch.periodic import Periodic
from dispatch.running import JobKinds
from settings import settings

_PATIENCE = 30_000  # milliseconds for work under way when the process is told to stop


class BrokerNotSupported(Exception):
    """Raised when BROKER_URL names a broker this version cannot use."""


def main(kinds: JobKinds = JOB_KINDS, rounds: Mapping[str, Periodic] = PERIODIC) -> int:
    """Runs until SIGTERM or SIGINT; work under way is finished first. Returns the exit status."""
    set_up_logging()
    if settings.broker_url is not None:
        raise BrokerNotSupported(
            "BROKER_URL is set, and this version has the in-process broker only; unset it"
        )
    process = WorkerProcess(kinds, rounds)
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: process.ended.set())
    worker = dramatiq.Worker(process.broker, worker_threads=THREADS, worker_timeout=500)
    worker.start()
    try:
        event_loop().run_coroutine(process.open())
        process.ended.wait()
        event_loop().run_coroutine(process.stop_pumping())
    finally:
        worker.stop(_PATIENCE)
    return 1 if process.broke else 0


if __name__ == "__main__":
    sys.exit(main())
