"""Editions of the responsibility list: one or all of them, whatever their status."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from dispatch.errors import UnknownResponsibilityEdition

EDITION_COLUMNS = "id, number, status, note, revision, written_by, created_at, published_at, published_by"


@dataclass(frozen=True, slots=True)
class ResponsibilityEdition:
    """One state of the whole list; `status` is draft, published or superseded.

    `revision` grows with each change to a draft; `written_by` are the actors who made them.
    """

    id: int
    number: int
    status: str
    note: str
    revision: int
    written_by: tuple[str, ...]
    created_at: datetime
    published_at: datetime | None
    published_by: str | None


async def edition(edition_id: int) -> ResponsibilityEdition:
    """One edition; raises UnknownResponsibilityEdition."""
    row = await database.fetch_row(
        f"SELECT {EDITION_COLUMNS} FROM dispatch.responsibility_editions WHERE id = $1", edition_id
    )
    if row is None:
        raise UnknownResponsibilityEdition(edition_id)
    return as_edition(row)


async def editions() -> tuple[ResponsibilityEdition, ...]:
    """All editions, the newest first."""
    rows = await database.fetch(
        f"SELECT {EDITION_COLUMNS} FROM dispatch.responsibility_editions ORDER BY number DESC"
    )
    return tuple(map(as_edition, rows))


def as_edition(row: asyncpg.Record) -> ResponsibilityEdition:
    """The edition a record of its table holds."""
    return ResponsibilityEdition(**{**dict(row), "written_by": tuple(row["written_by"])})
