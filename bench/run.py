"""Runs one bench by name and prints its figures: `bin/bench pages`, `bin/bench pages --json`."""

import argparse
import sys
from collections.abc import Callable

from bench.bus.run import figures as of_bus
from bench.growth.run import figures as of_growth
from bench.intake.run import figures as of_intake
from bench.lists.run import figures as of_lists
from bench.locate.run import figures as of_locate
from bench.measuring import Figure, report
from bench.pages.run import figures as of_pages
from bench.start.run import figures as of_start
from bench.sweep.run import figures as of_sweep

# Each takes the share of its full size; bars are for the whole.
BENCHES: dict[str, Callable[[float], list[Figure]]] = {
    "bus": of_bus,
    "growth": of_growth,
    "intake": of_intake,
    "lists": of_lists,
    "locate": of_locate,
    "pages": of_pages,
    "start": of_start,
    "sweep": of_sweep,
}


def main() -> int:
    """Measures; returns the status for the shell: 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHES))
    parser.add_argument("--json", action="store_true", help="one object a figure, one a line")
    parser.add_argument("--scale", type=float, default=1.0, help="a share of the full size, to try it (1)")
    asked = parser.parse_args()
    return report(BENCHES[asked.name](asked.scale), asked.json)


if __name__ == "__main__":
    sys.exit(main())
