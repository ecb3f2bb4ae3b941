"""A point well inside an area, for those who ask what is near a community and name no address."""

import database
from grid.errors import UnknownArea
from grid.rules.coordinates import Position

_LABEL = """
SELECT ST_X(area.label) AS lon, ST_Y(area.label) AS lat
FROM grid.areas AS area JOIN grid.editions AS edition ON edition.id = area.edition_id
WHERE edition.status = 'published' AND area.code = $1
"""


async def middle_of(code: str) -> Position:
    """The point (EPSG:4326) where the published map writes the area's name; raises UnknownArea."""
    row = await database.fetch_row(_LABEL, code)
    if row is None:
        raise UnknownArea(code)
    return Position(row["lon"], row["lat"])
