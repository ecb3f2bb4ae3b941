"""The bench of growth: what things cost against cases, cells, staff, subscribers and what waits for one."""

import json
import subprocess
import sys
from collections.abc import Sequence

from bench.cases.installed import with_cases
from bench.city.drawing import side_of
from bench.city.installed import large_city
from bench.growth.slopes import Point, Shape
from bench.growth.slopes import figures as slopes
from bench.growth.weighing import points as weighed
from bench.installation import ROOT, copied, environment, running_cluster
from bench.measuring import Figure

CASES, CELLS = (10_000, 100_000, 1_120_000), (0.01, 0.1, 1.0)
STAFF, SUBSCRIBERS, WAITING = (1_000, 10_000, 100_000), (1, 10, 100, 1_000), (10_000, 100_000, 1_000_000)
_SMALL = 1_000  # cases in what the other axes grow in
Measured = dict[int, list[Point]]


def figures(scale: float) -> list[Figure]:
    """Every slope, axis by axis."""
    with running_cluster():
        return [
            *slopes("cases", _over_cases(scale)),
            *slopes("cells", _over_cells(scale)),
            *slopes("staff", _grown("staff", [max(20, round(one * scale)) for one in STAFF])),
            *slopes(
                "subscribers",
                _grown("subscribers", [one for one in SUBSCRIBERS if one <= SUBSCRIBERS[-1] * scale]),
            ),
            *slopes("waiting", _grown("waiting", [max(100, round(one * scale)) for one in WAITING])),
        ]


def _over_cases(scale: float) -> Measured:
    found: Measured = {}
    for cases in sorted({max(_SMALL, round(one * scale)) for one in CASES}):
        found |= _points(with_cases(cases), "cases", [cases])
    return found


def _over_cells(scale: float) -> Measured:
    found: Measured = {}
    # What is asked of the web reaches a hundred cells far.
    for share in sorted({max(CELLS[0], one * scale) for one in CELLS}):
        city, cells = large_city(share), side_of(share) ** 2
        found |= _points(city, "cells", [cells], share)
        with copied(city, "bench_growth") as desk:
            found[cells] += weighed(desk)
    return found


def _grown(axis: str, sizes: Sequence[int]) -> Measured:
    """An axis along which a copy of a small desk grows."""
    with copied(with_cases(_SMALL), "bench_growth") as desk:
        return _points(desk, axis, sizes)


def _points(database: str, axis: str, sizes: Sequence[int], scale: float = 1.0) -> Measured:
    words = [sys.executable, "-m", "bench.growth.measure", axis, str(scale), *map(str, sizes)]
    told = subprocess.run(words, cwd=ROOT, env=environment(database), check=True, stdout=subprocess.PIPE)
    found: Measured = {}
    for line in told.stdout.splitlines():
        size, point = json.loads(line)
        found.setdefault(size, []).append(Point(**{**point, "shape": Shape(point["shape"])}))
    return found
