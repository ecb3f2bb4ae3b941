"""Sweeps clocks that are over: how fast two hundred are claimed, and how many a second are seen to."""

import asyncio
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import database
from bench.cases.chains import verified
from bench.installation import HOME
from bench.measuring import Baseline, Figure, printed, reached, timed
from dispatch.clockwork import DUE, sweep
from grid.city import load_city

_BATCH, _CLAIMS, _SWEEPS, _WARM_UP = 200, 100, 20, 2
_CLAIM, _SEEN_TO = 20.0, 300.0
_TOLD = "SELECT count(*) FROM dispatch.journal WHERE kind = 'clock_breached'"


class Missed(Exception):
    """Raised when a sweep tells of other clocks than those that are over."""


async def figures(scale: float) -> list[Figure]:
    """Both figures; raises Missed where the journals do not tell of just what was swept."""
    await database.open_pool(4)
    try:
        city, now = await load_city(), datetime.now(UTC)
        claims = await _claims(now)
        before, baseline, seen_to, seconds = await _told(), Baseline(HOME), 0, 0.0
        sweeps = max(3, round(_SWEEPS * scale))
        for number in range(_WARM_UP + sweeps):
            baseline.round()
            began = time.perf_counter()
            swept = await sweep(city, now, _BATCH)
            taken = time.perf_counter() - began
            if swept.breached != _BATCH or swept.failed or swept.refused:
                raise Missed(f"{swept} of {_BATCH}")
            if number >= _WARM_UP:
                seen_to, seconds = seen_to + swept.breached + swept.warned, seconds + taken
        if await _told() - before != _BATCH * (_WARM_UP + sweeps):
            raise Missed(f"{await _told() - before} entries")
        rate = reached("clocks seen to", seen_to / seconds, _SEEN_TO, "clocks/s", baseline)
        return [claims, replace(rate, details={**rate.details, **await verified()})]
    finally:
        await database.close_pool()


async def _claims(now: datetime) -> Figure:
    baseline, taken = Baseline(HOME), []
    for number in range(_CLAIMS + 10):
        baseline.round()
        began = time.perf_counter()
        found = await database.fetch(DUE, now, _BATCH, [])
        if number >= 10:
            taken.append((time.perf_counter() - began) * 1000)
        if len(found) != _BATCH:
            raise Missed(f"{len(found)} of {_BATCH}")
    return timed(f"claim {_BATCH} clocks", taken, _CLAIM, baseline)


async def _told() -> int:
    return int(await database.fetch_value(_TOLD))


if __name__ == "__main__":
    printed(asyncio.run(figures(float(sys.argv[1]))))
