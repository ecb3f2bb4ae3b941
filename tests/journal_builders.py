"""Cases with journals for tests about what comes after an act: written by the journal's own functions."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime

import chain
import database
from chain import Head
from dispatch import deliveries, journal
from dispatch.journal import NewEntry

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # noon in the demo city
_NUMBERS = itertools.count(1)
_OPEN = """
INSERT INTO dispatch.cases (case_no, tracking_no, password_mark, kind, state, version, last_seq, last_hash,
    matter, matter_version, area_path, edition_id, responsibility_edition, calendar_code, calendar_version,
    channel, first_responder, urgent, from_public, materials_complete, opened_at)
VALUES ($1, $2, '', 'incident', 'REPORTED', 1, 0, $3, 'pothole', 1, '350300/', 1, 1, 'cn', 1, 'WINDOW', 1,
    false, false, false, $4) RETURNING id
"""
_MOVE = "UPDATE dispatch.cases SET last_seq = $2, last_hash = $3 WHERE id = $1"
_HEAD = "SELECT last_seq, last_hash FROM dispatch.cases WHERE id = $1 FOR UPDATE"


@dataclass(frozen=True, slots=True)
class SavedCase:
    """A case of the tests: its id and its number."""

    id: int
    case_no: str


async def saved_case(entries: int = 0) -> SavedCase:
    """A case with so many entries, each told to whoever subscribes."""
    number = next(_NUMBERS)
    case_no = f"SJ350304001-20260302-{number:05}"
    case_id = await database.fetch_value(_OPEN, case_no, f"T{number:011}", chain.ZERO, NOON)
    case = SavedCase(int(case_id), case_no)
    if entries:
        await saved_entries(case, entries)
    return case


async def saved_entries(case: SavedCase, count: int = 1, kind: str = "fed_back") -> None:
    """Appends entries in one transaction, as an act would, and raises the deliveries."""
    async with database.transaction():
        row = await database.fetch_row(_HEAD, case.id)
        assert row is not None
        new = [NewEntry(kind, NOON, "staff:1", "WINDOW", {"n": n}) for n in range(count)]
        linked = journal.links(case.id, Head(row["last_seq"], row["last_hash"]), new, NOON)
        await database.execute(_MOVE, case.id, linked[-1].seq, linked[-1].hash)
        await journal.append(case.id, linked)
        await deliveries.raise_heads(case.id, linked[-1].seq)
