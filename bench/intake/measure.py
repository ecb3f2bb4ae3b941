"""Measures intake over HTTP: beside what the database alone could do, and under a steady stream."""

import asyncio
import itertools
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import replace

import database
from bench.cases.chains import verified
from bench.driving import Request, closed_loop, open_loop, spelled
from bench.installation import HOME, Web, pretend_city, serving, told_by, worker
from bench.intake.bodies import a_body
from bench.intake.pgbench import CLIENTS, Pgbench
from bench.measuring import QUIET, Baseline, Figure, around, percentile, printed, reached
from bench.processes import seconds_used
from bench.telling import until_told
from bench.visiting import sign_in

_ROUNDS = 5
_SHARE, _CPU, _P99 = 20.0, 4.0, 100.0
_TRIPS = 10.0
_A_ROUND, _STEADY, _RATE = 6.0, 30.0, 50.0
_CATCHING_UP = 600.0  # seconds
_CLERKS = ("clerk.zhenhai", "clerk.licheng", "clerk.gongchen", "clerk.longqiao")


class Lost(Exception):
    """Raised when there are not as many cases as answers."""


def figures(name: str, bare: str, scale: float) -> list[Figure]:
    """All figures over two copies of a city: one for the desk, one for pgbench."""
    script = HOME / "intake.sql"
    statements = json.loads(told_by("bench.intake.recording", str(script)))
    before = asyncio.run(_verified())
    with pretend_city(name), serving(name) as web:
        request = _request(web)
        first = asyncio.run(closed_loop(web.address, 1, 1.0, request))
        beside, answered = _beside(web, Pgbench(script, bare), request, scale)
        with worker(name):
            # What was taken in before is told first: a stream is steady when nothing is left over.
            asyncio.run(_told())
            steady, more = _steady(web, request, scale)
    after = asyncio.run(_verified())
    taken = int(str(after["cases"])) - int(str(before["cases"]))
    expected = len(first.milliseconds) + answered + more
    if taken != expected:
        raise Lost(f"{taken} cases for {expected} answers")
    return [*beside, _trips(statements), replace(steady, details={**steady.details, **after})]


async def _told() -> None:
    await database.open_pool(1)
    try:
        async with asyncio.timeout(_CATCHING_UP):
            await until_told()
    finally:
        await database.close_pool()


async def _verified() -> dict[str, object]:
    await database.open_pool(1)
    try:
        return await verified()
    finally:
        await database.close_pool()


def _request(web: Web) -> Request:
    """Makes intakes by several clerks, each under a key of its own."""
    signed_in = itertools.cycle([sign_in(web.address, login).headers for login in _CLERKS])
    numbers = itertools.count()

    def make() -> bytes:
        number = next(numbers)
        headers = {**next(signed_in), "idempotency-key": f"measured-{number}"}
        return spelled("/api/v1/incidents", list(headers.items()), a_body(number))

    return make


def _beside(web: Web, alone: Pgbench, request: Request, scale: float) -> tuple[list[Figure], int]:
    """The rate of the desk as a share of pgbench's, round by round, and what a request costs the web."""
    seconds, baseline = max(4, round(_A_ROUND * scale)), Baseline(HOME)
    alone.transactions_a_second(4)
    shares, rates, possible, cpu, answered = [], [], [], [], 0
    for _ in range(_ROUNDS):
        baseline.round()
        possible.append(alone.transactions_a_second(seconds))
        used = seconds_used(web.pid)
        told = asyncio.run(closed_loop(web.address, CLIENTS, seconds, request))
        many = len(told.milliseconds)
        cpu.append((seconds_used(web.pid) - used) / many * 1000)
        rates.append(many / told.seconds)
        shares.append(rates[-1] / possible[-1] * 100)
        answered += many
    spread = (max(possible) - min(possible)) / statistics.median(possible)
    details: dict[str, object] = {
        "intakes_a_second": round(statistics.median(rates)),
        "pgbench_a_second": round(statistics.median(possible)),
        "pgbench_spread": round(spread, 2),
        "clients": CLIENTS,
    }
    share = reached("intake beside pgbench", statistics.median(shares), _SHARE, "%", baseline)
    if spread > QUIET:
        # What swings so is the disk, whichever way the share comes out.
        share = replace(share, holds=None)
    costs = statistics.median(cpu)
    return [
        replace(share, details={**share.details, **details}),
        Figure("processor time of the web", round(costs, 2), "ms", _CPU, f"≤ {_CPU:g} ms a request",
               costs <= _CPU, around(baseline)),
    ], answered  # fmt: skip


def _steady(web: Web, request: Request, scale: float) -> tuple[Figure, int]:
    """A steady stream, with the worker telling the bus meanwhile."""
    baseline = Baseline(HOME)
    seconds = max(2.0, _STEADY * scale)
    asyncio.run(open_loop(web.address, CLIENTS, _RATE, 2.0, request))
    for _ in range(5):
        baseline.round()
    told = asyncio.run(open_loop(web.address, CLIENTS, _RATE, seconds, request))
    for _ in range(5):
        baseline.round()
    p99 = percentile(told.milliseconds, 0.99)
    details: dict[str, object] = {
        "p50": round(statistics.median(told.milliseconds), 1),
        "p95": round(percentile(told.milliseconds, 0.95), 1),
        "worst": round(max(told.milliseconds), 1),
        "samples": len(told.milliseconds),
        **around(baseline),
    }
    holds = p99 <= _P99 if baseline.quiet or p99 <= _P99 else None
    bar = f"p99 ≤ {_P99:g} ms at {_RATE:g}/s"
    figure = Figure("intake in a steady stream", round(p99, 1), "ms", _P99, bar, holds, details)
    return figure, len(told.milliseconds) + round(_RATE * 2.0)


def _trips(statements: Sequence[str]) -> Figure:
    many = float(len(statements))
    told: dict[str, object] = {"statements": list(statements)}
    return Figure("round trips of an intake", many, "", _TRIPS, f"≤ {_TRIPS:g}", many <= _TRIPS, told)


if __name__ == "__main__":
    printed(figures(sys.argv[1], sys.argv[2], float(sys.argv[3])))
