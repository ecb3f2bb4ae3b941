"""The bench of the bus: how soon the city knows, and how fast it is told after an outage."""

from bench.cases.installed import with_cases
from bench.installation import copied, durable, measured, pretend_city, running_cluster, worker
from bench.measuring import Figure

_CASES = 1_000


def figures(scale: float) -> list[Figure]:
    """Measures over one worker and a pretend city that remembers on disk."""
    with running_cluster():
        filled = with_cases(_CASES)
        with copied(filled, "bench_bus") as name, durable(), pretend_city(name), worker(name) as pid:
            return measured(name, "bench.bus.measure", str(scale), str(pid))
