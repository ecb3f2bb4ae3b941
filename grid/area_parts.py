"""The areas that areas are made of, for choosing among them."""

from collections.abc import Collection

import database
from grid.location import AreaRef
from grid.rules.levels import Level, codes_in

# The areas themselves come too, so that one question names all choices.
_PARTS = """
SELECT area.level, area.code, area.name, area.name_en, area.path
FROM grid.areas AS area JOIN grid.editions AS edition ON edition.id = area.edition_id
WHERE edition.status = 'published' AND (area.code = ANY($1::text[]) OR area.parent_code = ANY($1::text[]))
ORDER BY area.path
"""


async def areas_with_parts(paths: Collection[str]) -> list[AreaRef]:
    """The areas of these paths and those right below them in the published map, in order of path."""
    rows = await database.fetch(_PARTS, sorted({codes_in(path)[-1] for path in paths if path}))
    return [
        AreaRef(Level(row["level"]), row["code"], row["name"], row["name_en"], row["path"]) for row in rows
    ]
