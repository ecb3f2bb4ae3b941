"""Prints what the wrong rows of a replay are, and how many each other way to learn would have got right."""

import argparse
import asyncio
import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import database
from bench.boston import commands, score
from bench.boston.confusion import NOBODY, given_to
from bench.boston.lessons import learned, right
from bench.boston.mistakes import Known, mistakes
from bench.boston.scoring import Label, Stored, on_default_point
from bench.boston.variants import (
    ALONE,
    ANEW,
    AS_IT_IS,
    BOUNDS,
    CHANGES,
    FROM_THE_PAST,
    MAP_DISTRICT,
    MAP_PRECINCT,
    SINCE,
    Changed,
    column,
    each_month,
    since,
)
from grid.bulk import BulkMap, load_bulk_map

NOWHERE = "rows on the default point, had they not gone to a person"
Figure = tuple[str, str, int]  # what kind of figure, what it is of, rows


@dataclass(frozen=True, slots=True)
class Halves:
    """Rows off the default point with what the map says of them; `asked`: those of `second` in the city.

    `nowhere` are those of the second half on the default point.
    """

    first: list[Label]
    second: list[Label]
    asked: list[Label]
    nowhere: list[Label]


def halves(path: Path, chart: BulkMap) -> Halves:
    """Both half-years; longitude and latitude of a row are in EPSG:4326."""
    with path.open(encoding="utf-8", newline="") as file:
        every: list[dict[str, str]] = list(csv.DictReader(file))
    rows = [row for row in every if not on_default_point(row)]
    lons, lats = (np.array([float(row[name]) for row in rows]) for name in ("LONGITUDE", "LATITUDE"))
    for row, number in zip(rows, chart.find(lons, lats).tolist(), strict=True):
        _city, district, precinct = chart.paths[number].split("/")[:3] if number >= 0 else ("", "", "")
        row |= {MAP_DISTRICT: district, MAP_PRECINCT: precinct}
    second = [row for row in rows if row["OPEN_DT"][:5] >= score.SINCE]
    return Halves(
        [row for row in rows if row["OPEN_DT"][:5] < score.SINCE],
        list(second),
        [row for row in second if row[MAP_PRECINCT]],
        [row for row in every if on_default_point(row) and row["OPEN_DT"][:5] >= score.SINCE],
    )


def figures(both: Halves, stored: Mapping[str, Stored]) -> Iterator[Figure]:
    """Every figure, in the order in which it is told."""
    before, after = learned(both.first, AS_IT_IS.steps), learned(both.second, AS_IT_IS.steps)
    known = Known(
        before,
        after,
        frozenset(row["QUEUE"].strip() for row in both.first),
        frozenset((row["TYPE"], row["QUEUE"].strip()) for row in both.first),
        column("pwd_district"),
    )
    for kind, count in mistakes(both.second, stored, known).items():
        yield "wrong", kind.value, count
    for variant in FROM_THE_PAST:
        yield "learned before July", variant.name, right(both.asked, learned(both.first, variant.steps))
    alone = right(both.nowhere, learned(both.first, ALONE.steps))
    yield NOWHERE, ALONE.name, alone
    for day in SINCE:
        lesson = learned(since(both.first, day), AS_IT_IS.steps)
        yield "as the desk, from rows since", day, right(both.asked, lesson)
    for change in CHANGES:
        yield "rows changed by hand on their day", change.name, right(both.asked, Changed(before, (change,)))
    yield "rows changed by hand on their day", "both", right(both.asked, Changed(before, CHANGES))
    for variant in ANEW:
        count = each_month([*both.first, *both.second], both.asked, variant.steps)
        yield "learned anew each month", variant.name, count
    for variant in BOUNDS:
        lesson = learned(both.asked, variant.steps)
        yield "from the second half itself", variant.name, right(both.asked, lesson)


def unlike(both: Halves, stored: Mapping[str, Stored]) -> int:
    """How many rows our own learning would send elsewhere than the desk did; it should be none."""
    lesson = learned(both.first, AS_IT_IS.steps)
    return sum((lesson.answer(row) or NOBODY) != given_to(row, stored) for row in both.asked)


async def _main(path: Path, report: Path) -> int:
    await database.open_pool(2)
    try:
        both, stored = halves(path, await load_bulk_map()), await score.stored(commands.SERVICE)
    finally:
        await database.close_pool()
    others = unlike(both, stored)
    sys.stdout.write(f"{others} of {len(both.asked)} rows go elsewhere by our learning than by the desk's\n")
    with report.open("w", encoding="utf-8", newline="") as file:
        writer, last = csv.writer(file), ""
        writer.writerow(("kind", "of", "rows", "share"))
        for kind, name, count in figures(both, stored):
            of = len(both.nowhere if kind == NOWHERE else both.second)
            writer.writerow((kind, name, count, f"{count / of:.4f}"))
            sys.stdout.write(f"{kind}, of {of} rows\n" if kind != last else "")
            sys.stdout.write(f"  {count:>6} {count / of:7.2%}  {name}\n")
            last = kind
    return 1 if others else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.boston.gain")
    parser.add_argument("file", type=Path)
    parser.add_argument("--report", type=Path, required=True)
    asked = parser.parse_args()
    sys.exit(asyncio.run(_main(asked.file, asked.report)))
