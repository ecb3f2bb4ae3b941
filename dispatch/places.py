"""The exact point of a case: plain geometry behind a reach, erasable, and never in journal, bus or log."""

from dataclasses import dataclass

import database
from dispatch.errors import NotVisible
from reach import Reach, ReachKind, Role

_INSERT = """
INSERT INTO dispatch.places (case_id, geom, precision_m, source)
VALUES ($1, ST_SetSRID(ST_MakePoint($2, $3), 4326), $4, $5)
"""
_READ = (
    "SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat, precision_m, source FROM dispatch.places WHERE case_id = $1"
)
_ERASE = "UPDATE dispatch.places SET geom = NULL, precision_m = NULL, erased_at = now() WHERE case_id = $1"
# The box keeps the search on the index; the exact distance is then taken on the ellipsoid.
_NEAR = """
SELECT c.id, c.case_no, c.state, c.opened_at,
    round(ST_Distance(p.geom::geography, q.g::geography))::int AS distance_m
FROM (SELECT ST_SetSRID(ST_MakePoint($1, $2), 4326) AS g) q
JOIN dispatch.places p ON p.geom && ST_Expand(q.g, $3 / 50000.0)
JOIN dispatch.cases c ON c.id = p.case_id
WHERE c.kind = 'incident' AND c.closed_at IS NULL AND c.matter LIKE $4
    AND ST_DWithin(p.geom::geography, q.g::geography, $3)
ORDER BY distance_m, c.id LIMIT 5
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A point (lon, lat), EPSG:4326, how exact it is in metres, and where it came from."""

    lon: float
    lat: float
    precision_m: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """An open incident of the same class close by: perhaps the same thing."""

    case_id: int
    case_no: str
    state: str
    distance_m: int


async def keep(case_id: int, place: Place) -> None:
    """Stores the point of a case that is being taken in."""
    await database.execute(_INSERT, case_id, place.lon, place.lat, place.precision_m, place.source)


async def place_of(reach: Reach, case_id: int) -> Place | None:
    """The point of a case the caller has fetched through the same reach; None for a mere number holder.

    Public places are shown at the precision of a cell only.
    """
    if reach.kind is ReachKind.HOLDER:
        return None
    row = await database.fetch_row(_READ, case_id)
    if row is None or row["lon"] is None:
        return None
    return Place(row["lon"], row["lat"], row["precision_m"], row["source"])


async def erase(reach: Reach, case_id: int) -> None:
    """Forgets the point; area path and journal stay.

    Raises NotVisible unless a job of ours or a security administrator asks.
    """
    if reach.kind is not ReachKind.SYSTEM and Role.SECURITY_ADMIN not in reach.roles:
        raise NotVisible(str(case_id))
    await database.execute(_ERASE, case_id)


async def similar_open(reach: Reach, place: Place, matter_prefix: str, radius_m: int) -> list[Nearby]:
    """Open incidents whose class starts with `matter_prefix` within `radius_m` metres, nearest first.

    Everybody learns that there is something; only staff learn its number.
    """
    rows = await database.fetch(_NEAR, place.lon, place.lat, float(radius_m), f"{matter_prefix}%")
    staff = reach.kind in (ReachKind.STAFF, ReachKind.SYSTEM)
    return [
        Nearby(row["id"] if staff else 0, row["case_no"] if staff else "", row["state"], row["distance_m"])
        for row in rows
    ]
