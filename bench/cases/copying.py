"""Multiplies cases that went through the real use cases: rows under new numbers, journals chained anew."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from asyncpg import Connection, Record

import database
from bench.cases.chaining import Pattern, chained, pattern
from bench.cases.statements import JOURNAL, OF_CASE, PLACES, TASKS
from dispatch.journal import NewEntry

Row = dict[str, object]
_RECENT = 0.05  # of a history


@dataclass(frozen=True, slots=True)
class Original:
    """A case to be copied: its row, its entries without what differs in each copy, their patterns."""

    row: Row
    entries: tuple[tuple[object, ...], ...]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What copies are spread over: how many days around the original, which people, which lowest areas.

    `over` is the share of them that is over. With a `history` of numbers a copy lies as many of its `past`
    days back as its number says, and what is open is among the last twentieth, as a desk's is. `clerks` are
    service points and who answers there. Of an empty one the copies have what their original has.
    """

    days: float
    over: float = 0.9
    history: range = range(0)
    past: float = 0.0
    people: range = range(0)
    areas: Sequence[str] = ()
    clerks: Sequence[tuple[int, int]] = ()
    departments: Sequence[int] = ()

    def moment(self, number: int, chance: Random) -> tuple[bool, timedelta]:
        """Whether a copy is over, and by how much its times lie elsewhere."""
        moved = timedelta(days=chance.uniform(-self.days, 0 if self.history else self.days))
        if not self.history:
            return chance.random() < self.over, moved
        ahead = (self.history.stop - number) / len(self.history)
        is_open = ahead < _RECENT and chance.random() < (1 - self.over) / _RECENT
        return not is_open, moved if is_open else moved - timedelta(days=self.past * ahead)


async def originals() -> list[Original]:
    """All cases of the database."""
    rows = [dict(row) for row in await database.fetch("SELECT * FROM dispatch.cases ORDER BY id")]
    found = []
    for row in rows:
        entries = await database.fetch(OF_CASE, row["id"])
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
    shifts: list[int] = []
    for number in ids:
        is_over, moved = around.moment(number, chance)
        original = chance.choice(over if is_over else open_ones)
        row = _row(original.row, number, moved) | _elsewhere(original.row, around, chance)
        recorded = row["opened_at"]
        assert isinstance(recorded, datetime)
        links = chained(number, recorded, original.patterns)
        row["last_hash"] = links[-1][2]
        cases.append(row)
        for (seq, before, digest), (at, *told) in zip(links, original.entries, strict=True):
            entries.append((number, seq, at, recorded, *told, before, digest))
        copies.append((original.row["id"], number, moved))
        shifts.append(chance.randrange(len(around.departments) or 1))
    await _write(connection, cases, entries)
    made = list(zip(*copies, strict=True))
    await connection.execute(TASKS, *made, shifts, list(around.departments))
    await connection.execute(PLACES, *made)


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
    if around.clerks and row["service_point_id"] is not None:
        changed["service_point_id"], changed["first_responder"] = chance.choice(around.clerks)
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
        "journal", schema_name="dispatch", columns=JOURNAL, records=entries
    )
