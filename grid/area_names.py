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

_ZONES = """
SELECT zone.overlay, zone.code, zone.name
FROM unnest($1::text[], $2::text[]) AS wanted (overlay, code)
JOIN grid.overlays AS zone USING (overlay, code)
JOIN grid.editions AS edition ON edition.id = zone.edition_id
WHERE edition.status = 'published'
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


async def zone_names(zones: Collection[str]) -> dict[str, str]:
    """The names of zones that cross the areas, given as `overlay/code`; one the map lacks is left out."""
    wanted = [zone.partition("/") for zone in sorted(set(zones))]
    layers, codes = [layer for layer, _, _ in wanted], [code for _, _, code in wanted]
    rows = await database.fetch(_ZONES, layers, codes) if wanted else []
    return {f"{row['overlay']}/{row['code']}": row["name"] for row in rows}
