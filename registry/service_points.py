"""Service points, where people are served, with their windows and opening hours."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from reach import Reach
from registry import audit
from registry.errors import DepartmentNotFound
from registry.rules.served_hours import OpeningHours

_COLUMNS = "id, code, name, name_en, kind, level, area_path, address, lon, lat, hours, phone"
_KEEP = """
INSERT INTO registry.service_point
    (code, name, name_en, kind, level, area_path, address, lon, lat, hours, phone)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, kind = excluded.kind,
    level = excluded.level, area_path = excluded.area_path, address = excluded.address, lon = excluded.lon,
    lat = excluded.lat, hours = excluded.hours, phone = excluded.phone, closed_at = NULL
RETURNING id
"""
_KEEP_WINDOWS = """
INSERT INTO registry.service_window (service_point_id, number, name, name_en, kind)
SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[])
ON CONFLICT ON CONSTRAINT service_window_number DO UPDATE
    SET name = excluded.name, name_en = excluded.name_en, kind = excluded.kind
"""


@dataclass(frozen=True, slots=True)
class Window:
    """One counter: general, results, identity, parcels or kiosk; `number` is what stands over it."""

    number: str
    name: str
    name_en: str
    kind: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """A centre or counter; `kind` is centre, convenience_centre or agency_point; lon, lat in EPSG:4326."""

    code: str
    name: str
    name_en: str
    kind: str
    level: str
    area_path: str
    address: str
    lon: float
    lat: float
    hours: tuple[OpeningHours, ...]
    phone: str | None
    windows: tuple[Window, ...] = ()
    id: int = 0


async def keep_service_point(reach: Reach, point: ServicePoint, at: datetime) -> int:
    """Adds a service point with its windows, or changes the one with that code; returns its id."""
    hours = json.dumps([[one.weekday, one.opens, one.closes] for one in point.hours])
    async with database.transaction():
        made = await database.fetch_value(
            _KEEP, point.code, point.name, point.name_en, point.kind, point.level, point.area_path,
            point.address, point.lon, point.lat, hours, point.phone,
        )  # fmt: skip
        await database.execute(
            _KEEP_WINDOWS,
            made,
            [window.number for window in point.windows],
            [window.name for window in point.windows],
            [window.name_en for window in point.windows],
            [window.kind for window in point.windows],
        )
        said = {"id": made, "code": point.code, "area": point.area_path, "hours": hours}
        await audit.append(reach, audit.CONFIG, audit.Fact("service_point_kept", at, said))
    return int(made)


async def service_points(ids: Sequence[int] | None = None) -> list[ServicePoint]:
    """The open service points, or those with these ids, with their windows; in order of area and code."""
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM registry.service_point"
        " WHERE CASE WHEN $1::bigint[] IS NULL THEN closed_at IS NULL ELSE id = ANY($1) END"
        " ORDER BY area_path, code",
        None if ids is None else list(ids),
    )
    windows = await database.fetch(
        "SELECT service_point_id, number, name, name_en, kind, id FROM registry.service_window"
        " WHERE service_point_id = ANY($1) ORDER BY service_point_id, number",
        [row["id"] for row in rows],
    )
    return [_read(row, windows) for row in rows]


async def service_point(point_id: int) -> ServicePoint:
    """The service point with this id, a closed one too; raises DepartmentNotFound."""
    found = await service_points([point_id])
    if not found:
        raise DepartmentNotFound(f"no service point {point_id}")
    return found[0]


def _read(row: asyncpg.Record, windows: Sequence[asyncpg.Record]) -> ServicePoint:
    values = dict(row)
    values["hours"] = tuple(OpeningHours(*one) for one in json.loads(row["hours"]))
    values["windows"] = tuple(
        Window(one["number"], one["name"], one["name_en"], one["kind"], one["id"])
        for one in windows
        if one["service_point_id"] == row["id"]
    )
    return ServicePoint(**values)
