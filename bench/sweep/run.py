"""The bench of the sweep: a million running clocks, of which fifty thousand are over."""

from bench.cases.installed import with_clocks
from bench.installation import copied, durable, measured, running_cluster
from bench.measuring import Figure

CLOCKS, DUE = 1_000_000, 50_000


def figures(scale: float) -> list[Figure]:
    """How long it takes to claim two hundred, and how many a second are seen to with their entries."""
    with running_cluster():
        filled = with_clocks(round(CLOCKS * scale), round(DUE * scale))
        with copied(filled, "bench_sweep") as desk, durable():
            return measured(desk, "bench.sweep.measure", str(scale))
