"""The bench of starting, over a city of a million cells."""

from bench.city.installed import large_city
from bench.installation import copied, measured, running_cluster
from bench.measuring import Figure


def figures(scale: float) -> list[Figure]:
    """How soon the web is ready, what it weighs after mixed requests, and what it must not have loaded."""
    with running_cluster(), copied(large_city(scale), "bench_start") as desk:
        return measured(desk, "bench.start.measure", desk, str(scale))
