"""Proves that areas are valid, fill their parents exactly, overlap nowhere and hold every address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from grid.rules.levels import Level
from grid.rules.map_faults import FaultKind
from grid.rules.nesting import joined

Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: which area or address, with which other one, how many square metres, and where.

    `at` (a point in it) and `shape` are in the system the proof was given.
    """

    kind: FaultKind
    code: str
    other: str | None
    size_m2: float
    at: tuple[float, float]
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Piece:
    """An area to be proven; coordinates in a system of metres."""

    level: Level
    code: str
    parent_code: str | None
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Pin:
    """An address to be proven, in the same system."""

    code: str
    x: float
    y: float


def prove(pieces: Sequence[Piece], pins: Sequence[Pin], tolerance_m2: float = 0.1) -> tuple[Fault, ...]:
    """Every fault of a map, by kind and size; none means the map is sound.

    What is smaller than `tolerance_m2` is not a fault: neighbours that share a line but not every vertex
    of it differ by less. An invalid area is named and otherwise judged by what can be made of it.
    """
    shapes: Shapes = np.array([piece.geometry for piece in pieces], dtype=object)
    faults = list(_invalid(pieces, shapes))
    if faults:
        shapes = shapely.make_valid(shapes, method="structure")
    for level in Level:
        members = np.array([n for n, piece in enumerate(pieces) if piece.level is level], dtype=np.int64)
        faults += _overlaps(pieces, shapes, members, tolerance_m2)
    faults += _misfits(pieces, shapes, tolerance_m2)
    faults += _lost_addresses(pieces, shapes, pins)
    order = list(FaultKind)
    return tuple(sorted(faults, key=lambda fault: (order.index(fault.kind), -fault.size_m2, fault.code)))


def _invalid(pieces: Sequence[Piece], shapes: Shapes) -> Iterator[Fault]:
    for number in np.flatnonzero(~shapely.is_valid(shapes) | shapely.is_empty(shapes)).tolist():
        yield _fault(FaultKind.INVALID, pieces[number].code, None, shapes[number])


def _overlaps(
    pieces: Sequence[Piece], shapes: Shapes, members: NDArray[np.int64], tolerance: float
) -> Iterator[Fault]:
    if len(members) < 2:
        return
    # Only areas whose edges do not match their neighbours' can overlap; in a sound map there are none.
    edges = shapely.coverage_invalid_edges(shapes[members])
    suspects = members[~shapely.is_empty(edges)]
    tree = shapely.STRtree(shapes[suspects])
    ones, others = tree.query(shapes[suspects], predicate="intersects")
    for one, other in zip(suspects[ones], suspects[others], strict=True):
        if one < other:
            shared = shapely.intersection(shapes[one], shapes[other])
            if shared.area > tolerance:
                yield _fault(FaultKind.OVERLAP, pieces[one].code, pieces[other].code, shared)


def _misfits(pieces: Sequence[Piece], shapes: Shapes, tolerance: float) -> Iterator[Fault]:
    children: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces):
        if piece.parent_code is not None:
            children.setdefault(piece.parent_code, []).append(number)
    for number, piece in enumerate(pieces):
        if piece.code in children:
            yield from _misfit(pieces, shapes, (number, children[piece.code]), tolerance)


def _misfit(
    pieces: Sequence[Piece], shapes: Shapes, family: tuple[int, list[int]], tolerance: float
) -> Iterator[Fault]:
    parent, children = family
    members = shapes[children][~shapely.is_empty(shapes[children])]
    whole = joined(members.tolist())
    if shapely.symmetric_difference(whole, shapes[parent]).area <= tolerance:
        return
    for part in shapely.get_parts(shapely.difference(shapes[parent], whole)):
        if part.area > tolerance:
            yield _fault(FaultKind.GAP, pieces[parent].code, None, part)
    for child in children:
        beyond = shapely.difference(shapes[child], shapes[parent])
        if beyond.area > tolerance:
            yield _fault(FaultKind.OUTSIDE_PARENT, pieces[child].code, pieces[parent].code, beyond)


def _lost_addresses(pieces: Sequence[Piece], shapes: Shapes, pins: Sequence[Pin]) -> Iterator[Fault]:
    parents = {piece.parent_code for piece in pieces}
    lowest = np.array([n for n, piece in enumerate(pieces) if piece.code not in parents], dtype=np.int64)
    if not pins:
        return
    points = shapely.points([(pin.x, pin.y) for pin in pins])
    tree = shapely.STRtree(shapes[lowest])
    touched, _ = tree.query(points, predicate="intersects")
    for number in np.flatnonzero(np.bincount(touched, minlength=len(pins)) == 0).tolist():
        yield _fault(FaultKind.ADDRESS_NOWHERE, pins[number].code, None, points[number])
    # On a border the lower path decides; only the inside of two areas is one too many.
    inside, areas = tree.query(points, predicate="within")
    for number in np.flatnonzero(np.bincount(inside, minlength=len(pins)) > 1).tolist():
        held = [pieces[lowest[area]].code for area in areas[inside == number]]
        yield _fault(FaultKind.ADDRESS_TWICE, pins[number].code, ", ".join(sorted(held)), points[number])


def _fault(kind: FaultKind, code: str, other: str | None, shape: BaseGeometry) -> Fault:
    spot = shapely.Point(0, 0) if shape.is_empty else shapely.point_on_surface(shapely.make_valid(shape))
    return Fault(kind, code, other, float(shape.area), (spot.x, spot.y), shape)
