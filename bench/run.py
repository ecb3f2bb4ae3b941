"""Runs one bench by name and prints its figures: `bin/bench pages`, `bin/bench pages --json`."""

import argparse
import sys
from collections.abc import Callable

from bench.measuring import Figure, report
from bench.pages.run import figures as of_pages

BENCHES: dict[str, Callable[[], list[Figure]]] = {"pages": of_pages}


def main() -> int:
    """Measures; returns the status for the shell: 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHES))
    parser.add_argument("--json", action="store_true", help="one object a figure, one a line")
    asked = parser.parse_args()
    return report(BENCHES[asked.name](), asked.json)


if __name__ == "__main__":
    sys.exit(main())
