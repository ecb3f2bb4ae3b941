"""The exact point of a case: plain geometry behind a reach, erasable, and never in journal, bus or log."""

from dataclasses import dataclass

import database
from dispatch.errors import NotVisible
from dispatch.visible import COUNT, VISIBLE, sight
from reach import Reach, ReachKind, Role
from together import Query, Write, ask

_INSERT = """
INSERT INTO dispatch.places (case_id, geom, precision_m, source)
VALUES ($1, ST_SetSRID(ST_MakePoint($2, $3), 4326), $4, $5)
"""
_READ = (
    "SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat, precision_m, source FROM dispatch.places WHERE case_id = $1"
)
_ERASE_OF_ERASED = """
UPDATE dispatch.places p SET geom = NULL, precision_m = NULL, erased_at = e.erased_at
FROM registry.erasure e WHERE e.owner_kind = 'case' AND e.owner_id = p.case_id AND p.geom IS NOT NULL
"""
_ERASE = "UPDATE dispatch.places SET geom = NULL, precision_m = NULL, erased_at = now() WHERE case_id = $1"
# The box keeps the search on the index; the exact distance is then taken on the ellipsoid.
_NEAR = f"""
SELECT c.id, c.case_no, c.state, {VISIBLE} AS known,
    round(ST_Distance(p.geom::geography, own.geom::geography))::int AS distance_m
FROM {{own}}
JOIN dispatch.places p ON p.geom && ST_Expand(own.geom, ${COUNT + 2} / 50000.0) AND p.case_id <> own.case_id
JOIN dispatch.cases c ON c.id = p.case_id
WHERE {{which}} c.kind = 'incident' AND c.closed_at IS NULL
    AND starts_with(c.matter, ${COUNT + 1})
    AND ST_DWithin(p.geom::geography, own.geom::geography, ${COUNT + 2})
ORDER BY distance_m, c.id LIMIT 5
"""
_NEAR_CASE = _NEAR.format(own="dispatch.places own", which=f"own.case_id = ${COUNT + 3} AND")
_NEAR_POINT = _NEAR.format(
    own=f"(SELECT 0 AS case_id, ST_SetSRID(ST_MakePoint(${COUNT + 3}, ${COUNT + 4}), 4326) AS geom) own",
    which="",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A point (lon, lat), EPSG:4326, how exact it is in metres, and where it came from."""

    lon: float
    lat: float
    precision_m: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """An open incident of the same class close by, perhaps the same thing; its numbers if it is in reach."""

    case_id: int | None
    case_no: str | None
    state: str
    distance_m: int


def keeping_place(case_id: int, place: Place) -> Write:
    """Stores the point of a case that is being taken in."""
    return Write(_INSERT, (case_id, place.lon, place.lat, place.precision_m, place.source))


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
    check_may_erase(reach, str(case_id))
    await database.execute(_ERASE, case_id)


async def erase_of_erased(reach: Reach) -> int:
    """Forgets the points of all cases that have been erased, for a restored database; returns how many.

    Raises NotVisible as `erase` does.
    """
    check_may_erase(reach, "erased cases")
    return await database.execute(_ERASE_OF_ERASED)


def check_may_erase(reach: Reach, what: str) -> None:
    """Raises NotVisible unless a job of ours or a security administrator asks."""
    if reach.kind is not ReachKind.SYSTEM and Role.SECURITY_ADMIN not in reach.roles:
        raise NotVisible(what)


def similar_open(reach: Reach, case_id: int, class_code: str, radius_m: int) -> Query[tuple[Nearby, ...]]:
    """Other open incidents of a class within `radius_m` metres of a case's point, nearest first.

    Everybody learns that there is something; its number only who may see it.
    """
    return _near(reach, _NEAR_CASE, class_code, radius_m, case_id)


async def similar_at(
    reach: Reach, at: tuple[float, float], class_code: str, radius_m: int
) -> tuple[Nearby, ...]:
    """The same around a point (lon, lat; EPSG:4326) where a case is about to be taken in."""
    return await ask(_near(reach, _NEAR_POINT, class_code, radius_m, *at))


def _near(
    reach: Reach, sql: str, class_code: str, radius_m: int, *around: float
) -> Query[tuple[Nearby, ...]]:
    values = (*sight(reach).values, class_code, float(radius_m), *around)
    return Query(sql, values, lambda rows: tuple(_told(*row) for row in rows))


def _told(case_id: int, case_no: str, state: str, known: bool, distance_m: int) -> Nearby:
    return Nearby(case_id if known else None, case_no if known else None, state, distance_m)
