"""Reads the outline of a GeoJSON geometry: what is wrong with it, where, and what mending makes of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid.rules.rings import Flaw, Hopeless, Ring, read_ring

_DEEPEST = 8  # collections in collections
_SPOT = re.compile(r"\[\s*(\S+)\s+(\S+?)\s*\]")


@dataclass(slots=True)
class Outline:
    """A geometry as it is drawn, which may be no valid one; without `shape` nothing can be made of it.

    `flaws` keep it out unless mending is asked for. `repeated` points and `turned` rings (RFC 7946: the outer
    one runs against the clock, holes with it) are wrong in form only.
    """

    shape: BaseGeometry | None = None
    flaws: list[Flaw] = field(default_factory=list)
    repeated: int = 0
    turned: int = 0


_Polygon = tuple[str, list[Ring]]


def read_outline(geometry: object) -> Outline:
    """The polygons of a geometry as they are drawn, with everything that is wrong with them."""
    outline = Outline()
    try:
        polygons = list(_polygons(geometry, outline, "", 0))
    except Hopeless as hopeless:
        outline.flaws = [hopeless.flaw]
        return outline
    if not polygons:
        outline.flaws = outline.flaws or [Flaw("has an empty geometry")]
        return outline
    shapes = [shapely.Polygon(rings[0].points, [ring.points for ring in rings[1:]]) for _, rings in polygons]
    outline.shape = shapes[0] if len(shapes) == 1 else shapely.MultiPolygon(shapes)
    if not shapely.is_valid(outline.shape):
        outline.flaws += _invalid(outline.shape, shapes, polygons)
    return outline


def _polygons(geometry: object, outline: Outline, pointer: str, depth: int) -> Iterator[_Polygon]:
    if not isinstance(geometry, dict):
        raise Hopeless("has no geometry", pointer)
    kind, inner = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        yield from _collected(geometry.get("geometries"), outline, pointer, depth)
    elif kind == "Polygon":
        yield from _polygon(inner, outline, f"{pointer}/coordinates")
    elif kind == "MultiPolygon":
        if not isinstance(inner, list):
            raise Hopeless("has a broken geometry (no list of polygons)", f"{pointer}/coordinates")
        for number, part in enumerate(inner):
            yield from _polygon(part, outline, f"{pointer}/coordinates/{number}")
    else:
        raise Hopeless(f"is a {kind}, not a polygon", pointer)


def _collected(members: object, outline: Outline, pointer: str, depth: int) -> Iterator[_Polygon]:
    if not isinstance(members, list) or depth >= _DEEPEST:
        raise Hopeless("has a broken geometry (no collection that can be read)", f"{pointer}/geometries")
    outline.flaws.append(Flaw(f"is a collection of {len(members)} geometries, not a polygon", pointer))
    for number, member in enumerate(members):
        below = f"{pointer}/geometries/{number}"
        kind = member.get("type") if isinstance(member, dict) else None
        if kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
            yield from _polygons(member, outline, below, depth + 1)
        else:
            outline.flaws.append(Flaw(f"holds a {kind}, which covers no ground", below))


def _polygon(rings: object, outline: Outline, pointer: str) -> Iterator[_Polygon]:
    if not isinstance(rings, list):
        raise Hopeless("has a broken geometry (no list of rings)", pointer)
    kept = []
    for number, positions in enumerate(rings):
        read = read_ring(positions, f"{pointer}/{number}")
        outline.flaws += read.flaws
        outline.repeated += read.repeated
        if read.ring is not None:
            outline.turned += bool(shapely.is_ccw(shapely.LinearRing(read.ring.points))) is (number > 0)
            kept.append(read.ring)
        elif number == 0:
            # Without its outer ring a polygon is nothing, whatever its holes are.
            return
    if kept:
        yield pointer, kept


def _invalid(
    whole: BaseGeometry, shapes: Sequence[BaseGeometry], polygons: Sequence[_Polygon]
) -> Iterator[Flaw]:
    told = False
    for shape, (pointer, rings) in zip(shapes, polygons, strict=True):
        if shape.is_valid:
            continue
        told = True
        broken = [ring for ring in rings if not shapely.Polygon(ring.points).is_valid]
        for ring in broken:
            yield _reason(shapely.Polygon(ring.points), [ring], ring.pointer)
        if not broken:
            yield _reason(shape, rings[1:], pointer)
    if not told:
        outer = [Ring(pointer, rings[0].points) for pointer, rings in polygons]
        yield _reason(whole, outer, "/coordinates")


def _reason(shape: BaseGeometry, rings: Sequence[Ring], pointer: str) -> Flaw:
    """Why a shape is not valid; the pointer is that of the ring with a corner nearest to the place."""
    reason = shapely.is_valid_reason(shape)
    found = _SPOT.search(reason)
    what = f"has an outline that is not valid: {reason.split('[')[0].strip()}"
    if found is None:
        return Flaw(what, pointer)
    at = (float(found.group(1)), float(found.group(2)))
    if not rings:
        return Flaw(what, pointer, at)
    # The reason rounds the place, so the nearest ring is the one it speaks of.
    nearest = np.argmin([np.abs(ring.points - at).sum(axis=1).min() for ring in rings])
    return Flaw(what, rings[int(nearest)].pointer, at)
