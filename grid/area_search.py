"""Finds areas by what they are called, for people who say a community or street and no address."""

from dataclasses import dataclass

import asyncpg

import database
from grid.errors import QueryTooShort, UnknownArea
from grid.rules.coordinates import Position
from grid.rules.levels import Level

_LEAST, _MOST = 2, 50
# What people call a place of their own; a cell's number says nothing to anybody.
_CALLED = ("DISTRICT", "STREET", "COMMUNITY")
_COLUMNS = """
area.code, area.level, area.name, area.name_en, area.path, ST_X(area.label) AS lon, ST_Y(area.label) AS lat
FROM grid.areas AS area JOIN grid.editions AS edition ON edition.id = area.edition_id
WHERE edition.status = 'published'
"""
# The smallest areas come first: who says a community's name means it, and not the street of the same name.
_NAMED = f"""
SELECT {_COLUMNS} AND area.level = ANY($1::text[])
    AND (strpos(area.name, $2) > 0 OR strpos(replace(lower(area.name_en), ' ', ''), $3) > 0)
ORDER BY area.name = $2 DESC, length(area.path) DESC, length(area.name), area.path LIMIT $4
"""
_ONE = f"SELECT {_COLUMNS} AND area.code = $1"


@dataclass(frozen=True, slots=True)
class NamedArea:
    """An area of the published map; `position` (EPSG:4326) is a point well inside it."""

    level: Level
    code: str
    name: str
    name_en: str
    path: str
    position: Position


async def areas_named(words: str, limit: int = 10) -> list[NamedArea]:
    """Districts, streets and communities whose Chinese or English name holds the words, smallest first.

    Raises QueryTooShort for fewer than two characters; ValueError for a limit not in 1 … 50.
    """
    if not 1 <= limit <= _MOST:
        raise ValueError(f"1 to {_MOST} areas are answered")
    asked = words.strip()
    if len(asked) < _LEAST:
        raise QueryTooShort
    english = asked.lower().replace(" ", "")
    rows = await database.fetch(_NAMED, list(_CALLED), asked, english, limit)
    return [_area(row) for row in rows]


async def named_area(code: str) -> NamedArea:
    """The area with a code in the published map; raises UnknownArea."""
    row = await database.fetch_row(_ONE, code)
    if row is None:
        raise UnknownArea(code)
    return _area(row)


def _area(row: asyncpg.Record) -> NamedArea:
    position = Position(row["lon"], row["lat"])
    return NamedArea(Level(row["level"]), row["code"], row["name"], row["name_en"], row["path"], position)
