"""The bench of intake, over a city of a million cells whose commits go to disk."""

from bench.city.installed import large_city
from bench.installation import copied, durable, measured, running_cluster
from bench.measuring import Figure


def figures(scale: float) -> list[Figure]:
    """What the desk takes in beside pgbench, what a request costs, how long it takes in a steady stream."""
    with running_cluster():
        city = large_city(scale)
        with copied(city, "bench_intake") as desk, copied(city, "bench_intake_bare") as bare, durable():
            return measured(desk, "bench.intake.measure", desk, bare, str(scale))
