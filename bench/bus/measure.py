"""Measures the bus over a running worker: from commit to receipt in a steady stream, and after an outage."""

import asyncio
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import httpx

import database
from bench.bus.writing import Entry, Writer
from bench.installation import HOME
from bench.measuring import Baseline, Figure, around, percentile, printed, reached
from bench.processes import seconds_used
from bench.telling import until_told
from desk.bus_reconciliation import differences
from dispatch import deliveries, subscribers, waking

_CODE, _PROFILE = "city", "generic-json"
_RATE, _STEADY = 200.0, 30.0
_GOING_ON = 50.0  # entries a second while the city is told what waited
_P99, _FIRST, _DRAINED = 500.0, 10.0, 500.0
_PAGE = 1000
_ALL = "SELECT id FROM dispatch.cases ORDER BY id"


class Wrong(Exception):
    """Raised when the city does not have in order what it was told, so that no figure means anything."""


@dataclass(slots=True)
class City:
    """The pretend city and what it has received: by case and number, with the moment (`time.time()`)."""

    client: httpx.AsyncClient
    address: str
    received: dict[Entry, float] = field(default_factory=dict)
    _after: int = 0

    async def look(self) -> None:
        """Reads what has come since the last look."""
        while True:
            asked = {"after": self._after, "limit": _PAGE}
            answer = await self.client.get(f"{self.address}/record", params=asked)
            page = answer.raise_for_status().json()["messages"]
            for one in page:
                moment = datetime.fromisoformat(one["received_at"]).timestamp()
                self.received[one["subject"], one["sequence"]] = moment
                self._after = one["arrival"]
            if len(page) < _PAGE:
                return

    async def switch(self, **switches: object) -> None:
        """Sets how it misbehaves; without switches it behaves."""
        (await self.client.put(f"{self.address}/switches", json=switches)).raise_for_status()

    async def verified(self) -> None:
        """Raises Wrong unless it holds what it was told, each case in order and nothing twice."""
        counts = await self.client.get(f"{self.address}/record/counts", params={"limit": 1})
        if faults := counts.raise_for_status().json()["faults"]:
            raise Wrong(f"{len(faults)} messages came out of order")
        found = await differences(self.client, _CODE, _PROFILE, f"{self.address}/record/counts")
        if found:
            raise Wrong(f"{len(found)} cases differ")


async def figures(scale: float, worker: int) -> list[Figure]:
    """All figures; `worker` is the number of the process that tells the city. Raises Wrong."""
    known = await subscribers.get(_CODE)
    if known is None:
        raise Wrong("there is no pretend city")
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        city = City(client, known.url.removesuffix("/bus"))
        writer = Writer([row["id"] for row in await database.fetch(_ALL)])
        await deliveries.backfill(_CODE)
        await until_told()
        await city.verified()
        steady = await _steady(city, writer, scale)
        used, known_before = seconds_used(worker), len(city.received)
        after = await _after_an_outage(city, writer, scale)
        await city.look()
        await city.verified()
        if lost := writer.committed.keys() - city.received.keys():
            raise Wrong(f"{len(lost)} entries were lost")
        cost = (seconds_used(worker) - used) * 1000 / (len(city.received) - known_before)
        worker_cost = {"worker ms an entry": round(cost, 2)}
        return [steady, *(replace(one, details={**one.details, **worker_cost}) for one in after)]


async def _steady(city: City, writer: Writer, scale: float) -> Figure:
    """How long an entry takes from its commit to its receipt, while 200 a second are written."""
    baseline = _baseline()
    await writer.at(_RATE, 2.0)
    known = set(writer.committed)
    began = time.time()
    await writer.at(_RATE, _STEADY * scale)
    rate = (len(writer.committed) - len(known)) / (time.time() - began)
    await until_told()
    await city.look()
    took = [
        (city.received[entry] - moment) * 1000
        for entry, moment in writer.committed.items()
        if entry not in known
    ]
    p99 = percentile(took, 0.99)
    details: dict[str, object] = {
        "p50": round(statistics.median(took)),
        "worst": round(max(took)),
        "entries": len(took),
        "written a second": round(rate),
        **around(baseline),
    }
    holds = True if p99 <= _P99 else (False if baseline.quiet else None)
    return Figure("COMMIT to received", round(p99), "ms", _P99, "p99 ≤ 500 ms at 200/s", holds, details)


async def _after_an_outage(city: City, writer: Writer, scale: float) -> list[Figure]:
    """How soon something is received once the city answers again, and how fast all that waited is."""
    await city.switch(fail=503)
    await writer.at(_RATE, _STEADY * scale)
    waiting = set(writer.committed) - city.received.keys()
    going_on = asyncio.create_task(_go_on(writer))
    # It has been away for long: the longest pause between two tries is under way.
    await asyncio.sleep(2 * subscribers.LONGEST_PAUSE.total_seconds() * scale)
    baseline = _baseline()
    back = time.time()
    await city.switch()
    while waiting - city.received.keys():
        await city.look()
        await asyncio.sleep(0.1)
    going_on.cancel()
    await asyncio.gather(going_on, return_exceptions=True)
    await until_told()
    return _told_again(city.received, back, waiting, baseline)


async def _go_on(writer: Writer) -> None:
    while True:
        await writer.at(_GOING_ON, 1.0)


def _told_again(
    received: Mapping[Entry, float], back: float, waiting: set[Entry], baseline: Baseline
) -> list[Figure]:
    first = min(moment for moment in received.values() if moment > back)
    last = max(received[entry] for entry in waiting)
    came = sum(1 for moment in received.values() if first <= moment <= last)
    holds = True if first - back <= _FIRST else (False if baseline.quiet else None)
    soon = Figure(
        "first success after an outage",
        round(first - back, 2),
        "s",
        _FIRST,
        "≤ 10 s",
        holds,
        around(baseline),
    )
    rate = reached("told after an outage", came / (last - first), _DRAINED, "/s", baseline)
    more = {"waiting": len(waiting), "written meanwhile a second": _GOING_ON}
    return [soon, replace(rate, details={**more, **rate.details})]


def _baseline() -> Baseline:
    baseline = Baseline(HOME)
    for _ in range(12):
        baseline.round()
    return baseline


async def _main(scale: float, worker: int) -> list[Figure]:
    await database.open_pool(8)
    try:
        return await figures(scale, worker)
    finally:
        await waking.close()
        await database.close_pool()


if __name__ == "__main__":
    printed(asyncio.run(_main(float(sys.argv[1]), int(sys.argv[2]))))
