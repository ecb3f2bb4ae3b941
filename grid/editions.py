"""Makes drafts of the map, publishes one of them and tells which one holds."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from grid.errors import EditionNotDraft, NoEditionPublished, UnknownEdition
from grid.locate import EDITION_LOCK


@dataclass(frozen=True, slots=True)
class EditionState:
    """One edition of the map; `status` is draft, published or superseded."""

    id: int
    number: int
    status: str
    note: str
    created_at: datetime
    published_at: datetime | None


_COLUMNS = "id, number, status, note, created_at, published_at"
_CREATE = f"""
INSERT INTO grid.editions (number, status, note, created_at)
SELECT coalesce(max(number), 0) + 1, 'draft', $1, $2 FROM grid.editions
RETURNING {_COLUMNS}
"""
# An edition just drawn is not in the planner's statistics: indexes on editions and levels would seem to find
# a handful of areas where they find all. `+ 0` and `|| ''` leave those on shapes and codes, for each address.
_REFRESH_ADDRESSES = """
UPDATE grid.addresses AS address SET community_code = belongs.community, cell_code = belongs.cell
FROM (
    SELECT a.id, hit.cell, hit.community
    FROM grid.addresses AS a
    CROSS JOIN LATERAL (
        SELECT area.code AS cell, coalesce((
            SELECT around.code FROM grid.areas AS around
            WHERE around.edition_id = $1 AND around.level || '' = 'COMMUNITY'
                AND around.code = ANY (string_to_array(area.path, '/'))
        ), CASE WHEN area.level = 'COMMUNITY' THEN area.code END) AS community
        FROM grid.areas AS area
        WHERE area.edition_id + 0 = $1 AND area.is_lowest AND ST_Intersects(area.geom, a.geom)
        ORDER BY area.path LIMIT 1
    ) AS hit
) AS belongs
WHERE belongs.id = address.id
  AND (address.community_code, address.cell_code) IS DISTINCT FROM (belongs.community, belongs.cell)
"""


async def create_draft(note: str, now: datetime) -> EditionState:
    """A new, empty draft with the next number."""
    async with database.transaction():
        # Two drafts begun at once shall not both take the same number.
        await database.execute("LOCK TABLE grid.editions IN SHARE ROW EXCLUSIVE MODE")
        row = await database.fetch_row(_CREATE, note, now)
    if row is None:
        raise RuntimeError("an insert of one row returns it")
    return _state(row)


async def discard_draft(edition_id: int) -> None:
    """Throws a draft away with all its areas; raises UnknownEdition or EditionNotDraft."""
    async with database.transaction():
        await _locked_draft(edition_id)
        await database.execute("DELETE FROM grid.editions WHERE id = $1", edition_id)


async def publish(edition_id: int, now: datetime) -> EditionState:
    """Makes a draft the edition that holds; the one before is superseded.

    The caller has proven the draft (`proving.prove_edition`) and writes the audit entry in the same
    transaction. Intakes (which share the edition lock) wait only for the flip itself.
    Raises UnknownEdition or EditionNotDraft.
    """
    async with database.transaction():
        await _locked_draft(edition_id)
        await database.execute(_REFRESH_ADDRESSES, edition_id)
        await database.execute("SELECT pg_advisory_xact_lock($1)", EDITION_LOCK)
        await database.execute("UPDATE grid.editions SET status = 'superseded' WHERE status = 'published'")
        row = await database.fetch_row(
            f"UPDATE grid.editions SET status = 'published', published_at = $2 WHERE id = $1"
            f" RETURNING {_COLUMNS}",
            edition_id,
            now,
        )
    if row is None:
        raise UnknownEdition(edition_id)
    return _state(row)


async def published() -> EditionState:
    """The edition that holds now; raises NoEditionPublished."""
    row = await database.fetch_row(f"SELECT {_COLUMNS} FROM grid.editions WHERE status = 'published'")
    if row is None:
        raise NoEditionPublished
    return _state(row)


async def edition(edition_id: int) -> EditionState:
    """One edition; raises UnknownEdition."""
    row = await database.fetch_row(f"SELECT {_COLUMNS} FROM grid.editions WHERE id = $1", edition_id)
    if row is None:
        raise UnknownEdition(edition_id)
    return _state(row)


async def editions() -> tuple[EditionState, ...]:
    """All editions, the newest first."""
    rows = await database.fetch(f"SELECT {_COLUMNS} FROM grid.editions ORDER BY number DESC")
    return tuple(_state(row) for row in rows)


async def _locked_draft(edition_id: int) -> None:
    # Waits for whoever is still writing areas of this draft (they hold the row shared).
    status = await database.fetch_value(
        "SELECT status FROM grid.editions WHERE id = $1 FOR UPDATE", edition_id
    )
    if status is None:
        raise UnknownEdition(edition_id)
    if status != "draft":
        raise EditionNotDraft(edition_id)


def _state(row: asyncpg.Record) -> EditionState:
    return EditionState(
        row["id"], row["number"], row["status"], row["note"], row["created_at"], row["published_at"]
    )
