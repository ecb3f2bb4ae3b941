"""Hangs areas below those they lie in most, and draws the upper ones as the sum of what hangs below them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Hanging:
    """Below which parent (a number) a child hangs and what share of it lies there (0: it is only near)."""

    parent: int
    share: float


def by_largest_overlap(
    children: Sequence[BaseGeometry], parents: Sequence[BaseGeometry]
) -> tuple[Hanging, ...]:
    """For each child the parent that covers most of it, the first of equals; the nearest where none does.

    All shapes are valid and in one system of metres; there is at least one parent.
    """
    tree = shapely.STRtree(list(parents))
    return tuple(_hanging(child, parents, tree) for child in children)


def _hanging(child: BaseGeometry, parents: Sequence[BaseGeometry], tree: shapely.STRtree) -> Hanging:
    touching = np.sort(tree.query(child, predicate="intersects")).tolist()
    shared = [(child.intersection(parents[number]).area, -number) for number in touching]
    if not shared or max(shared)[0] == 0:
        return Hanging(int(tree.nearest(child)), 0.0)
    area, minus_number = max(shared)
    return Hanging(-minus_number, min(1.0, area / child.area))


def joined(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """The ground several areas cover together; neighbours that share their vertices are joined along them."""
    held = np.array(shapes, dtype=object)
    # Joining a clean coverage only drops the inner lines, which is many times faster than a true union.
    if shapely.coverage_is_valid(held):
        try:
            whole = shapely.coverage_union_all(held)
        except GEOSException:
            # Rings that touch in single points can be more than the fast way can put together.
            whole = None
        # Where it lost or filled something, its area is not the sum of the areas.
        ground = float(shapely.area(held).sum())
        if whole is not None and whole.is_valid and abs(whole.area - ground) <= 1e-9 * ground:
            return whole
    return shapely.union_all(held)
