"""Fills a demo city with cases by the hundred thousand, in as many processes as there are processors."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import asyncpg

import database
from bench.cases.copying import Surroundings, copy_cases, originals
from bench.cases.people import add_people
from bench.installation import CLUSTER
from desk.demo.examples import load_examples
from desk.hosting.demo import load
from grid.bulk import load_bulk_map

FIRST_CASE, FIRST_PERSON = 10_000, 10_000
_BATCH = 2_000
_PERSONS = 5  # cases for each person
# A city of a million cases in three years has some twenty thousand in hand at a time.
_DAYS, _PAST, _OVER = 20.0, 1_000.0, 0.98
_CLERKS = """
SELECT service_point_id, min(staff_id) FROM registry.staff_post
WHERE role = 'clerk' AND service_point_id IS NOT NULL GROUP BY 1 ORDER BY 1
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made FROM pg_index i
WHERE i.indrelid IN ('dispatch.cases'::regclass, 'dispatch.journal'::regclass) AND NOT i.indisunique
"""
_TABLES = (
    "dispatch.cases", "dispatch.tasks", "dispatch.clocks", "dispatch.journal", "dispatch.places",
    "registry.subject", "registry.subject_number", "registry.owner_key", "registry.sealed_text",
)  # fmt: skip


async def prepare() -> None:
    """Loads the city and the cases that are copied."""
    await database.open_pool(2)
    try:
        await load(with_examples=False)
        await load_examples(datetime.now(UTC))
    finally:
        await database.close_pool()


async def fill_part(cases: int, part: int, parts: int) -> None:
    """Writes every so many-th batch of the persons and cases.

    Through a connection that skips triggers and references: what is written follows them, and is verified
    afterwards by who measures.
    """
    await database.open_pool(1)
    connection = await unhindered()
    try:
        await connection.execute("SET session_replication_role = replica")
        areas = list((await load_bulk_map()).paths)
        people = range(FIRST_PERSON, FIRST_PERSON + cases // _PERSONS)
        for ids in _batches(people, part, parts):
            await add_people(connection, ids, areas)
        known = await originals()
        clerks = [(row[0], row[1]) for row in await connection.fetch(_CLERKS)]
        departments = [
            row["id"] for row in await connection.fetch("SELECT id FROM registry.department ORDER BY id")
        ]
        numbers = range(FIRST_CASE, FIRST_CASE + cases)
        around = Surroundings(_DAYS, _OVER, numbers, _PAST, people, areas, clerks, departments)
        for ids in _batches(numbers, part, parts):
            async with connection.transaction():
                await copy_cases(connection, known, ids, around)
    finally:
        await connection.close()
        await database.close_pool()


def _batches(ids: range, part: int, parts: int) -> Iterator[range]:
    for number, begin in enumerate(range(ids.start, ids.stop, _BATCH)):
        if number % parts == part:
            yield range(begin, min(begin + _BATCH, ids.stop))


async def unhindered() -> "asyncpg.Connection[asyncpg.Record]":
    """A connection of the superuser to the same database."""
    name = await database.fetch_value("SELECT current_database()")
    return await asyncpg.connect(CLUSTER.url("postgres", name))


async def without_indexes() -> list[str]:
    """Drops what millions of rows are written faster without; returns the statements that make it again."""
    await database.open_pool(1)
    connection = await unhindered()
    try:
        rows = await connection.fetch(_INDEXES)
        for row in rows:
            await connection.execute(f"DROP INDEX {row['name']}")
        return [row["made"] for row in rows]
    finally:
        await connection.close()
        await database.close_pool()


async def finish(cases: int, indexes: list[str]) -> None:
    """Makes the indexes, sets the numbers that are given next, and tells the planner what there is."""
    await database.open_pool(1)
    connection = await unhindered()
    try:
        for statement in indexes:
            await connection.execute(statement)
        for table, last in (
            ("dispatch.cases", FIRST_CASE + cases),
            ("registry.subject", FIRST_PERSON + cases),
        ):
            await connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})")
        await connection.execute(f"VACUUM (ANALYZE) {', '.join(_TABLES)}")
    finally:
        await connection.close()
        await database.close_pool()


def fill(cases: int) -> None:
    """All of it; says how long it took."""
    began = time.monotonic()
    asyncio.run(prepare())
    indexes = asyncio.run(without_indexes())
    parts = os.cpu_count() or 1
    command = (sys.executable, "-m", "bench.cases.filling", str(cases))
    running = [subprocess.Popen((*command, str(part), str(parts))) for part in range(parts)]
    # All are waited for, also after one has failed.
    if any([process.wait() != 0 for process in running]):  # noqa: C419
        raise SystemExit("the cases could not be filled in")
    asyncio.run(finish(cases, indexes))
    sys.stderr.write(f"  {cases} cases filled in {time.monotonic() - began:.0f} s\n")


def _main(cases: int, *which: int) -> None:
    if which:
        asyncio.run(fill_part(cases, *which))
    else:
        fill(cases)


if __name__ == "__main__":
    _main(*map(int, sys.argv[1:]))
