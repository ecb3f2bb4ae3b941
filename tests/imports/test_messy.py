"""Real files with real faults are taken after mending, on request, or refused with every offender named."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

import database
from grid.city import City, save_city
from grid.errors import RowsRefused
from grid.geojson import read_features
from grid.layer import Layer
from grid.planning import MapImport, Plan, plan_import
from grid.rules.coordinates import Position
from grid.rules.import_report import ImportReport
from grid.rules.levels import Level
from tests.builders_grid import a_city
from tests.imports.running import run

pytestmark = pytest.mark.outside_data
CITY = replace(a_city("C"), metric_srid=6933, levels=(Level.CITY, Level.CELL))


def a_layer(name: str, repair: bool) -> Layer:
    path = Path(os.environ["OUTSIDE_DATA"]) / "messy" / f"{name}.geojson"
    return Layer(path, "", Level.CELL, crs="EPSG:4326", name_field="name", repair=repair)


def middle_of(layer: Layer) -> Position:
    rows = read_features(layer.path, lambda _rows, _of: None).rows
    drawn = [row.outline.shape for row in rows if row.outline.shape is not None]
    west, south, east, north = shapely.total_bounds(drawn).tolist()
    return Position((west + east) / 2, (south + north) / 2)


def planned(name: str, repair: bool, city: City = CITY) -> Plan:
    layer = a_layer(name, repair)
    return plan_import(city, MapImport((layer,), middle_of(layer)))


def refusal(name: str, repair: bool) -> ImportReport:
    with pytest.raises(RowsRefused) as refused:
        planned(name, repair)
    return refused.value.report


@pytest.mark.parametrize(
    ("name", "broken", "areas"),
    [
        ("africa", 6, 56),
        ("albuquerque", 1, 231),
        ("boston", 4, 26),
        ("charlotte", 8, 42),
        ("las-vegas", 10, 26),
        ("latimes_neighborhoods_v6", 5, 318),
        ("los-angeles-county", 1, 272),
        ("oklahoma-cities", 26, 43),
        ("portland", 6, 63),
        ("san-francisco", 3, 37),
    ],
)
def test_a_messy_file_is_refused_with_its_offenders_and_taken_once_mended(
    name: str, broken: int, areas: int
) -> None:
    refused = refusal(name, repair=False).refused
    plan = planned(name, repair=True)

    assert len(refused) == broken
    for row in refused:
        assert row.name
        assert all(one.pointer.startswith(f"/features/{row.row - 1}/geometry") for one in row.problems)
    changed = [row for row in plan.report.rows if any("mended" in note.what for note in row.notes)]
    assert [row.row for row in changed] == [row.row for row in refused]
    assert all(row.before_m2 is not None and row.after_m2 for row in changed)
    assert len(plan.areas) == areas + 1
    assert shapely.is_valid([area.geometry for area in plan.areas]).all()


def test_overlaps_that_are_sound_outlines_are_told_with_size_and_place() -> None:
    report = planned("brandenburg-municipalities", repair=False).report

    shared = [note for row in report.rows for note in row.notes if note.what.startswith("shares")]
    assert len(shared) > 800
    assert all(note.lon is not None for note in shared)
    assert any("pairs overlap by" in sentence for _, sentence in report.layers)
    assert len(report.gaps) > 1000


def test_areas_whose_rings_enclose_nothing_stay_refused() -> None:
    refused = refusal("sydney", repair=True).refused

    assert [(row.row, row.name) for row in refused] == [(2, "Woollahra"), (8, "Edgecliff")]
    assert {problem.what for row in refused for problem in row.problems} == {
        "has a ring of fewer than three different points"
    }


def test_rings_outside_the_first_are_ground_and_not_lost() -> None:
    rows = {row.name: row for row in planned("oklahoma-cities", repair=True).report.rows}

    assert rows["Yukon"].after_m2 == pytest.approx(66_871_266, rel=0.01)


async def test_a_messy_city_is_mended_proven_and_published_or_nothing_is_kept(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await save_city(replace(CITY, metric_srid=32610))
    layer = a_layer("portland", repair=True)
    lon, lat = middle_of(layer).lon, middle_of(layer).lat
    asked = [
        "import-map", "--publish", "--middle", str(lon), str(lat), "--areas", "CELL", str(layer.path),
        "--numbered", "--name", "name", "--crs", "EPSG:4326",
    ]  # fmt: skip

    assert await run(*asked) == 1
    assert "Nested shells" in capsys.readouterr().err
    assert await run(*asked, "--repair") == 1
    assert "The proof found" in capsys.readouterr().err
    assert await database.fetch_value("SELECT count(*) FROM grid.areas") == 0
    assert await run(*asked, "--repair", "--dry-run", "--mend", "5") == 0
    assert await database.fetch_value("SELECT count(*) FROM grid.areas") == 0
    assert await run(*asked, "--repair", "--mend", "5") == 0
