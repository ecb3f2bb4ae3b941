"""Makes a valid shape of rings that do not make one, and promises which ground it covers then."""

from functools import reduce

import shapely
from shapely.geometry.base import BaseGeometry


def mended(shape: BaseGeometry) -> BaseGeometry:
    """A valid shape of the same rings; empty where they enclose no ground.

    A ring that crosses itself covers all it encloses. Parts that lie in or over one another are joined, holes
    are taken out of their outer ring. Where one polygon has rings outside its first, as files have it that
    name all parts of an area in one polygon, its ground is what an odd number of its rings encloses.
    """
    if shape.is_valid:
        return shape
    parts = [_polygon(part) for part in shapely.get_parts(shape).tolist()]
    whole = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    polygons = [part for part in shapely.get_parts(whole).tolist() if part.geom_type == "Polygon"]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def without_slits(shape: BaseGeometry) -> BaseGeometry:
    """The same ground without rings of fewer than three different points, which rounding leaves; valid."""
    if shape.is_valid:
        return shape
    parts = []
    for part in shapely.get_parts(shape).tolist():
        outer, *holes = ([*ring.coords] for ring in shapely.get_rings(part).tolist())
        if len(set(outer)) > 2:
            parts.append(shapely.Polygon(outer, [hole for hole in holes if len(set(hole)) > 2]))
    return mended(shapely.MultiPolygon(parts))


def _polygon(part: BaseGeometry) -> BaseGeometry:
    rings = shapely.get_rings(part)
    outer, *holes = (_valid(shapely.Polygon(ring)) for ring in rings.tolist())
    if any(hole.intersection(outer).area < hole.area / 2 for hole in holes):
        return reduce(lambda one, other: one.symmetric_difference(other), holes, outer)
    return _valid(part)


def _valid(shape: BaseGeometry) -> BaseGeometry:
    if shape.is_valid:
        return shape
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)
