"""Measures look-ups over a large map: by the million in memory, routed too, and one by one in PostGIS."""

import asyncio
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

import database
from bench.city.drawing import DISTRICT, SOUTH, STEP, WEST, side_of
from bench.locate.checking import Differs, check
from bench.locate.duties import duties
from bench.measuring import Baseline, Figure, median_below, printed, reached
from dispatch.bulk_routing import Ground, Points, route_all
from dispatch.responsibilities import published
from dispatch.rules.responsibility import Matter
from dispatch.rules.rulebook import Rulebook
from grid.bulk import load_bulk_map
from grid.bulk_zones import load_bulk_zones
from grid.city import City, load_city
from grid.locate import locate
from grid.rules.coordinates import Position

_ROUNDS, _A_ROUND = 10, 100_000
_CHECKED, _LOOK_UPS, _WARM_UP = 300, 2_000, 200
_IN_BULK, _ROUTED, _ALONE = 200_000.0, 100_000.0, 1.0
_PRECISION = 20.0  # metres, what a phone is off by


async def measure(scale: float) -> list[Figure]:
    """All figures; raises Differs before any when the answers are not the same."""
    await database.open_pool(2)
    try:
        city, side = await load_city(), side_of(scale)
        began = time.perf_counter()
        ground = Ground(await load_bulk_map(), await load_bulk_zones(), city)
        loaded = time.perf_counter() - began
        book = await _book(city, ground)
        chance = np.random.default_rng(7)
        await check(ground, book, _points(chance, side, _CHECKED, book, beyond=0.02))
        now = datetime.now(UTC)

        def found(points: Points) -> int:
            return int((ground.areas.find(points.lons, points.lats) >= 0).sum())

        def routed(points: Points) -> int:
            return int((route_all(ground, book, points, now).chosen >= 0).sum())

        fresh = lambda: _points(chance, side, _A_ROUND, book)  # noqa: E731
        figures = [
            _rate("located in bulk", found, fresh, _IN_BULK),
            _rate("located and routed in bulk", routed, fresh, _ROUTED),
            await _alone(side),
        ]
        told = {"areas": len(ground.areas.paths), "duties": len(book.rows), "loaded_s": round(loaded, 1)}
        return [replace(one, details={**told, **one.details}) for one in figures]
    finally:
        await database.close_pool()


async def _book(city: City, ground: Ground) -> Rulebook:
    """The demo's list with the district's own duties."""
    held = await published(city.zone)
    streets = sorted(
        {path[:24] for path in ground.areas.paths if path.startswith(f"{city.code}/{DISTRICT}/")}
    )
    return Rulebook.of([*held.rows, *duties(held.rows, streets)], city.zone, held.edition)


def _points(chance: np.random.Generator, side: int, many: int, book: Rulebook, beyond: float = 0) -> Points:
    """Points all over the district, or a little beyond it, about matters the list knows."""
    codes = sorted({(row.scope.kind, row.scope.code) for row in book.rows if row.scope.code})
    matters = [Matter(kind, code) for kind, code in codes]
    low, high = -beyond * side * STEP, (1 + beyond) * side * STEP
    inset = 0.0 if beyond else STEP
    lons, lats = (corner + chance.uniform(low + inset, high - inset, many) for corner in (WEST, SOUTH))
    return Points(lons, lats, matters, chance.integers(0, len(matters), many))


def _rate(name: str, work: Callable[[Points], int], fresh: Callable[[], Points], limit: float) -> Figure:
    """Points a second, the median of rounds over points not seen before."""
    baseline, seconds = Baseline(), []
    for _ in range(_ROUNDS + 1):
        points = fresh()
        baseline.round()
        began = time.perf_counter()
        done = work(points)
        seconds.append(time.perf_counter() - began)
        if done != len(points.lons):
            raise Differs(f"{len(points.lons) - done} points were lost")
    # The first round warms up.
    rates = sorted(_A_ROUND / one for one in seconds[1:])
    return reached(name, rates[len(rates) // 2], limit, "points/s", baseline)


async def _alone(side: int) -> Figure:
    chance, baseline, taken = random.Random(3), Baseline(), []
    reach = side * STEP
    for number in range(_LOOK_UPS + _WARM_UP):
        if number % 100 == 0:
            baseline.round()
        position = Position(
            WEST + STEP + chance.random() * (reach - 2 * STEP),
            SOUTH + STEP + chance.random() * (reach - 2 * STEP),
        )
        began = time.perf_counter()
        await locate(position, _PRECISION)
        if number >= _WARM_UP:
            taken.append((time.perf_counter() - began) * 1000)
    return median_below("located alone in PostGIS", taken, _ALONE, baseline)


if __name__ == "__main__":
    printed(asyncio.run(measure(float(sys.argv[1]))))
