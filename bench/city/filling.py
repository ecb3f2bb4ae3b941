"""Fills a city of a million cells: the demo city with a large district beside it, in one edition."""

import asyncio
import sys
from datetime import UTC, datetime

import shapely

import database
from bench.city.drawing import CITY, district, side_of
from desk.hosting.demo import load
from grid.editions import create_draft, publish
from grid.generating import demo_city, generate
from grid.loading import add_areas
from grid.rules.levels import Level
from grid.rules.shapes import AreaShape


async def fill(scale: float) -> None:
    """Loads the demo city and publishes an edition that holds the district too."""
    await database.open_pool(2)
    try:
        await load(with_examples=False)
        now = datetime.now(UTC)
        draft = await create_draft("with a district to measure", now)
        await add_areas(draft.id, _whole(side_of(scale)), demo_city().metric_srid)
        await publish(draft.id, now)
        await database.execute("ANALYZE grid.areas")
    finally:
        await database.close_pool()


def _whole(side: int) -> list[AreaShape]:
    """The demo's areas and the district's; the city is the ground of both."""
    demo, added = generate().areas, list(district(side))
    city = next(area for area in demo if area.level is Level.CITY)
    whole = shapely.union_all([city.geometry, added[0].geometry])
    root = AreaShape(Level.CITY, CITY, city.name, whole, None, city.name_en, city.attributes)
    return [root, *(area for area in demo if area.level is not Level.CITY), *added]


if __name__ == "__main__":
    asyncio.run(fill(float(sys.argv[1])))
