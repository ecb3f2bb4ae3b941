"""Measures what does not fit in one layer: overlaps, noted at their rows, and gaps, with size and place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from grid.layer_rows import LayerRow
from grid.projecting import to_degrees, to_metres
from grid.rules.coverage import holes_between, shared_ground
from grid.rules.import_report import Remark

Shapes = NDArray[np.object_]
_SLIVER_M = 5.0  # narrower than a street: drawn badly rather than left out


@dataclass(frozen=True, slots=True)
class Measured:
    """What does not fit in one layer: in sentences, and every gap with its size and place."""

    said: tuple[str, ...]
    gaps: tuple[Remark, ...]


def measured(rows: Sequence[LayerRow], metric_srid: int) -> Measured:
    """What overlaps and what is enclosed by areas of a layer; every pair is noted at its second row."""
    shapes = in_metres(rows, metric_srid).tolist()
    pairs, holes = shared_ground(shapes), holes_between(shapes)
    said = []
    for pair, (lon, lat) in zip(pairs, on_earth([one.at for one in pairs], metric_srid), strict=True):
        one, other = rows[pair.one], rows[pair.other]
        other.note(f"shares {pair.m2:.1f} m² with row {one.number} {one.code}", "", lon, lat)
    if pairs:
        total, largest = sum(pair.m2 for pair in pairs), max(pairs, key=lambda pair: pair.m2)
        between = f"{rows[largest.one].code} and {rows[largest.other].code}"
        said.append(f"{len(pairs)} pairs overlap by {total:.1f} m², at most {largest.m2:.1f} m² ({between})")
    places = on_earth([one.at for one in holes], metric_srid)
    gaps = tuple(
        Remark(f"{hole.m2:.1f} m² (some {hole.width_m:.2g} m wide) are enclosed and nobody's", "", lon, lat)
        for hole, (lon, lat) in zip(holes, places, strict=True)
    )
    if holes:
        total, thin = sum(hole.m2 for hole in holes), sum(hole.width_m < _SLIVER_M for hole in holes)
        said.append(
            f"{len(holes)} gaps enclose {total:.1f} m², {thin} of them slivers; the largest: {gaps[0]}"
        )
    return Measured(tuple(said), gaps)


def in_metres(rows: Sequence[LayerRow], metric_srid: int) -> Shapes:
    """The ground of rows in a city's system of metres, valid."""
    shapes: Shapes = np.array([row.ground for row in rows], dtype=object)
    moved: Shapes = shapely.transform(shapes, to_metres(metric_srid))
    # Moved points can make crossings of what touched only.
    return moved if shapely.is_valid(moved).all() else shapely.make_valid(moved, method="structure")


def on_earth(points: Sequence[tuple[float, float]], metric_srid: int) -> list[tuple[float, float]]:
    """Points in a city's system of metres as longitudes and latitudes (EPSG:4326)."""
    if not points:
        return []
    return [(lon, lat) for lon, lat in to_degrees(metric_srid)(np.array(points)).tolist()]
