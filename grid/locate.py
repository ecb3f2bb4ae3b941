"""Finds where one place belongs: its chain of areas, its overlays, and what lies within its precision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, isfinite, radians

import msgspec

import database
from grid import spatial
from grid.errors import NoEditionPublished, PointOutsideCity, UnknownAddress, UnknownArea, UnknownEdition
from grid.location import AreaRef, Candidate, Location, OverlayHit
from grid.rules.coordinates import Position
from grid.spatial_words import Prepared
from together import Query, Row, ask, filled

EDITION_LOCK = 0x6772_6964_0001  # any fixed number serves; intakes share it, a publication holds it alone
# Intakes and look-ups ask by keys and by where a point lies: to plan that anew for each point takes several
# times as long as to answer it.
_SHARE = """
SELECT 1 FROM pg_advisory_xact_lock_shared($1), set_config('plan_cache_mode', 'force_generic_plan', true)
"""
_AROUND = """
ARRAY(
    SELECT step ->> 'path' FROM {place}, json_array_elements({place}.chain) AS step
    UNION
    SELECT array_to_string(codes[1 : deep], '/') || '/'
    FROM {place}, json_array_elements({place}.candidates) AS near,
        string_to_array(rtrim(near ->> 'path', '/'), '/') AS codes,
        generate_series(1, cardinality(codes)) AS deep
)
"""
_LON = 2  # which column of a located place
_areas = msgspec.json.Decoder(tuple[AreaRef, ...])
_overlays = msgspec.json.Decoder(tuple[OverlayHit, ...])
_candidates = msgspec.json.Decoder(tuple[Candidate, ...])
_METRES_PER_DEGREE = 110_500.0  # a little less than any degree of latitude is long, so windows err outwards


@dataclass(frozen=True, slots=True)
class _Nearest:
    code: str
    distance_m: float


def edition_lock() -> Query[None]:
    """Keeps the published edition until the caller's transaction ends, and each statement's plan.

    To be asked in a statement before the one that locates: a statement sees the map as it was when it began.
    """
    return Query(_SHARE, (EDITION_LOCK,), lambda _: None)


async def share_edition_lock() -> None:
    """The same in a round trip of its own."""
    await ask(edition_lock())


def at_position(position: Position, precision_m: float, edition: int | None = None) -> Query[Location]:
    """The location of a WGS-84 position known to within `precision_m` metres.

    A point on a border lies in the area of the lowest path. `edition` is an id; None means the published one.
    Raises ValueError for a precision that is no length; its meaning raises PointOutsideCity,
    NoEditionPublished, UnknownEdition.
    """
    values = {"lon": position.lon, "lat": position.lat, **_window(position.lat, precision_m)}
    return _query(spatial.LOCATE, spatial.LOCATE_IN, values, edition)


def at_address(address_id: int, edition: int | None = None) -> Query[Location]:
    """The location of a standard address; its meaning raises UnknownAddress and what `at_position`'s does."""
    values = {"address_id": address_id, "east": 0.0, "north": 0.0, "precision_m": 0.0}
    found = _query(spatial.LOCATE_ADDRESS, spatial.LOCATE_ADDRESS_IN, values, edition)

    def located(rows: Sequence[Row]) -> Location:
        if rows[0][_LON] is None:
            raise UnknownAddress(address_id)
        return found.meaning(rows)

    return Query(found.sql, found.values, located)


def of_area(code: str, edition: int | None = None) -> Query[Location]:
    """The chain down to the area with a code, of any level; it has no position and no overlays.

    Its meaning raises UnknownArea, NoEditionPublished, UnknownEdition.
    """
    statement, values = _chosen(spatial.LOCATE_AREA, spatial.LOCATE_AREA_IN, {"code": code}, edition)

    def located(rows: Sequence[Row]) -> Location:
        edition_id, number, areas, _ = rows[0]
        _require_edition(edition_id, edition)
        chain = _areas.decode(areas)
        if not chain:
            raise UnknownArea(code)
        return Location(edition_id, number, None, chain)

    return Query(statement.sql, statement.arguments(values), located)


def paths_around(place: str) -> str:
    """SQL for the paths of all areas that hold a place or one of its candidates, as an array.

    `place` is the name under which one of the queries above is asked beside others.
    """
    return filled(_AROUND, place=place)


async def locate(position: Position, precision_m: float, edition: int | None = None) -> Location:
    """What `at_position` finds; raises what it and its meaning raise."""
    return await _alone(at_position(position, precision_m, edition))


async def locate_address(address_id: int, edition: int | None = None) -> Location:
    """What `at_address` finds; raises what its meaning raises."""
    return await _alone(at_address(address_id, edition))


async def locate_area(code: str, edition: int | None = None) -> Location:
    """What `of_area` finds, in one round trip; raises what its meaning raises."""
    return await ask(of_area(code, edition))


async def _alone(place: Query[Location]) -> Location:
    """One round trip in the caller's transaction; without one three short ones, cheaper than a plan."""
    if database.in_transaction():
        return await ask(place)
    async with database.kept_plans():
        return await ask(place)


def _window(lat: float, precision_m: float) -> dict[str, float]:
    if not isfinite(precision_m) or precision_m < 0:
        raise ValueError("a precision is a length in metres")
    north = precision_m / _METRES_PER_DEGREE
    # Towards the poles a degree of longitude shrinks to nothing; half the globe is window enough.
    east = min(180.0, north / max(cos(radians(lat)), 1e-6))
    return {"precision_m": precision_m, "north": north, "east": east}


def _chosen(
    published: Prepared, given: Prepared, values: Mapping[str, object], edition: int | None
) -> tuple[Prepared, Mapping[str, object]]:
    return (published, values) if edition is None else (given, {**values, "edition": edition})


def _query(
    published: Prepared, given: Prepared, values: Mapping[str, object], edition: int | None
) -> Query[Location]:
    statement, all_values = _chosen(published, given, values, edition)
    return Query(statement.sql, statement.arguments(all_values), lambda rows: _location(rows[0], edition))


def _require_edition(found: int | None, edition: int | None) -> None:
    if found is None:
        raise NoEditionPublished if edition is None else UnknownEdition(edition)


def _location(row: Row, edition: int | None) -> Location:
    edition_id, number, lon, lat, areas, overlays, candidates, few = row
    _require_edition(edition_id, edition)
    chain = _areas.decode(areas)
    if not chain:
        nearest = msgspec.json.decode(few or b"null", type=_Nearest | None)
        raise PointOutsideCity(*((nearest.distance_m, nearest.code) if nearest else (None, None)))
    return Location(
        edition_id,
        number,
        Position(lon, lat),
        chain,
        _overlays.decode(overlays),
        _candidates.decode(candidates),
    )
