"""The bench of look-ups on a city of a million cells."""

from bench.city.installed import large_city
from bench.installation import measured, running_cluster
from bench.measuring import Figure


def figures(scale: float) -> list[Figure]:
    """Points in bulk, points routed, and points one by one."""
    with running_cluster():
        return measured(large_city(scale), "bench.locate.measure", str(scale))
