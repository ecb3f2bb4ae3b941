"""Turns blocks and roads into faces that share every vertex with their neighbours."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from grid.demo.splitting import Split
from grid.demo.terrain import Terrain

Indexes = NDArray[np.int64]
_LONGEST_SIDE = 120.0  # metres between vertices of a bent road


@dataclass(frozen=True, slots=True)
class Mesh:
    """Faces and the edges between them, in metres; arrays of an edge share its number.

    `left` and `right` are face numbers; on the outline `right` and the number of the `road` are -1.
    A face has an area (m²) and a centre (a row: east, north).
    """

    faces: NDArray[np.object_]
    edges: NDArray[np.object_]
    road: Indexes
    left: Indexes
    right: Indexes
    areas: NDArray[np.float64]
    centres: NDArray[np.float64]


def mesh(parts: Split, terrain: Terrain) -> Mesh:
    """Nodes the outlines of all blocks on a grid of centimetres, bends them and closes them to faces."""
    outlines = [shapely.linearrings(np.array(block)) for block in parts.blocks]
    noded = shapely.get_parts(shapely.unary_union(np.array(outlines), grid_size=0.01))
    road = _roads_of(noded, parts)
    edges = np.array([_bent(edge, terrain) for edge in noded], dtype=object)
    faces = shapely.get_parts(shapely.polygonize(edges))
    left, right = _sides_of(edges, faces)
    centres = shapely.get_coordinates(shapely.centroid(faces))
    return Mesh(faces, edges, road, left, right, shapely.area(faces), centres)


def _roads_of(noded: NDArray[np.object_], parts: Split) -> Indexes:
    lines = shapely.linestrings([(road.start, road.end) for road in parts.roads])
    middles = shapely.line_interpolate_point(noded, 0.5, normalized=True)
    edge, line = shapely.STRtree(lines).query(middles, predicate="dwithin", distance=0.1)
    road = np.full(len(noded), -1)
    # Where several roads run within centimetres, the longest (the first drawn) gives the name.
    road[edge[::-1]] = line[::-1]
    return road


def _bent(edge: shapely.LineString, terrain: Terrain) -> shapely.LineString:
    # Bent once for both neighbours: their vertices are the same to the last digit.
    return shapely.LineString(terrain.bend(shapely.get_coordinates(edge.segmentize(_LONGEST_SIDE))))


def _sides_of(edges: NDArray[np.object_], faces: NDArray[np.object_]) -> tuple[Indexes, Indexes]:
    middles = shapely.line_interpolate_point(edges, 0.5, normalized=True)
    edge, face = shapely.STRtree(faces).query(middles, predicate="dwithin", distance=1e-6)
    left, right = np.full(len(edges), -1), np.full(len(edges), -1)
    for number, touched in zip(edge, face, strict=True):
        if left[number] < 0:
            left[number] = touched
        else:
            right[number] = touched
    return left, right
