"""Routes points by the million with the same answers as single intakes, to try a list out on the past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from dispatch.routing import Question, Routed, route_by
from dispatch.rules.responsibility import Matter, Place
from dispatch.rules.routes import Route
from dispatch.rules.rulebook import Rulebook, route
from grid.bulk import BulkMap
from grid.bulk_zones import BulkZones
from grid.city import City
from grid.location import AreaRef, Candidate, Location, OverlayHit
from grid.rules.coordinates import Position, distance
from grid.rules.levels import codes_in

Numbers = NDArray[np.int64]
Degrees = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ground:
    """The map points are looked up in: its lowest areas, the zones across them, and whose city it is."""

    areas: BulkMap
    zones: BulkZones
    city: City


@dataclass(frozen=True, slots=True)
class Points:
    """Exact points (EPSG:4326) with what each is about, as a number in `matters`."""

    lons: Degrees
    lats: Degrees
    matters: Sequence[Matter]
    about: Numbers


@dataclass(frozen=True, slots=True)
class BulkRoutes:
    """For each point the number of its area (-1 outside the city) and of its route in `routes` (-1: none).

    `decided` holds, by the number of the point, those the border rule had to look at: on an edge, or on a
    default point of the city.
    """

    areas: Numbers
    chosen: Numbers
    routes: tuple[Route, ...]
    decided: Mapping[int, Routed]

    def to_person(self, point: int) -> bool:
        """Whether a dispatcher would have to decide."""
        if point in self.decided:
            return self.decided[point].to_person
        number = int(self.chosen[point])
        return number < 0 or self.routes[number].handler is None


def route_all(ground: Ground, book: Rulebook, points: Points, moment: datetime) -> BulkRoutes:
    """Routes every point by one list at one moment (time-zone aware), for work that can wait."""
    held, holding = ground.areas.holding(points.lons, points.lats)
    areas = np.full(len(points.lons), -1, dtype=np.int64)
    areas[held[::-1]] = holding[::-1]
    inside = np.flatnonzero(areas >= 0)
    zones, kinds = _zones(ground, points, inside)
    grounds, inverse = np.unique(areas[inside] * len(kinds) + zones, return_inverse=True)
    alike, places = _alike(book, ground.areas.paths, kinds, grounds)
    # Points at which rows name the same places have one route for a matter, which is asked for once.
    keys, chosen_there = np.unique(
        alike[inverse] * len(points.matters) + points.about[inside], return_inverse=True
    )
    routes = [
        route(book, points.matters[key % len(points.matters)], places[key // len(points.matters)], moment)
        for key in keys.tolist()
    ]
    chosen = np.full(len(areas), -1, dtype=np.int64)
    chosen[inside] = chosen_there
    near = _several(held, holding)
    looked_at = {*near, *_on_default_points(ground.city, points, inside)}
    decided = {
        point: route_by(
            book, _question(ground, points, point, near.get(point) or [int(areas[point])], moment)
        )
        for point in looked_at
    }
    return BulkRoutes(areas, chosen, tuple(routes), decided)


def _alike(
    book: Rulebook, paths: Sequence[str], kinds: Sequence[tuple[str, ...]], grounds: Numbers
) -> tuple[Numbers, list[Place]]:
    """For each ground the number of those around which rows name the same places, and one of each such.

    A ground is the number of an area times the number of kinds, and the number of a kind of zones.
    """
    numbers: dict[tuple[str, ...], int] = {}
    known: dict[tuple[str, int], int] = {}
    first: list[Place] = []
    alike = np.empty(len(grounds), dtype=np.int64)
    for position, ground in enumerate(grounds.tolist()):
        area, kind = divmod(ground, len(kinds))
        path = paths[area]
        # An area that no row names is like every other such one beside it, and there are very many of them.
        shared = path if book.names(path) else path[: path.rfind("/", 0, -1) + 1]
        number = known.get((shared, kind))
        if number is None:
            place = Place(path, kinds[kind])
            number = known[shared, kind] = numbers.setdefault(book.named_places(place), len(first))
            if number == len(first):
                first.append(place)
        alike[position] = number
    return alike, first


def _zones(ground: Ground, points: Points, inside: Numbers) -> tuple[Numbers, list[tuple[str, ...]]]:
    """The zones of each point as a number, and what the numbers stand for."""
    found = ground.zones.around(points.lons[inside], points.lats[inside]) if ground.zones.names else []
    if not found:
        return np.zeros(len(inside), dtype=np.int64), [()]
    kinds = {zones: number for number, zones in enumerate(dict.fromkeys(found))}
    return np.array([kinds[zones] for zones in found], dtype=np.int64), list(kinds)


def _several(held: Numbers, holding: Numbers) -> dict[int, list[int]]:
    """The points that lie in more than one area: on an edge."""
    again = np.unique(held[1:][held[1:] == held[:-1]])
    return {point: holding[held == point].tolist() for point in again.tolist()}


def _on_default_points(city: City, points: Points, inside: Numbers) -> list[int]:
    found: list[int] = []
    for known in city.default_points:
        there = Position(known.lon, known.lat)
        # No degree of latitude is shorter than 110 km, so nothing farther off in latitude needs measuring.
        near = inside[np.abs(points.lats[inside] - known.lat) <= known.radius_m / 110_000]
        found += [
            point
            for point in near.tolist()
            if distance(Position(float(points.lons[point]), float(points.lats[point])), there)
            <= known.radius_m
        ]
    return found


def _question(ground: Ground, points: Points, point: int, areas: list[int], moment: datetime) -> Question:
    lons, lats = points.lons[point : point + 1], points.lats[point : point + 1]
    hits = (zone.split("/", 1) for zone in ground.zones.around(lons, lats)[0])
    refs = [_ref(ground, area) for area in areas]
    location = Location(
        ground.areas.edition_id,
        0,
        Position(float(lons[0]), float(lats[0])),
        (refs[0],),
        tuple(OverlayHit(overlay, code, code) for overlay, code in hits),
        tuple(Candidate(other.code, other.name, other.path, 0.0) for other in refs[1:]),
    )
    return Question(location, points.matters[int(points.about[point])], ground.city, moment)


def _ref(ground: Ground, area: int) -> AreaRef:
    path, code = ground.areas.paths[area], ground.areas.codes[area]
    return AreaRef(ground.city.levels[len(codes_in(path)) - 1], code, code, "", path)
