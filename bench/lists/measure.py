"""Asks named questions over HTTP of a desk with ten thousand cases and of one with a million."""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import asyncpg

import database
import pinyin
from bench.cases.chains import verified
from bench.installation import CLUSTER, serving
from bench.lists.asking import Connection, Question, check, known, questions
from bench.measuring import Baseline, Figure, around, percentile, printed
from bench.processes import seconds_used
from bench.visiting import Visitor, sign_in
from registry.subject_indexes import readings

T = TypeVar("T")
_ROUNDS, _WARM_UP = 25, 4
_LIMIT, _MORE = 50.0, 10.0  # milliseconds, and how much more than with few cases
_LARGE_TABLES = (
    "cases", "journal", "tasks", "clocks", "places", "subject", "subject_number", "owner_key", "sealed_text",
)  # fmt: skip


def figures(small: str, large: str) -> list[Figure]:
    """One figure for each question, and whether any table was read from end to end."""
    baseline = Baseline()
    few = _measured(small, baseline)
    many = _measured(large, baseline)
    told = asyncio.run(_verified())
    return [*(_figure(one, few, many, baseline) for one in many.times), _unscanned(many.scanned, told)]


async def _verified() -> dict[str, object]:
    await database.open_pool(1)
    try:
        return await verified()
    finally:
        await database.close_pool()


def _figure(name: str, few: "_Measured", many: "_Measured", baseline: Baseline) -> Figure:
    small, large = percentile(few.times[name], 0.95), percentile(many.times[name], 0.95)
    limit = max(_LIMIT, round(small + _MORE, 1))
    details: dict[str, object] = {
        "p50": round(statistics.median(many.times[name]), 1),
        "worst": round(max(many.times[name]), 1),
        "web_cpu_ms": round(many.cpu[name] / len(many.times[name]) * 1000, 1),
        "with_10000_cases": round(small, 1),
        **around(baseline),
    }
    holds = large <= limit if baseline.quiet or large <= limit else None
    return Figure(name, round(large, 1), "ms", limit, f"p95 ≤ {limit:g} ms", holds, details)


def _unscanned(scanned: Mapping[str, int], told: Mapping[str, object]) -> Figure:
    found = {name: times for name, times in scanned.items() if times}
    many = float(sum(found.values()))
    return Figure("sequential scans", many, "", 0.0, "none", not found, {**told, "of": found or "no table"})


@dataclass(frozen=True, slots=True)
class _Measured:
    """How long each question took (ms), what it cost the web (s), which tables were read from end to end."""

    times: dict[str, list[float]]
    cpu: dict[str, float]
    scanned: Mapping[str, int]


def _measured(name: str, baseline: Baseline) -> _Measured:
    asked = asyncio.run(_looking(name, _questions))
    with serving(name) as web:
        visitors = {who: sign_in(web.address, who) for who in {one.who for one in asked}}
        first = {one.name: _ask(visitors, one) for one in asked}
        asyncio.run(_looking(name, lambda connection: _checked(connection, asked, first)))
        before = asyncio.run(_looking(name, _scans))
        times: dict[str, list[float]] = {one.name: [] for one in asked}
        cpu = dict.fromkeys(times, 0.0)
        for number in range(_WARM_UP + _ROUNDS):
            baseline.round()
            for one in asked:
                used, began = seconds_used(web.pid), time.perf_counter()
                _ask(visitors, one)
                if number >= _WARM_UP:
                    times[one.name].append((time.perf_counter() - began) * 1000)
                    cpu[one.name] += seconds_used(web.pid) - used
    # What a connection has counted is told when it ends.
    after = asyncio.run(_looking(name, _scans))
    return _Measured(times, cpu, {table: after[table] - before[table] for table in after})


def _ask(visitors: Mapping[str, Visitor], one: Question) -> bytes:
    return visitors[one.who].ask("GET" if one.body is None else "POST", one.path, one.body)


async def _looking(name: str, look: Callable[[Connection], Awaitable[T]]) -> T:
    connection = await asyncpg.connect(CLUSTER.url("postgres", name))
    try:
        return await look(connection)
    finally:
        await connection.close()


async def _questions(connection: Connection) -> list[Question]:
    def spelled(name: str) -> str:
        return "".join(next(pinyin.spellings(pinyin.syllables(name, readings().readings))))

    return questions(await known(connection), spelled)


async def _checked(connection: Connection, asked: list[Question], answers: Mapping[str, bytes]) -> None:
    for one in asked:
        await check(connection, one, answers[one.name])


async def _scans(connection: Connection) -> dict[str, int]:
    rows = await connection.fetch(
        "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname = ANY($1)", list(_LARGE_TABLES)
    )
    return {row["relname"]: row["seq_scan"] for row in rows}


if __name__ == "__main__":
    printed(figures(*sys.argv[1:]))
