"""Splits a countryside into blocks by straight roads: small blocks in the town, large ones far from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import atan2, cos, hypot, sin
from random import Random

Point = tuple[float, float]
Ring = tuple[Point, ...]  # convex, counter-clockwise, not closed


@dataclass(frozen=True, slots=True)
class Road:
    """One straight road, from where it begins to where it ends, metres."""

    start: Point
    end: Point

    @property
    def length(self) -> float:
        """Metres from end to end."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])


@dataclass(frozen=True, slots=True)
class Split:
    """The blocks that are left and the roads that made them."""

    blocks: tuple[Ring, ...]
    roads: tuple[Road, ...]


def split(land: Ring, size_at: Callable[[Ring], float], random: Random) -> Split:
    """Cuts convex land until no block is much larger than `size_at` (m²) wishes for it."""
    blocks: list[Ring] = []
    roads: list[Road] = []
    waiting = [land]
    while waiting:
        block = waiting.pop()
        if area(block) <= 1.4 * size_at(block):
            blocks.append(block)
            continue
        one, other, road = _cut(block, random)
        roads.append(road)
        waiting += (one, other)
    return Split(tuple(blocks), tuple(roads))


def area(ring: Ring) -> float:
    """Square metres of a counter-clockwise ring."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in _sides(ring)) / 2


def distance_to(ring: Ring, point: Point) -> float:
    """Metres from a point to a convex ring; 0 inside."""
    if all(_left(a, b, point) >= 0 for a, b in _sides(ring)):
        return 0.0
    return min(_to_segment(a, b, point) for a, b in _sides(ring))


def _cut(block: Ring, random: Random) -> tuple[Ring, Ring, Road]:
    along = _long_direction(block)
    # Roads meet at nearly right angles, and blocks are halved only roughly.
    angle = along + random.gauss(0, 0.07) + 1.5707963267948966
    spread = [x * cos(along) + y * sin(along) for x, y in block]
    at = min(spread) + (max(spread) - min(spread)) * random.uniform(0.4, 0.6)
    middle = sum(x for x, _ in block) / len(block), sum(y for _, y in block) / len(block)
    shift = at - (middle[0] * cos(along) + middle[1] * sin(along))
    through = middle[0] + shift * cos(along), middle[1] + shift * sin(along)
    return _halves(block, through, (through[0] + cos(angle), through[1] + sin(angle)))


def _halves(block: Ring, one: Point, other: Point) -> tuple[Ring, Ring, Road]:
    left: list[Point] = []
    right: list[Point] = []
    met: list[Point] = []
    for a, b in _sides(block):
        side_a, side_b = _left(one, other, a), _left(one, other, b)
        (left if side_a >= 0 else right).append(a)
        if (side_a >= 0) != (side_b >= 0):
            share = side_a / (side_a - side_b)
            crossing = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            met.append(crossing)
            left.append(crossing)
            right.append(crossing)
    return tuple(left), tuple(right), Road(met[0], met[1])


def _long_direction(block: Ring) -> float:
    mid_x, mid_y = sum(x for x, _ in block) / len(block), sum(y for _, y in block) / len(block)
    xx = sum((x - mid_x) ** 2 for x, _ in block)
    yy = sum((y - mid_y) ** 2 for _, y in block)
    xy = sum((x - mid_x) * (y - mid_y) for x, y in block)
    return atan2(2 * xy, xx - yy) / 2


def _sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _left(one: Point, other: Point, point: Point) -> float:
    return (other[0] - one[0]) * (point[1] - one[1]) - (other[1] - one[1]) * (point[0] - one[0])


def _to_segment(a: Point, b: Point, point: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    share = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy or 1.0)
    share = max(0.0, min(1.0, share))
    return hypot(point[0] - a[0] - share * dx, point[1] - a[1] - share * dy)
