"""Tiles of the map: the outlines and names of a published edition, as Mapbox vector tiles."""

from dataclasses import asdict, dataclass

import database
from grid.errors import NoEditionPublished, UnknownEdition
from grid.rules.tiles import MARGIN, Box, Tile
from grid.tile_statements import BANDS, DRAWING

FORM = 1  # how tiles are built; it stands in their address, since they are kept for a year
_EQUATOR_M = 40_075_016.69  # metres of Web Mercator around the world
_STEPS = 1024  # of a tile's side: half a dot of the screen, below which nothing of an outline is seen
# What is asked for and not there leaves the city, which is an area itself.
_GROUND = """
SELECT number, ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north
FROM (
    SELECT edition.number, coalesce(ST_Extent(area.geom) FILTER (WHERE area.path = ANY($1)),
        ST_Extent(area.geom)) AS box
    FROM grid.editions AS edition JOIN grid.areas AS area ON area.edition_id = edition.id
    WHERE edition.status = 'published' AND (area.path = ANY($1::text[]) OR area.parent_code IS NULL)
    GROUP BY edition.number
) AS ground
"""
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Ground:
    """The edition that holds, by its number, and the ground somebody is to be shown of it."""

    edition: int
    box: Box


async def area_tile(edition: int, tile: Tile) -> bytes:
    """The tile of an edition that is or was published (by its number), empty where nothing is drawn.

    Layers `districts`, `streets`, `communities`, `grids` with `code`, `name` and `name_en`, and `cells` with
    `code`, as deep as the zoom can show; `labels` (points) with `level`, `code`, `name` and `name_en`.
    It is the same for ever.
    Raises UnknownEdition, for drafts too.
    """
    if not 0 < edition <= _LARGEST:
        raise UnknownEdition(edition)
    statement = DRAWING[max(band.zoom for band in BANDS if band.zoom <= tile.z)]
    values = {
        "edition": edition,
        "tolerance": _EQUATOR_M / 2**tile.z / _STEPS,
        **{name: getattr(tile, name) for name in ("z", "x", "y")},
        **asdict(tile.box(MARGIN)),
    }
    row = await database.fetch_row(statement.sql, *statement.arguments(values))
    if row is None or row["edition_id"] is None:
        raise UnknownEdition(edition)
    return bytes(row["body"])


async def ground(paths: tuple[str, ...] = ()) -> Ground:
    """The published edition and the box around these areas, or around the whole city.

    Areas the edition does not have do not count. Raises NoEditionPublished.
    """
    row = await database.fetch_row(_GROUND, list(paths))
    if row is None:
        raise NoEditionPublished
    return Ground(row["number"], Box(row["west"], row["south"], row["east"], row["north"]))
