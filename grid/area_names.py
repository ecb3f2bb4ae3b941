"""What areas of the published map are called."""

from collections.abc import Collection
from dataclasses import dataclass

import database
from grid.rules.levels import Level

_NAMES = """
SELECT area.code, area.level, area.name, area.name_en
FROM grid.areas AS area JOIN grid.editions AS edition ON edition.id = area.edition_id
WHERE edition.status = 'published' AND area.code = ANY($1::text[])
"""


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area's name in Chinese and English; `name_en` may be empty."""

    level: Level
    name: str
    name_en: str


async def area_names(codes: Collection[str]) -> dict[str, AreaName]:
    """The names of the areas with these codes, of any level; a code the published map lacks is left out."""
    rows = await database.fetch(_NAMES, sorted(set(codes)))
    return {row["code"]: AreaName(Level(row["level"]), row["name"], row["name_en"]) for row in rows}
