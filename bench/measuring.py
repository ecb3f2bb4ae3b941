"""What benches measure and how they say it: figures against their bars, and whether the machine was quiet."""

import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

# A baseline that swings more than this says more about the machine than about us.
QUIET = 0.30
# Nor do times mean much where so many wait for each processor; what is measured keeps two busy itself.
_BUSY = 2.0
# Nor where a disk that others use keeps one commit in twenty waiting for so many times as long as usual.
_TAIL = 8.0
_COMMITS = 20  # a round


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; `holds` is None where the machine was too noisy to tell."""

    name: str
    measured: float
    unit: str
    limit: float
    bar: str
    holds: bool | None
    details: dict[str, object] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """What was measured, as a share of the limit; where nothing is allowed, how much there was."""
        return self.measured / self.limit if self.limit else self.measured


@dataclass(slots=True)
class Baseline:
    """The same fixed piece of work, timed between the rounds of a bench.

    With a folder, one page of a file there is written and brought to the disk too: what commits wait for.
    """

    folder: Path | None = None
    seconds: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)

    def round(self) -> None:
        """Does the work once."""
        began = time.perf_counter()
        sum(number * number for number in range(300_000))
        self.seconds.append(time.perf_counter() - began)
        if self.folder is not None:
            self._to_disk(self.folder)

    def _to_disk(self, folder: Path) -> None:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            for _ in range(_COMMITS):
                began = time.perf_counter()
                os.pwrite(file.fileno(), b"x" * 8192, 0)
                os.fdatasync(file.fileno())
                self.commits.append(time.perf_counter() - began)

    @property
    def spread(self) -> float:
        """How far the rounds lie apart, as a share of their median (first to third quartile)."""
        low, middle, high = statistics.quantiles(self.seconds, n=4)
        return (high - low) / middle

    @property
    def quiet(self) -> bool:
        """Whether times measured between the rounds mean anything."""
        few = self.spread <= QUIET and os.getloadavg()[0] <= _BUSY * (os.cpu_count() or 1)
        return few and self.tail <= _TAIL

    @property
    def tail(self) -> float:
        """How many times as long as usual one commit in twenty takes; 0 where none was timed."""
        return percentile(self.commits, 0.95) / statistics.median(self.commits) if self.commits else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of them does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def reached(name: str, measured: float, limit: float, unit: str, baseline: Baseline) -> Figure:
    """A rate that shall be at least its limit; the ratio then says how much of it was reached."""
    holds = measured >= limit if baseline.quiet or measured >= limit else None
    details = {**around(baseline)}
    return Figure(name, significant(measured), unit, limit, f"≥ {limit:g} {unit}", holds, details)


def around(baseline: Baseline) -> dict[str, object]:
    """How noisy the machine was."""
    told: dict[str, object] = {
        "baseline_spread": round(baseline.spread, 2),
        "load": round(os.getloadavg()[0], 1),
    }
    if baseline.commits:
        told["fsyncs_a_second"] = round(1 / statistics.median(baseline.commits))
        told["fsync_p95_ms"] = round(percentile(baseline.commits, 0.95) * 1000, 1)
    return told


def significant(value: float) -> float:
    """Three digits are all a measurement is worth."""
    return float(f"{value:.3g}")


def timed(name: str, milliseconds: Sequence[float], limit: float, baseline: Baseline) -> Figure:
    """The 95th percentile of what was timed, against its limit in milliseconds."""
    p95 = percentile(milliseconds, 0.95)
    holds = p95 <= limit if baseline.quiet or p95 <= limit else None
    details: dict[str, object] = {
        "p50": round(statistics.median(milliseconds), 1),
        "worst": round(max(milliseconds), 1),
        "samples": len(milliseconds),
        **around(baseline),
    }
    return Figure(name, round(p95, 1), "ms", limit, f"p95 ≤ {limit:g} ms", holds, details)


def median_below(name: str, milliseconds: Sequence[float], limit: float, baseline: Baseline) -> Figure:
    """The median of what was timed, against its limit in milliseconds."""
    middle = statistics.median(milliseconds)
    holds = middle <= limit if baseline.quiet or middle <= limit else None
    details: dict[str, object] = {
        "p95": round(percentile(milliseconds, 0.95), 2),
        "samples": len(milliseconds),
        **around(baseline),
    }
    return Figure(name, round(middle, 3), "ms", limit, f"p50 ≤ {limit:g} ms", holds, details)


def printed(figures: Sequence[Figure]) -> None:
    """Hands figures to the bench that started this process, an object a line."""
    sys.stdout.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in figures)


def report(figures: Sequence[Figure], as_json: bool) -> int:
    """Prints the figures; returns the status for the shell, 1 when a bar is missed."""
    for one in figures:
        if as_json:
            said = {**asdict(one), "ratio": round(one.ratio, 3)}
            sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        else:
            word = {True: "holds", False: "MISSED", None: "noisy"}[one.holds]
            details = " · ".join(f"{name} {value}" for name, value in one.details.items())
            sys.stdout.write(
                f"{one.name:<32} {one.measured:>9g} {one.unit:<3} of {one.limit:g}"
                f" ({one.ratio:.0%})  {word}\n"
                f"{'':<32} {details}\n"
            )
    return 1 if any(one.holds is False for one in figures) else 0
