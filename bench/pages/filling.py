"""Fills the demo city for the bench of pages: a hundred thousand addresses, a hundred thousand cases.

Every case is a copy of one that went through the real use cases: its rows under a new number, its journal
chained anew, its times moved by up to twenty days.
"""

import asyncio
import json
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from asyncpg.pool import PoolConnectionProxy

import database
from bench.cases.statements import JOURNAL, OF_CASE, PLACES, TASKS
from chain import BEGINNING
from desk.demo.examples import load_examples
from desk.hosting.demo import load
from dispatch.journal import NewEntry, links
from dispatch.present import present
from grid.loading import add_addresses
from grid.rules.shapes import AddressPoint
from registry.subject_indexes import readings

ADDRESSES, CASES = 100_000, 100_000
_BATCH = 2_000
# A desk keeps what is over: of ten cases stored, one is still open.
_OVER = 0.9
Case = dict[str, object]
Journal = list[NewEntry]
Connection = PoolConnectionProxy


async def fill() -> None:
    """Loads the city, then multiplies its addresses and example cases."""
    await database.open_pool(4)
    try:
        await load(with_examples=False)
        await load_examples(await present())
        await _more_addresses()
        await _more_cases()
        for table in ("dispatch.cases", "dispatch.tasks", "dispatch.clocks", "dispatch.journal"):
            await database.execute(f"ANALYZE {table}")
    finally:
        await database.close_pool()


async def _more_addresses() -> None:
    rows = await database.fetch(
        "SELECT code, text, street, number, building, ST_X(geom) AS lon, ST_Y(geom) AS lat"
        " FROM grid.addresses"
    )
    known = [AddressPoint(**dict(row)) for row in rows]

    def wanted() -> Iterator[AddressPoint]:
        for place in range(ADDRESSES - len(known)):
            base, flat = known[place % len(known)], place // len(known) + 1
            room = f"{flat * 100 + 1}室"
            yield replace(base, code=f"{base.code}-{flat}", text=f"{base.text}{room}", building=room)

    await add_addresses(wanted(), readings())


async def _more_cases() -> None:
    chance = random.Random(20261122)
    cases = [dict(row) for row in await database.fetch("SELECT * FROM dispatch.cases ORDER BY id")]
    journals = {case["id"]: await _journal(case["id"]) for case in cases}
    over = [case for case in cases if case["closed_at"] is not None]
    open_ones = [case for case in cases if case["closed_at"] is None]
    first = max(case["id"] for case in cases) + 1
    for begin in range(0, CASES, _BATCH):
        copies = [
            _copy(
                chance.choice(over if chance.random() < _OVER else open_ones), first + place, _moved(chance)
            )
            for place in range(begin, min(begin + _BATCH, CASES))
        ]
        async with database.transaction() as connection:
            await _write(connection, copies, journals)
        sys.stderr.write(f"\r  {begin + len(copies)} cases")
    sys.stderr.write("\n")
    await database.execute("SELECT setval(pg_get_serial_sequence('dispatch.cases', 'id'), $1)", first + CASES)


async def _journal(case_id: int) -> Journal:
    rows = await database.fetch(OF_CASE, case_id)
    return [
        NewEntry(row["kind"], row["at"], row["actor"], row["channel"], json.loads(row["data"]))
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Copy:
    """A case about to be written: the number of the one it is made of, its own, how far its times moved."""

    old: int
    new: int
    moved: timedelta
    recorded_at: datetime
    row: Case


def _moved(chance: random.Random) -> timedelta:
    return timedelta(hours=chance.uniform(-480, 480))


def _copy(case: Case, number: int, moved: timedelta) -> _Copy:
    made = {name: value + moved if isinstance(value, datetime) else value for name, value in case.items()}
    made |= {"id": number, "origin_case": None, "external_source": None, "external_ref": None}
    made |= {"case_no": f"{case['case_no']}~{number}", "tracking_no": f"B{number:011}"}
    opened = made["opened_at"]
    if not isinstance(opened, datetime):
        raise TypeError("a case was opened at an instant")
    return _Copy(int(str(case["id"])), number, moved, opened, made)


async def _write(connection: Connection, copies: list[_Copy], journals: Mapping[int, Journal]) -> None:
    entries: list[tuple[object, ...]] = []
    for copy in copies:
        linked = links(copy.new, BEGINNING, journals[copy.old], copy.recorded_at)
        copy.row["last_hash"] = linked[-1].hash
        entries += [(copy.new, one.seq, *_plainly(one.fields), one.prev_hash, one.hash) for one in linked]
    await connection.copy_records_to_table(
        "cases",
        schema_name="dispatch",
        columns=list(copies[0].row),
        records=[tuple(copy.row.values()) for copy in copies],
    )
    await connection.copy_records_to_table(
        "journal", schema_name="dispatch", columns=JOURNAL, records=entries
    )
    mapped = [[copy.old for copy in copies], [copy.new for copy in copies], [copy.moved for copy in copies]]
    await connection.execute(TASKS, *mapped, [0] * len(copies), [])
    await connection.execute(PLACES, *mapped)


def _plainly(fields: Mapping[str, object]) -> list[object]:
    plain = [fields[name] for name in ("at", "recorded_at", "kind", "actor", "channel")]
    return [*plain, json.dumps(fields["data"])]


if __name__ == "__main__":
    asyncio.run(fill())
