"""The bench of lists over ten thousand cases and over a million with ten million entries."""

from bench.cases.installed import with_cases
from bench.installation import measured, running_cluster
from bench.measuring import Figure

SMALL, LARGE = 10_000, 1_120_000  # of nine entries each


def figures(scale: float) -> list[Figure]:
    """One figure for each named question, and the scans."""
    with running_cluster():
        small, large = with_cases(SMALL), with_cases(round(LARGE * scale))
        return measured(large, "bench.lists.measure", small, large)
