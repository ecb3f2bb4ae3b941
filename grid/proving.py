"""Proves a draft of the map, measured in the city's own system, and publishes it only when it is sound."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import shapely

import database
from grid.city import load_city
from grid.editions import EditionState, edition, publish
from grid.errors import EditionNotSound
from grid.rules.levels import Level
from grid.rules.topology import Fault, Piece, Pin, prove


@dataclass(frozen=True, slots=True)
class Offence:
    """A fault and where it is, longitude and latitude in EPSG:4326."""

    fault: Fault
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proven and what was found; no offences means that the edition is sound."""

    edition_id: int
    areas: int
    addresses: int
    offences: tuple[Offence, ...]


_PIECES = """
SELECT level, code, parent_code, ST_AsBinary(ST_Transform(geom, $2::int)) AS wkb
FROM grid.areas WHERE edition_id = $1 ORDER BY path COLLATE "C"
"""
_PINS = """
SELECT code, ST_X(point) AS x, ST_Y(point) AS y
FROM (SELECT code, ST_Transform(geom, $1::int) AS point FROM grid.addresses) AS moved ORDER BY code
"""
_PLACES = """
SELECT ST_X(point) AS lon, ST_Y(point) AS lat
FROM (SELECT nr, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), $3::int), 4326) AS point
      FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS given (x, y, nr)) AS moved ORDER BY nr
"""


async def prove_edition(edition_id: int) -> Proof:
    """Examines every area of an edition and every address; takes seconds for a large city, in a thread.

    Raises UnknownEdition and NoCity.
    """
    await edition(edition_id)
    srid = (await load_city()).metric_srid
    areas = await database.fetch(_PIECES, edition_id, srid)
    pieces = [
        Piece(Level(row["level"]), row["code"], row["parent_code"], shape)
        for row, shape in zip(areas, shapely.from_wkb([row["wkb"] for row in areas]), strict=True)
    ]
    pins = [Pin(row["code"], row["x"], row["y"]) for row in await database.fetch(_PINS, srid)]
    faults = await asyncio.to_thread(prove, pieces, pins)
    return Proof(edition_id, len(pieces), len(pins), await _placed(faults, srid))


async def publish_proven(edition_id: int, now: datetime) -> EditionState:
    """Proves a draft and publishes it; raises EditionNotSound with the proof, or what `publish` raises."""
    proof = await prove_edition(edition_id)
    if proof.offences or not proof.areas:
        worst = proof.offences[0].fault if proof.offences else None
        raise EditionNotSound(
            edition_id, len(proof.offences), f"{worst.kind} {worst.code}" if worst else "no areas"
        )
    return await publish(edition_id, now)


async def _placed(faults: Sequence[Fault], srid: int) -> tuple[Offence, ...]:
    if not faults:
        return ()
    rows = await database.fetch(
        _PLACES, [fault.at[0] for fault in faults], [fault.at[1] for fault in faults], srid
    )
    return tuple(Offence(fault, row["lon"], row["lat"]) for fault, row in zip(faults, rows, strict=True))
