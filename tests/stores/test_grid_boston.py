"""A real city's layers become one sound map, and its real requests lie where the city itself put them."""

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from grid.bulk import load_bulk_map
from grid.city import City, DefaultPoint, save_city
from grid.errors import CrsNotStated, LayerElsewhere, RowsRefused
from grid.importing import Imported, import_map
from grid.layer import Layer
from grid.locate import locate
from grid.planning import MapImport
from grid.proving import publish_proven
from grid.rules.coordinates import Position
from grid.rules.levels import Level

pytestmark = pytest.mark.outside_data
NOW = datetime(2026, 3, 2, tzinfo=UTC)
MIDDLE = Position(-71.0587, 42.3594)
BOSTON = City(
    code="BOS",
    name="Boston",
    name_en="Boston",
    time_zone="America/New_York",
    metric_srid=26986,
    calendar_code="US-MA",
    code_profile="plain",
    languages=("en",),
    levels=(Level.CITY, Level.DISTRICT, Level.CELL),
    default_points=(DefaultPoint(MIDDLE.lon, MIDDLE.lat, 1.0, "the geocoder's city centre"),),
)


def _path(name: str) -> Path:
    return Path(os.environ["OUTSIDE_DATA"]) / "boston" / name


def _layers(crs: str | None = "EPSG:2249", repair: bool = True) -> tuple[Layer, ...]:
    precincts = _path("precincts_EPSG2249_unlabelled.geojson")
    police = _path("police_districts_EPSG2249_unlabelled.geojson")
    works = _path("DERIVED_pwd_districts_from_precinct_modes.geojson")
    return (
        Layer(works, "pwd_district", Level.DISTRICT, prefix="PWD-"),
        Layer(precincts, "WARD_PRECINCT", Level.CELL, crs=crs, repair=repair),
        Layer(police, "DISTRICT", overlay="police_district", crs=crs),
        Layer(_path("wards.geojson"), "WARD", overlay="ward", repair=repair),
    )


async def _import(layers: tuple[Layer, ...], mend_m: float = 2.0) -> Imported:
    await save_city(BOSTON)
    return await import_map(BOSTON, MapImport(layers, MIDDLE, mend_m, "Boston"), NOW)


async def test_feet_without_a_system_are_refused_with_the_likely_one(db: str) -> None:
    with pytest.raises(CrsNotStated, match="EPSG:2249"):
        await _import(_layers(crs=None))


async def test_feet_taken_for_metres_are_refused_with_the_likely_system(db: str) -> None:
    with pytest.raises(LayerElsewhere, match="EPSG:2249"):
        await _import(_layers(crs="EPSG:26986"))


async def test_outlines_that_cross_themselves_are_refused_row_by_row(db: str) -> None:
    with pytest.raises(RowsRefused) as refused:
        await _import(_layers(repair=False))

    assert {(row.file.split("_")[0], row.row) for row in refused.value.report.refused} >= {
        ("wards.geojson", 5)
    }
    assert len(refused.value.report.rows) == 13 + 255 + 12 + 22


async def test_boston_becomes_a_sound_map_of_two_levels(db: str) -> None:
    made = await _import(_layers())

    await publish_proven(made.edition.id, NOW)

    assert (made.areas, made.zones) == (1 + 13 + 255, 12 + 22)
    found = await locate(Position(-71.0579, 42.3601), 0)
    assert [area.level for area in found.chain] == [Level.CITY, Level.DISTRICT, Level.CELL]
    assert {hit.overlay: hit.code for hit in found.overlays} == {"police_district": "A1", "ward": "3"}


async def test_real_requests_lie_where_the_city_put_them(db: str) -> None:
    made = await _import(_layers())
    await publish_proven(made.edition.id, NOW)
    held = await load_bulk_map()
    with _path("boston311_2015_sample40k.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not _on_default_point(row)]

    found = held.find(
        np.array([float(r["LONGITUDE"]) for r in rows]), np.array([float(r["LATITUDE"]) for r in rows])
    )

    assert (found >= 0).mean() >= 0.999
    hits = [
        (held.codes[n], row["precinct"])
        for n, row in zip(found, rows, strict=True)
        if n >= 0 and row["precinct"]
    ]
    assert np.mean([code == f"{float(label):04.0f}" for code, label in hits]) >= 0.94


async def test_real_requests_lie_in_the_recorded_zones(db: str) -> None:
    made = await _import(_layers())
    await publish_proven(made.edition.id, NOW)
    with _path("boston311_2015_sample40k.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["ward"] and not _on_default_point(row)][::40]
    agreed = []

    for row in rows:
        found = await locate(Position(float(row["LONGITUDE"]), float(row["LATITUDE"])), 0)
        agreed.append(found.overlay_code("ward") == row["ward"].removeprefix("Ward ").lstrip("0"))

    assert len(agreed) > 500
    assert np.mean(agreed) >= 0.98


def _on_default_point(row: dict[str, str]) -> bool:
    return BOSTON.default_point_at(Position(float(row["LONGITUDE"]), float(row["LATITUDE"]))) is not None
