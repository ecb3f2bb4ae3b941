"""Multiplies cases that went through the real use cases: rows under new numbers, journals chained anew."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from asyncpg import Connection, Record

import database
from bench.cases.chaining import Pattern, chained, pattern
from dispatch.journal import NewEntry

_OF_CASE = "SELECT kind, at, actor, channel, data FROM dispatch.journal WHERE case_id = $1 ORDER BY seq"
_COPIES = (
    "WITH copies (old, new, moved) AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::interval[]))"
)
_TASKS = f"""{_COPIES},
numbered AS (
    SELECT t.*, copies.new, copies.moved, nextval(pg_get_serial_sequence('dispatch.tasks', 'id')) AS new_id
    FROM copies JOIN dispatch.tasks t ON t.case_id = copies.old
), made AS (
    INSERT INTO dispatch.tasks (id, case_id, kind, state, department_id, worker, ruled, opened_at, signed_at,
        signed_by, ended_at, due_at)
    SELECT new_id, new, kind, state, department_id, worker, ruled, opened_at + moved, signed_at + moved,
        signed_by, ended_at + moved, due_at + moved
    FROM numbered
)
INSERT INTO dispatch.clocks (case_id, task_id, order_id, kind, amount, unit, calendar_code, calendar_version,
    started_at, pauses, extensions, state, due_at, provisional, stopped_at, warn_at, warned_at, breached_at)
SELECT copies.new, numbered.new_id, k.order_id, k.kind, k.amount, k.unit, k.calendar_code, k.calendar_version,
    k.started_at + copies.moved, k.pauses, k.extensions, k.state, k.due_at + copies.moved, k.provisional,
    k.stopped_at + copies.moved, k.warn_at + copies.moved, k.warned_at, k.breached_at
FROM copies JOIN dispatch.clocks k ON k.case_id = copies.old
LEFT JOIN numbered ON numbered.id = k.task_id AND numbered.new = copies.new
"""
_PLACES = f"""{_COPIES}
INSERT INTO dispatch.places (case_id, geom, precision_m, source)
SELECT copies.new, p.geom, p.precision_m, p.source
FROM copies JOIN dispatch.places p ON p.case_id = copies.old
"""
_JOURNAL = ("case_id", "seq", "at", "recorded_at", "kind", "actor", "channel", "data", "prev_hash", "hash")
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Original:
    """A case to be copied: its row, its entries without what differs in each copy, their patterns."""

    row: Row
    entries: tuple[tuple[object, ...], ...]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What copies are spread over: how many days around the original, which people, which lowest areas.

    `over` is the share of them that is over: a desk keeps what is over, of ten cases one is still open.
    Without areas a copy lies where its original does, without people it is the same person's.
    """

    days: float
    over: float = 0.9
    people: range = range(0)
    areas: Sequence[str] = ()


async def originals() -> list[Original]:
    """All cases of the database."""
    rows = [dict(row) for row in await database.fetch("SELECT * FROM dispatch.cases ORDER BY id")]
    found = []
    for row in rows:
        entries = await database.fetch(_OF_CASE, row["id"])
        told = [
            NewEntry(one["kind"], one["at"], one["actor"], one["channel"], json.loads(one["data"]))
            for one in entries
        ]
        plain = tuple(
            tuple(one[name] for name in ("at", "kind", "actor", "channel", "data")) for one in entries
        )
        found.append(Original(row, plain, tuple(pattern(seq, one) for seq, one in enumerate(told, 1))))
    return found


async def copy_cases(
    connection: "Connection[Record]", known: Sequence[Original], ids: range, around: Surroundings
) -> None:
    """Writes copies under these ids; the same ids are always made into the same copies."""
    chance = Random(ids.start)
    over = [one for one in known if one.row["closed_at"] is not None]
    open_ones = [one for one in known if one.row["closed_at"] is None]
    cases: list[Row] = []
    entries: list[tuple[object, ...]] = []
    copies: list[tuple[object, int, timedelta]] = []
    for number in ids:
        original = chance.choice(over if chance.random() < around.over else open_ones)
        moved = timedelta(days=chance.uniform(-around.days, around.days))
        row = _row(original.row, number, moved) | _elsewhere(original.row, around, chance)
        recorded = row["opened_at"]
        assert isinstance(recorded, datetime)
        links = chained(number, recorded, original.patterns)
        row["last_hash"] = links[-1][2]
        cases.append(row)
        for (seq, before, digest), (at, *told) in zip(links, original.entries, strict=True):
            entries.append((number, seq, at, recorded, *told, before, digest))
        copies.append((original.row["id"], number, moved))
    await _write(connection, cases, entries)
    for statement in (_TASKS, _PLACES):
        await connection.execute(statement, *zip(*copies, strict=True))


def _row(row: Row, number: int, moved: timedelta) -> Row:
    made = {name: value + moved if isinstance(value, datetime) else value for name, value in row.items()}
    made |= {"id": number, "origin_case": None, "external_source": None, "external_ref": None}
    return made | {"case_no": f"{row['case_no']}-{number}", "tracking_no": f"B{number:011}"}


def _elsewhere(row: Row, around: Surroundings, chance: Random) -> Row:
    changed: Row = {}
    if around.people and row["subject_id"] is not None:
        changed["subject_id"] = chance.choice(around.people)
    if around.areas:
        changed["area_path"] = chance.choice(around.areas)
    return changed


async def _write(
    connection: "Connection[Record]", cases: list[Row], entries: list[tuple[object, ...]]
) -> None:
    await connection.copy_records_to_table(
        "cases",
        schema_name="dispatch",
        columns=list(cases[0]),
        records=[tuple(one.values()) for one in cases],
    )
    await connection.copy_records_to_table(
        "journal", schema_name="dispatch", columns=_JOURNAL, records=entries
    )
