"""`bin/desk import-map` makes a proven map of foreign layers, or says why not and keeps nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer

import database
from grid import editions
from grid.city import save_city
from grid.errors import NoEditionPublished
from grid.locate import locate
from grid.rules.levels import Level
from tests.builders_grid import a_box, a_city, at
from tests.imports.files import a_layer
from tests.imports.running import run

QUARTERS = {
    "Q1": a_box(0, 0, 2, 2),
    "Q2": a_box(2, 0, 2, 2),
    "Q3": a_box(0, 2, 2, 2),
    "Q4": a_box(2, 2, 2, 2),
}
# Q4 reaches 3 m into Q3: an overlap of some 700 m².
SLIVERED = QUARTERS | {"Q4": shapely.box(119.02197, 25.432, 119.024, 25.434)}
HALVES = {"W": a_box(0, 0, 2, 4), "E": a_box(2, 0, 2, 4)}


@pytest.fixture
async def city(db: str) -> None:
    await save_city(a_city())


def areas(
    folder: Path, level: str, shapes: dict[str, shapely.Polygon], crs: str | None = "EPSG:4326"
) -> list[str]:
    features = [({"id": code}, shape) for code, shape in shapes.items()]
    file = a_layer(folder / f"{level}.geojson", features, crs)
    return ["--areas", level, str(file), "--code", "id"]


def the_map(folder: Path, cells: dict[str, shapely.Polygon] = QUARTERS) -> list[str]:
    halves = [({"zone": code}, shape) for code, shape in HALVES.items()]
    police = a_layer(folder / "police.geojson", halves, "EPSG:4326")
    overlay = ["--overlay", "police_district", str(police), "--code", "zone"]
    return [*areas(folder, "CELL", cells), *areas(folder, "DISTRICT", HALVES), *overlay]


async def kept() -> tuple[int, int]:
    found = await database.fetch_row(
        "SELECT (SELECT count(*) FROM grid.editions) AS e, (SELECT count(*) FROM grid.areas) AS a"
    )
    assert found is not None
    return found["e"], found["a"]


async def test_layers_become_a_published_map_that_places_are_found_on(city: None, tmp_path: Path) -> None:
    assert await run("import-map", "--publish", *the_map(tmp_path)) == 0

    found = await locate(at(3.5, 3.5), 0)
    assert (found.path, found.overlay_code("police_district")) == ("350300/E/Q4/", "E")
    recorded = await database.fetch_value("SELECT count(*) FROM registry.audit WHERE kind = 'map_published'")
    assert recorded == 1


async def test_without_publish_it_stays_a_draft(city: None, tmp_path: Path) -> None:
    assert await run("import-map", *the_map(tmp_path)) == 0

    with pytest.raises(NoEditionPublished):
        await editions.published()
    assert await kept() == (1, 7)


async def test_a_layer_that_does_not_state_its_system_is_refused_with_the_likely_one(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    metres = Transformer.from_crs(4326, 4549, always_xy=True)
    moved = {
        code: shapely.transform(shape, lambda xy: np.column_stack(metres.transform(xy[:, 0], xy[:, 1])))
        for code, shape in QUARTERS.items()
    }

    assert await run("import-map", *areas(tmp_path, "CELL", moved, crs=None)) == 1

    said = capsys.readouterr().err
    assert "CELL.geojson does not state its coordinate system" in said
    assert "the likely one is EPSG:4549" in said
    assert await kept() == (0, 0)


async def test_slivers_are_told_with_their_size_and_closed_only_on_request(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("import-map", "--publish", *the_map(tmp_path, SLIVERED))

    assert await run(*asked) == 1
    assert "OVERLAP Q4 with Q3: 668.8 m² at 119.021985, 25.433500" in capsys.readouterr().err
    assert await kept() == (0, 0)
    assert await run(*asked, "--mend", "5") == 0


async def test_outlines_that_cross_themselves_are_refused_row_by_row_and_mended_only_on_request(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bow_tie = shapely.Polygon([(119.02, 25.43), (119.022, 25.432), (119.022, 25.43), (119.02, 25.432)])
    layer = areas(tmp_path, "CELL", QUARTERS | {"Q1": bow_tie})
    asked = ["import-map", "--report", str(tmp_path / "report.csv"), *layer]

    assert await run(*asked) == 1
    assert "row 1 Q1: has an outline that is not valid: Self-intersection" in capsys.readouterr().err
    assert len((tmp_path / "report.csv").read_text().splitlines()) == 6
    assert await kept() == (0, 0)
    assert await run(*asked, "--repair") == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "is not complete JSON"),
        ("[]", "is no FeatureCollection"),
        ('{"type": "FeatureCollection"', "complete"),
    ],
)
async def test_a_file_that_is_no_geojson_is_refused(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, reason: str
) -> None:
    (tmp_path / "torn.geojson").write_text(content)

    status = await run("import-map", "--areas", "CELL", str(tmp_path / "torn.geojson"), "--code", "id")

    assert status == 1
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--overlay", "police", "x.geojson", "--code", "id"], "one layer of areas at least"),
        (["--areas", "CELL", "x.geojson"], "say with --code"),
        (["--areas", "CITY", "x.geojson", "--code", "id"], "the city is drawn as the sum"),
        (["--areas", "CELL", "x.geojson", "--code", "id", "--mend", "-1"], "--mend is a width"),
        (["--areas", "CELL", "x.geojson", "--code", "id", "--middle", "nan", "1"], "--middle"),
        (["--areas", "CELL", "x.geojson", "--code", "id"], "cannot be read (No such file"),
    ],
)
async def test_what_is_asked_wrongly_is_said(
    city: None, capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    assert await run("import-map", *words) == 1

    assert reason in capsys.readouterr().err


async def test_a_level_the_city_does_not_have_is_refused(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await save_city(replace(a_city(), levels=(Level.CITY, Level.CELL)))

    assert await run("import-map", *the_map(tmp_path)) == 1

    assert "has no level DISTRICT; it has CITY, CELL" in capsys.readouterr().err


async def test_a_map_in_force_is_not_replaced_by_this_command(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run("import-map", "--publish", *the_map(tmp_path))
    before = (await editions.published()).id

    assert await run("import-map", "--publish", *the_map(tmp_path)) == 1

    assert "a map is in force already" in capsys.readouterr().err
    assert (await editions.published()).id == before


async def test_a_database_without_a_city_says_so(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("import-map", *the_map(tmp_path)) == 1

    assert "bin/desk city new" in capsys.readouterr().err


async def test_a_dry_run_says_what_mending_would_change_and_keeps_nothing(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bow_tie = shapely.Polygon([(119.02, 25.43), (119.022, 25.432), (119.022, 25.43), (119.02, 25.432)])
    layer = areas(tmp_path, "CELL", QUARTERS | {"Q1": bow_tie})

    assert await run("import-map", "--dry-run", *layer, "--repair") == 0

    said = capsys.readouterr()
    assert "(/features/0/geometry/coordinates/0)" in said.err
    assert "0.0 m² by the rings as drawn, 22293.1 m² now" in said.err
    assert "it would be 5 areas" in said.out
    assert await kept() == (0, 0)


async def test_exchanged_axes_are_put_right_when_stated(city: None, tmp_path: Path) -> None:
    swapped = {code: shapely.transform(shape, lambda xy: xy[:, ::-1]) for code, shape in QUARTERS.items()}
    layer = areas(tmp_path, "CELL", swapped)

    assert await run("import-map", "--publish", *layer) == 1
    assert await run("import-map", "--publish", *layer, "--swap-axes") == 0
    assert (await locate(at(3.5, 3.5), 0)).path == "350300/Q4/"


async def test_features_of_one_code_become_one_area_when_asked_for(city: None, tmp_path: Path) -> None:
    features = [({"id": "W" if code in ("Q1", "Q3") else "E"}, shape) for code, shape in QUARTERS.items()]
    file = a_layer(tmp_path / "parts.geojson", features, "EPSG:4326")
    asked = ("import-map", "--publish", "--areas", "CELL", str(file), "--code", "id")

    assert await run(*asked) == 1
    assert await run(*asked, "--merge") == 0
    assert await kept() == (1, 3)


async def test_a_system_that_cannot_be_is_not_believed(
    city: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layer = areas(tmp_path, "CELL", QUARTERS, "EPSG:4549")

    assert await run("import-map", *layer) == 1
    assert "taken as EPSG:4549 does not lie in the city" in capsys.readouterr().err
    assert await run("import-map", *layer, "--crs", "EPSG:4326") == 0
    assert "EPSG:4549, which it names, lies elsewhere" in capsys.readouterr().err


async def test_numbers_of_features_can_be_their_codes(city: None, tmp_path: Path) -> None:
    features = [({"name": f"{code}/slash"}, shape) for code, shape in QUARTERS.items()]
    file = a_layer(tmp_path / "named.geojson", features, "EPSG:4326")
    asked = ("import-map", "--publish", "--areas", "CELL", str(file), "--name", "name")

    assert await run(*asked, "--code", "name") == 1
    assert await run(*asked, "--numbered") == 0
    assert (await locate(at(3.5, 3.5), 0)).lowest.name == "Q4/slash"
