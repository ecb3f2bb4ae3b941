"""Measures how areas of a layer fail to fit: where two share ground, and what between them is nobody's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Shared:
    """Ground that two areas (their numbers) both have: how much, and a place in it."""

    one: int
    other: int
    m2: float
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Hole:
    """Ground that areas enclose and none has: how much, how wide on the average, and a place in it."""

    m2: float
    width_m: float
    at: tuple[float, float]


def shared_ground(shapes: Sequence[BaseGeometry], tolerance_m2: float = 0.1) -> tuple[Shared, ...]:
    """Every pair of areas that overlap by more than the tolerance, in the order of their numbers.

    All shapes are valid and in one system of metres.
    """
    held = np.array(shapes, dtype=object)
    edges = shapely.coverage_invalid_edges(held)
    # Only areas whose edges do not match their neighbours' can overlap.
    suspects = np.flatnonzero(~shapely.is_empty(edges))
    tree = shapely.STRtree(held[suspects])
    ones, others = tree.query(held[suspects], predicate="intersects")
    pairs = sorted(
        (one, other)
        for one, other in zip(suspects[ones].tolist(), suspects[others].tolist(), strict=True)
        if one < other
    )
    return tuple(_shared(held, pairs, tolerance_m2))


def _shared(
    held: NDArray[np.object_], pairs: Sequence[tuple[int, int]], tolerance: float
) -> Iterator[Shared]:
    for one, other in pairs:
        common = held[one].intersection(held[other])
        if common.area > tolerance:
            yield Shared(one, other, float(common.area), _spot(common))


def holes_between(shapes: Sequence[BaseGeometry], tolerance_m2: float = 0.1) -> tuple[Hole, ...]:
    """What the areas enclose together and none of them has, the largest first; water counts like any gap.

    All shapes are valid and in one system of metres.
    """
    whole = shapely.union_all(np.array(shapes, dtype=object))
    rings = (ring for part in shapely.get_parts(whole).tolist() for ring in part.interiors)
    found = [shapely.Polygon(ring) for ring in rings]
    return tuple(
        Hole(float(hole.area), 2 * float(hole.area) / float(hole.length), _spot(hole))
        for hole in sorted(found, key=lambda hole: -hole.area)
        if hole.area > tolerance_m2
    )


def _spot(shape: BaseGeometry) -> tuple[float, float]:
    point = shapely.point_on_surface(shape)
    return float(point.x), float(point.y)
