"""When and where somebody was as he acted, as his device or a picture says: beside the journal, erasable."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

import database
from dispatch.case_store import Case
from dispatch.places import Place, check_may_erase
from reach import Reach, ReachKind

_POINT = "CASE WHEN $6::float8 IS NULL THEN NULL ELSE ST_SetSRID(ST_MakePoint($6, $7), 4326) END"
_KEEP = f"""
INSERT INTO dispatch.captures
    (case_id, seq, actor, captured_at, ahead_ms, received_at, geom, accuracy_m)
VALUES ($1, $2, $3, $4, $5, $9, {_POINT}, $8)
ON CONFLICT (case_id, seq) DO NOTHING
"""
_KEEP_PICTURE = f"""
INSERT INTO dispatch.captures
    (case_id, file_id, actor, captured_at, ahead_ms, received_at, geom, accuracy_m)
VALUES ($1, $2, $3, $4, $5, $9, {_POINT}, $8)
ON CONFLICT (file_id) DO NOTHING
"""
_OF_CASE = """
SELECT one.seq, one.file_id, one.actor, one.captured_at, one.ahead_ms, one.received_at,
    ST_X(one.geom) AS lon, ST_Y(one.geom) AS lat, one.accuracy_m,
    round(ST_Distance(one.geom::geography, p.geom::geography))::int AS from_case_m
FROM dispatch.captures one LEFT JOIN dispatch.places p USING (case_id)
WHERE one.case_id = $1 ORDER BY one.id
"""
_OF_PLACE = """
SELECT ST_X(p.geom) AS place_lon, ST_Y(p.geom) AS place_lat, p.precision_m, p.source,
    one.seq, one.file_id, one.actor, one.captured_at, one.ahead_ms, one.received_at,
    ST_X(one.geom) AS lon, ST_Y(one.geom) AS lat, one.accuracy_m,
    round(ST_Distance(one.geom::geography, p.geom::geography))::int AS from_case_m
FROM (SELECT $1::bigint AS case_id) asked LEFT JOIN dispatch.places p USING (case_id)
    LEFT JOIN dispatch.captures one USING (case_id)
ORDER BY one.id
"""
_FORGET = """
UPDATE dispatch.captures SET geom = NULL, accuracy_m = NULL, erased_at = now()
WHERE case_id = $1 AND erased_at IS NULL
"""
_FORGET_OF_ERASED = """
UPDATE dispatch.captures one SET geom = NULL, accuracy_m = NULL, erased_at = e.erased_at
FROM registry.erasure e WHERE e.owner_kind = 'case' AND e.owner_id = one.case_id AND one.erased_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Captured:
    """What a device says: `at` (UTC) by its own clock, which is `ahead_ms` before ours; where it was.

    `lon` and `lat` are degrees in EPSG:4326, both or neither; `accuracy_m` is in metres.
    """

    at: datetime | None = None
    ahead_ms: int = 0
    lon: float | None = None
    lat: float | None = None
    accuracy_m: int | None = None


@dataclass(frozen=True, slots=True)
class KeptCapture:
    """What was kept with an entry (`seq`) or a picture (`file_id`); `received_at` (UTC) is our own clock's.

    `from_case_m` is the distance from the point of the case in metres, where both are known.
    """

    seq: int | None
    file_id: int | None
    actor: str
    captured: Captured
    received_at: datetime
    from_case_m: int | None

    @property
    def waited(self) -> timedelta:
        """How long it lay on the device before it came here; nothing where the device does not say."""
        if self.captured.at is None:
            return timedelta()
        at = self.captured.at - timedelta(milliseconds=self.captured.ahead_ms)
        return max(self.received_at - at, timedelta())


async def keep_captured(reach: Reach, case: Case, seq: int, captured: Captured) -> None:
    """Keeps what the device said with an entry of a case, in the transaction of the act."""
    await database.execute(_KEEP, case.id, seq, reach.actor, *_values(captured))


async def keep_of_picture(reach: Reach, case_id: int, file_id: int, captured: Captured) -> None:
    """Keeps what a picture of a case says of itself; the same picture again says nothing new."""
    await database.execute(_KEEP_PICTURE, case_id, file_id, reach.actor, *_values(captured))


async def captures_of(case: Case) -> tuple[KeptCapture, ...]:
    """Everything kept of a case that was fetched through a reach, in the order in which it came."""
    return tuple(map(_kept, await database.fetch(_OF_CASE, case.id)))


async def place_and_captures(reach: Reach, case: Case) -> tuple[Place | None, tuple[KeptCapture, ...]]:
    """`places.place_of` and `captures_of` at once, for a case that was fetched through the same reach."""
    rows = await database.fetch(_OF_PLACE, case.id)
    captures = tuple(_kept(row) for row in rows if row["received_at"] is not None)
    lon, lat, precision_m, source = list(rows[0].values())[:4]
    if lon is None or reach.kind is ReachKind.HOLDER:
        return None, captures
    return Place(lon, lat, precision_m, source), captures


async def forget_captures(reach: Reach, case_id: int) -> None:
    """Forgets where people were for a case that is erased; when they were there stays with its journal.

    Raises NotVisible unless a job of ours or a security administrator asks.
    """
    check_may_erase(reach, str(case_id))
    await database.execute(_FORGET, case_id)


async def forget_captures_of_erased(reach: Reach) -> int:
    """The same for all erased cases of a restored database; returns how many captures. Raises NotVisible."""
    check_may_erase(reach, "erased cases")
    return await database.execute(_FORGET_OF_ERASED)


def _values(captured: Captured) -> tuple[object, ...]:
    told = (captured.at, captured.ahead_ms, captured.lon, captured.lat, captured.accuracy_m)
    # Received on the real clock: a demo's is moved, and a device's skew is counted against this one.
    return (*told, datetime.now(UTC))


def _kept(row: asyncpg.Record) -> KeptCapture:
    captured = Captured(row["captured_at"], row["ahead_ms"], row["lon"], row["lat"], row["accuracy_m"])
    return KeptCapture(
        row["seq"], row["file_id"], row["actor"], captured, row["received_at"], row["from_case_m"]
    )
