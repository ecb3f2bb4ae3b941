"""Finds the zones of overlays for many points at once, as single look-ups do."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

import database
from grid.editions import edition, published

_ZONES = """
SELECT overlay, code, ST_AsBinary(geom) AS wkb FROM grid.overlays
WHERE edition_id = $1 ORDER BY overlay COLLATE "C", code COLLATE "C"
"""


@dataclass(frozen=True, slots=True)
class BulkZones:
    """The zones of one edition; made for one job."""

    names: tuple[tuple[str, str], ...]
    _shapes: NDArray[np.object_]

    def around(self, lons: NDArray[np.float64], lats: NDArray[np.float64]) -> list[tuple[str, ...]]:
        """For each point (EPSG:4326) its zones as "overlay/code", one of each overlay, the first by code."""
        if not self.names:
            return [()] * len(lons)
        found: list[dict[str, str]] = [{} for _ in range(len(lons))]
        for (overlay, code), shape in zip(self.names, self._shapes, strict=True):
            for point in np.flatnonzero(shapely.intersects_xy(shape, lons, lats)).tolist():
                found[point].setdefault(overlay, f"{overlay}/{code}")
        return [tuple(zones.values()) for zones in found]


async def load_bulk_zones(edition_id: int | None = None) -> BulkZones:
    """The zones of an edition, or of the published one; raises UnknownEdition or NoEditionPublished."""
    chosen = await (published() if edition_id is None else edition(edition_id))
    rows = await database.fetch(_ZONES, chosen.id)
    shapes = np.array(shapely.from_wkb([row["wkb"] for row in rows]), dtype=object)
    shapely.prepare(shapes)
    return BulkZones(tuple((row["overlay"], row["code"]) for row in rows), shapes)
