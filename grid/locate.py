"""Finds where one place belongs: its chain of areas, its overlays, and what lies within its precision."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, isfinite, radians

import asyncpg
import msgspec

import database
from grid import spatial
from grid.errors import NoEditionPublished, PointOutsideCity, UnknownAddress, UnknownArea, UnknownEdition
from grid.location import AreaRef, Candidate, Location, OverlayHit
from grid.rules.coordinates import Position
from grid.spatial_words import Prepared

EDITION_LOCK = 0x6772_6964_0001  # any fixed number serves; intakes share it, a publication holds it alone
_METRES_PER_DEGREE = 110_500.0  # a little less than any degree of latitude is long, so windows err outwards


@dataclass(frozen=True, slots=True)
class _Nearest:
    code: str
    distance_m: float


async def share_edition_lock() -> None:
    """Keeps the published edition from changing until the caller's transaction ends.

    Call it in a statement before locating: a statement sees the map as it was when it began.
    """
    await database.execute("SELECT pg_advisory_xact_lock_shared($1)", EDITION_LOCK)


async def locate(position: Position, precision_m: float, edition: int | None = None) -> Location:
    """The location of a WGS-84 position known to within `precision_m` metres, in one round trip.

    A point on a border lies in the area of the lowest path. `edition` is an id; None means the published one.
    Raises PointOutsideCity, NoEditionPublished, UnknownEdition; ValueError for a precision that is no length.
    """
    values = {"lon": position.lon, "lat": position.lat, **_window(position.lat, precision_m)}
    if edition is None:
        row = await _run(spatial.LOCATE, values)
    else:
        row = await _run(spatial.LOCATE_IN, {**values, "edition": edition})
    return _location(row, edition)


async def locate_address(address_id: int, edition: int | None = None) -> Location:
    """The location of a standard address; raises UnknownAddress and what `locate` raises."""
    values = {"address_id": address_id, "east": 0.0, "north": 0.0, "precision_m": 0.0}
    if edition is None:
        row = await _run(spatial.LOCATE_ADDRESS, values)
    else:
        row = await _run(spatial.LOCATE_ADDRESS_IN, {**values, "edition": edition})
    if row["lon"] is None:
        raise UnknownAddress(address_id)
    return _location(row, edition)


async def locate_area(code: str, edition: int | None = None) -> Location:
    """The chain down to the area with a code, of any level; it has no position and no overlays.

    Raises UnknownArea, NoEditionPublished, UnknownEdition.
    """
    if edition is None:
        row = await _run(spatial.LOCATE_AREA, {"code": code})
    else:
        row = await _run(spatial.LOCATE_AREA_IN, {"code": code, "edition": edition})
    _require_edition(row, edition)
    chain = msgspec.json.decode(row["chain"], type=tuple[AreaRef, ...])
    if not chain:
        raise UnknownArea(code)
    return Location(row["edition_id"], row["edition_number"], None, chain)


def _window(lat: float, precision_m: float) -> dict[str, float]:
    if not isfinite(precision_m) or precision_m < 0:
        raise ValueError("a precision is a length in metres")
    north = precision_m / _METRES_PER_DEGREE
    # Towards the poles a degree of longitude shrinks to nothing; half the globe is window enough.
    east = min(180.0, north / max(cos(radians(lat)), 1e-6))
    return {"precision_m": precision_m, "north": north, "east": east}


async def _run(statement: Prepared, values: Mapping[str, object]) -> asyncpg.Record:
    row = await database.fetch_row(statement.sql, *statement.arguments(values))
    if row is None:
        raise RuntimeError("a look-up always answers with one row")
    return row


def _require_edition(row: asyncpg.Record, edition: int | None) -> None:
    if row["edition_id"] is None:
        raise NoEditionPublished if edition is None else UnknownEdition(edition)


def _location(row: asyncpg.Record, edition: int | None) -> Location:
    _require_edition(row, edition)
    chain = msgspec.json.decode(row["chain"], type=tuple[AreaRef, ...])
    if not chain:
        nearest = msgspec.json.decode(row["nearest"] or b"null", type=_Nearest | None)
        raise PointOutsideCity(*((nearest.distance_m, nearest.code) if nearest else (None, None)))
    return Location(
        row["edition_id"],
        row["edition_number"],
        Position(row["lon"], row["lat"]),
        chain,
        msgspec.json.decode(row["overlays"], type=tuple[OverlayHit, ...]),
        msgspec.json.decode(row["candidates"], type=tuple[Candidate, ...]),
    )
