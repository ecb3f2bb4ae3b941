"""Puts house numbers along the streets: odd on the left of a street's course, even on its right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely

from grid.demo.mesh import Indexes
from grid.demo.street_names import estate, stems, street_kind
from grid.demo.town import Drawing

_SHORTEST_STREET = 160.0  # metres; shorter ways keep the name of the block
_PLOT = 12.0  # metres of street front for one pair of numbers
_SPACING = 170.0  # metres between two standard addresses of a street side
_SETBACK = 9.0  # metres from the middle of the street into the block
_CLEARANCE = 2.0  # metres from any border
_UNKNOWN = 0.4  # share of house fronts that have no standard address
_ESTATES = 0.25  # share of numbers that hold an estate of several buildings


@dataclass(frozen=True, slots=True)
class House:
    """One address before it is written out: the face it stands in and its place in metres."""

    face: int
    street: str
    number: str
    building: str
    east: float
    north: float


def houses(drawing: Drawing, faces: Indexes, random: Random) -> Iterator[House]:
    """Addresses for the given faces, every street's numbers ascending along its course."""
    inside = set(faces.tolist())
    names = _names(drawing, inside, random)
    mesh, taken = drawing.mesh, set[tuple[int, int]]()
    beginnings = _beginnings(drawing, inside)
    for edge, road, left, right in zip(mesh.edges, mesh.road, mesh.left, mesh.right, strict=True):
        if int(road) not in names:
            continue
        street = _Street(int(road), names[int(road)], beginnings[int(road)])
        for place in _places_along(edge, drawing, street):
            for face in (int(left), int(right)):
                if face in inside:
                    yield from _house(drawing, face, place, taken, random)


@dataclass(frozen=True, slots=True)
class _Street:
    road: int
    name: str
    begins: float  # metres along the road where it enters the town


@dataclass(frozen=True, slots=True)
class _Place:
    at: np.ndarray
    across: np.ndarray  # unit vector to the left of the street's course
    metres: float  # along the street from where it enters the town
    street: _Street


def _names(drawing: Drawing, inside: set[int], random: Random) -> Mapping[int, str]:
    used = {
        int(road)
        for road, one, other in zip(drawing.mesh.road, drawing.mesh.left, drawing.mesh.right, strict=True)
        if road >= 0 and (int(one) in inside or int(other) in inside)
    }
    roads = drawing.split.roads
    named = sorted(
        (road for road in used if roads[road].length >= _SHORTEST_STREET),
        key=lambda road: -roads[road].length,
    )
    # The longest streets take the names; the many short lanes left over stay without.
    return {
        road: stem + street_kind(roads[road].length) for road, stem in zip(named, stems(random), strict=False)
    }


def _along(drawing: Drawing, road: int, points: np.ndarray) -> np.ndarray:
    # Bends hardly change lengths, so the place along the straight road serves for the numbering.
    course = drawing.split.roads[road]
    start = np.array(course.start)
    metres: np.ndarray = (points - start) @ (np.array(course.end) - start) / course.length
    return metres


def _beginnings(drawing: Drawing, inside: set[int]) -> Mapping[int, float]:
    first: dict[int, float] = {}
    mesh = drawing.mesh
    for edge, road, one, other in zip(mesh.edges, mesh.road, mesh.left, mesh.right, strict=True):
        if road >= 0 and (int(one) in inside or int(other) in inside):
            begun = float(_along(drawing, int(road), shapely.get_coordinates(edge)).min())
            first[int(road)] = min(begun, first.get(int(road), begun))
    return first


def _places_along(edge: shapely.LineString, drawing: Drawing, street: _Street) -> Iterator[_Place]:
    course = drawing.split.roads[street.road]
    direction = (np.array(course.end) - np.array(course.start)) / course.length
    steps = max(1, int(edge.length // _SPACING))
    for step in range(steps):
        share = (step + 0.5) / steps
        before, at, after = (
            shapely.get_coordinates(edge.interpolate(share + d, normalized=True))[0]
            for d in (-0.02, 0.0, 0.02)
        )
        along = (after - before) / np.hypot(*(after - before))
        along = along if along @ direction >= 0 else -along
        metres = float(_along(drawing, street.road, at)) - street.begins
        yield _Place(at, np.array([-along[1], along[0]]), metres, street)


def _stands_in(block: shapely.Polygon, spot: np.ndarray) -> bool:
    point = shapely.Point(spot)
    return bool(block.contains(point)) and block.exterior.distance(point) >= _CLEARANCE


def _house(
    drawing: Drawing, face: int, place: _Place, taken: set[tuple[int, int]], random: Random
) -> Iterator[House]:
    name, road = place.street.name, place.street.road
    block = drawing.mesh.faces[face]
    for side, odd in ((1, 1), (-1, 0)):
        spot = place.at + place.across * side * _SETBACK
        if not _stands_in(block, spot):
            continue
        number = 2 * max(0, int(place.metres // _PLOT)) + (odd or 2)
        if (road, number) in taken or random.random() < _UNKNOWN:
            continue
        taken.add((road, number))
        if random.random() >= _ESTATES:
            yield House(face, name, f"{number}号", "", round(spot[0], 2), round(spot[1], 2))
            continue
        home = estate(random)
        for count in range(1, random.randint(2, 4)):
            deeper = place.at + place.across * side * (_SETBACK + 8.0 * count)
            if _stands_in(block, deeper):
                building = f"{home}{count}幢"
                yield House(face, name, f"{number}号", building, round(deeper[0], 2), round(deeper[1], 2))
