"""Drafts of the responsibility list: begun, written at, read and discarded."""

import json
from collections.abc import Iterable
from datetime import datetime

import asyncpg

import database
from dispatch.errors import ResponsibilitiesNotDraft
from dispatch.responsibility_editions import EDITION_COLUMNS, ResponsibilityEdition, as_edition, edition
from dispatch.rules.conditions_form import conditions_from_json, conditions_to_json
from dispatch.rules.responsibility import Breadth, MatterScope, Responsibility
from dispatch.rules.responsibility_form import handler_from_json, handler_to_json
from dispatch.rules.states import CaseKind
from reach import Reach

_ROW = "kind, breadth, code, place, conditions, lead, co_handlers, valid_from, valid_to"
_BEGIN = f"""
INSERT INTO dispatch.responsibility_editions (number, status, note, written_by, created_at)
SELECT coalesce(max(number), 0) + 1, 'draft', $1, ARRAY[$2], $3 FROM dispatch.responsibility_editions
RETURNING {EDITION_COLUMNS}
"""
_COPY = f"""
INSERT INTO dispatch.responsibilities (edition_id, {_ROW})
SELECT $1, {_ROW} FROM dispatch.responsibilities
WHERE edition_id = (SELECT id FROM dispatch.responsibility_editions WHERE status = 'published')
ORDER BY id
"""
_WRITE = """
UPDATE dispatch.responsibility_editions
SET revision = revision + 1,
    written_by = CASE WHEN $2 = ANY (written_by) THEN written_by ELSE written_by || $2 END
WHERE id = $1 AND status = 'draft'
"""
_ADD = f"""
INSERT INTO dispatch.responsibilities (edition_id, {_ROW})
SELECT $1, kind, breadth, code, place, conditions::jsonb, lead::jsonb, co_handlers::jsonb,
    valid_from, valid_to
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::timestamptz[], $10::timestamptz[])
    WITH ORDINALITY AS added ({_ROW}, position)
ORDER BY position
"""


async def begin_draft(
    reach: Reach, note: str, now: datetime, *, empty: bool = False
) -> ResponsibilityEdition:
    """A new draft with the next number: a copy of the published list, unless `empty` or none is published."""
    async with database.transaction():
        # Two drafts begun at once shall not both take the same number.
        await database.execute("LOCK TABLE dispatch.responsibility_editions IN SHARE ROW EXCLUSIVE MODE")
        row = await database.fetch_row(_BEGIN, note, reach.actor, now)
        if row is None:
            raise RuntimeError("an insert of one row returns it")
        if not empty:
            await database.execute(_COPY, row["id"])
    return as_edition(row)


async def add_rows(reach: Reach, edition_id: int, rows: Iterable[Responsibility]) -> None:
    """Adds rows to a draft; their ids are given by the database, those in `rows` count for nothing.

    Raises UnknownResponsibilityEdition or ResponsibilitiesNotDraft.
    """
    columns = list(zip(*map(_values, rows), strict=True))
    async with database.transaction():
        await _write(reach, edition_id)
        if columns:
            await database.execute(_ADD, edition_id, *columns)


async def remove_rows(reach: Reach, edition_id: int, row_ids: Iterable[int]) -> int:
    """Removes rows from a draft; returns how many there were.

    Raises UnknownResponsibilityEdition or ResponsibilitiesNotDraft.
    """
    async with database.transaction():
        await _write(reach, edition_id)
        return await database.execute(
            "DELETE FROM dispatch.responsibilities WHERE edition_id = $1 AND id = ANY ($2::bigint[])",
            edition_id,
            list(row_ids),
        )


async def discard_draft(reach: Reach, edition_id: int) -> None:
    """Throws a draft away with all its rows.

    Raises UnknownResponsibilityEdition or ResponsibilitiesNotDraft.
    """
    async with database.transaction():
        await _write(reach, edition_id)
        await database.execute("DELETE FROM dispatch.responsibility_editions WHERE id = $1", edition_id)


async def rows_of(edition_id: int) -> tuple[Responsibility, ...]:
    """The rows of an edition of any status, in the order in which they were added."""
    rows = await database.fetch(
        f"SELECT id, {_ROW} FROM dispatch.responsibilities WHERE edition_id = $1 ORDER BY id", edition_id
    )
    return tuple(map(_responsibility, rows))


async def rows_by_id(row_ids: Iterable[int]) -> dict[int, Responsibility]:
    """The rows with these ids, of editions of any status; a row of a draft since written anew is left out."""
    rows = await database.fetch(
        f"SELECT id, {_ROW} FROM dispatch.responsibilities WHERE id = ANY ($1::bigint[])",
        sorted(set(row_ids)),
    )
    return {row["id"]: _responsibility(row) for row in rows}


async def _write(reach: Reach, edition_id: int) -> None:
    # Holds the edition until the commit, so a publication sees all of a change or refuses it.
    if not await database.execute(_WRITE, edition_id, reach.actor):
        await edition(edition_id)
        raise ResponsibilitiesNotDraft(edition_id)


def _values(row: Responsibility) -> tuple[object, ...]:
    return (
        row.scope.kind.value,
        row.scope.breadth.value,
        row.scope.code,
        row.place,
        json.dumps(conditions_to_json(row.conditions)),
        json.dumps(handler_to_json(row.lead)),
        json.dumps([handler_to_json(handler) for handler in row.co_handlers]),
        row.valid_from,
        row.valid_to,
    )


def _responsibility(row: asyncpg.Record) -> Responsibility:
    return Responsibility(
        row["id"],
        MatterScope(CaseKind(row["kind"]), Breadth(row["breadth"]), row["code"]),
        row["place"],
        handler_from_json(json.loads(row["lead"])),
        row["valid_from"],
        row["valid_to"],
        conditions_from_json(json.loads(row["conditions"])),
        tuple(map(handler_from_json, json.loads(row["co_handlers"]))),
    )
