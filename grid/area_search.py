"""Finds areas of the published map by name, reading, initials or code, from the city to its grids."""

from dataclasses import dataclass
from functools import cache

import database
import pinyin
from grid.errors import UnknownArea
from grid.locate import locate_area
from grid.rules.levels import Level, codes_in, path_of
from settings import settings

_PUBLISHED = "SELECT id FROM grid.editions WHERE status = 'published'"
# Cells are too many to be remembered, and nobody knows one by name; they are found by their whole code.
_NAMED = """
SELECT code, level, name, name_en, path FROM grid.areas
WHERE edition_id = $1 AND level <> 'CELL' ORDER BY path
"""
_LEAST_OF_CODE = 6  # characters of a code before it says more than a number does


@dataclass(frozen=True, slots=True)
class FoundArea:
    """An area; `around` are the names of the areas it lies in, from the district down, also in English."""

    level: Level
    code: str
    name: str
    name_en: str
    path: str
    around: tuple[str, ...] = ()
    around_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    area: FoundArea
    spellings: tuple[str, ...]


@dataclass(slots=True)
class _Kept:
    """The named areas of one edition, kept until another is published."""

    edition: int = 0
    areas: tuple[_Known, ...] = ()


_kept = _Kept()


async def search_areas(words: str, limit: int = 10) -> list[FoundArea]:
    """The areas that contain every word of a question: characters, letters of their reading, or a code.

    Smaller areas come first, since a case belongs where it is known most exactly. Asks the database which
    edition is published and, where no named area fits, for a cell.
    """
    parts = pinyin.folded(words).split()
    if not parts or len("".join(parts)) < 2:
        return []
    found = [
        known.area
        for known in await _areas()
        if all(any(part in spelling for spelling in known.spellings) for part in parts)
        or _is_code(words, known.area.code)
    ]
    found.sort(key=lambda area: (-area.level.depth, len(area.name), area.path))
    return found[:limit] or await _cell(words)


def _is_code(words: str, code: str) -> bool:
    return len(words.strip()) >= _LEAST_OF_CODE and code.startswith(words.strip().upper())


async def _cell(code: str) -> list[FoundArea]:
    """The one area with exactly this code, which may be a cell."""
    plain = code.strip().upper()
    if len(plain) < _LEAST_OF_CODE or not plain.isascii() or not plain[:_LEAST_OF_CODE].isdigit():
        return []
    try:
        chain = (await locate_area(plain)).chain
    except UnknownArea:
        return []
    lowest = chain[-1]
    around = tuple(area.name for area in chain[1:-1])
    english = tuple(area.name_en or area.name for area in chain[1:-1])
    return [FoundArea(lowest.level, lowest.code, lowest.name, lowest.name_en, lowest.path, around, english)]


async def _areas() -> tuple[_Known, ...]:
    edition = await database.fetch_value(_PUBLISHED)
    if edition is not None and edition != _kept.edition:
        areas = [
            FoundArea(Level(row["level"]), row["code"], row["name"], row["name_en"], row["path"])
            for row in await database.fetch(_NAMED, edition)
        ]
        names = {area.path: area for area in areas}
        _kept.areas = tuple(_known(area, names) for area in areas)
        _kept.edition = edition
    return _kept.areas


def _known(area: FoundArea, names: dict[str, FoundArea]) -> _Known:
    codes = codes_in(area.path)
    above = [names[path_of(codes[:depth])] for depth in range(1, len(codes))]
    around = tuple(one.name for one in above)
    english = tuple(one.name_en or one.name for one in above)
    named = FoundArea(area.level, area.code, area.name, area.name_en, area.path, around[1:], english[1:])
    # A grid is looked for together with its community: 文献 3 网格.
    whole = pinyin.folded("".join((*around[-1:], area.name))).replace(" ", "")
    table = _table()
    spellings = (whole, table.plain(whole), table.initials(whole), pinyin.folded(area.name_en))
    return _Known(named, tuple(one for one in spellings if one))


@cache
def _table() -> pinyin.Pinyin:
    return pinyin.load(settings.pinyin_table)
