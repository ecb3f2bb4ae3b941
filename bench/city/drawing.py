"""Draws a district of up to a million cells beside the demo city, crooked blocks of a hundred metres."""

from collections.abc import Iterator
from math import sqrt

import numpy as np
import shapely
from numpy.typing import NDArray

from grid.rules.levels import Level
from grid.rules.shapes import AreaShape

CITY, DISTRICT = "350300", "350399"
FULL = 1_000_000
# South-west corner in EPSG:4326, out at sea and off the demo city; a step is about a hundred metres.
WEST, SOUTH, STEP = 119.4, 24.1, 0.001
# Cells along one side of a grid, a community and a street.
_GRID, _COMMUNITY, _STREET = 4, 20, 100
_CROOKED = 0.2  # how far corners stray, as a share of a step
Shapes = NDArray[np.object_]


def side_of(scale: float) -> int:
    """How many cells lie along one side for a share of the full size; whole communities."""
    return max(_COMMUNITY, round(sqrt(FULL * scale) / _COMMUNITY) * _COMMUNITY)


def cells(side: int) -> Shapes:
    """The cells as polygons by row and column; neighbours share their corners and what lies between them."""
    # Every second vertex is a corner, the others bend the edges between two corners.
    chance = np.random.default_rng(20261122)
    places = np.mgrid[0 : 2 * side + 1, 0 : 2 * side + 1].transpose(1, 2, 0)[..., ::-1] / 2
    places = places + chance.uniform(-_CROOKED, _CROOKED, places.shape) / 2
    places = np.round(np.array([WEST, SOUTH]) + places * STEP, 7)
    around = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0))
    rings = np.stack([places[y : y + 2 * side : 2, x : x + 2 * side : 2] for y, x in around], axis=2)
    return np.asarray(shapely.polygons(rings), dtype=object)


def district(side: int) -> Iterator[AreaShape]:
    """All areas of the district from itself down to the cells."""
    lowest = cells(side)
    grids, communities = _joined(lowest, _GRID), _joined(lowest, _COMMUNITY)
    streets = _joined(lowest, _STREET)
    yield AreaShape(Level.DISTRICT, DISTRICT, "测量区", shapely.coverage_union_all(streets), CITY, "Measured")
    yield from _areas(Level.STREET, _blocks(side, _STREET), streets)
    yield from _areas(Level.COMMUNITY, _blocks(side, _COMMUNITY), communities)
    yield from _areas(Level.GRID, _blocks(side, _GRID), grids)
    yield from _areas(Level.CELL, _blocks(side, 1), lowest)


def _areas(level: Level, blocks: Iterator[tuple[str, str]], shapes: Shapes) -> Iterator[AreaShape]:
    for (code, parent), shape in zip(blocks, shapes.ravel(), strict=True):
        yield AreaShape(level, code, f"{code}号", shape, parent, code)


def _joined(lowest: Shapes, width: int) -> Shapes:
    """Blocks of so many cells a side, each drawn round its cells; at the edges they are smaller."""
    side = len(lowest)
    starts = range(0, side, width)
    joined = [
        shapely.coverage_union_all(lowest[y : y + width, x : x + width]) for y in starts for x in starts
    ]
    return np.array(joined, dtype=object)


def _blocks(side: int, width: int) -> Iterator[tuple[str, str]]:
    """The code of each block so many cells wide, and that of its parent."""
    depth = (_STREET, _COMMUNITY, _GRID, 1).index(width)
    for row in range(0, side, width):
        for column in range(0, side, width):
            chain = _codes(side, column, row)
            yield chain[depth + 1], chain[depth]


def _codes(side: int, column: int, row: int) -> tuple[str, ...]:
    """The codes of district, street, community, grid and cell at a place."""
    street = f"{DISTRICT}{_number(column // _STREET, row // _STREET, -(-side // _STREET)):03}"
    east, north = column % _STREET, row % _STREET
    community = f"{street}{_number(east // _COMMUNITY, north // _COMMUNITY, _STREET // _COMMUNITY):03}"
    east, north = column % _COMMUNITY, row % _COMMUNITY
    grid = f"{community}G{_number(east // _GRID, north // _GRID, _COMMUNITY // _GRID):02}"
    return DISTRICT, street, community, grid, f"{community}{_number(east, north, _COMMUNITY):03}"


def _number(column: int, row: int, wide: int) -> int:
    return row * wide + column + 1
