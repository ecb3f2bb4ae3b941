"""An import takes a whole map or nothing, and says of every row what is wrong with it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

import database
from grid.errors import CrsNotStated, LayerElsewhere, LayerUnreadable, RowsRefused, ShiftSuspected, UnknownCrs
from grid.importing import Imported, import_map
from grid.layer import Layer
from grid.locate import locate
from grid.planning import MapImport
from grid.proving import publish_proven
from grid.rules.coordinates import Crs, Position, from_wgs84
from grid.rules.levels import Level
from tests.builders_grid import NOW, a_box, a_city, at, saved_small_city

Features = list[dict[str, object]]
MIDDLE = at(2, 2)


def _feature(shape: object, **properties: object) -> dict[str, object]:
    geometry = json.loads(shapely.to_geojson(shape)) if isinstance(shape, shapely.Geometry) else shape
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _cells() -> Features:
    """Sixteen cells 1 … 16 in rows from the south-west; `owner` names the half they lie in."""
    return [
        _feature(a_box(n % 4, n // 4), code=n + 1, label=f"cell {n + 1}", owner="W" if n % 4 < 2 else "E")
        for n in range(16)
    ]


def _halves() -> Features:
    return [_feature(a_box(0, 0, 2, 4), half="W"), _feature(a_box(2, 0, 2, 4), half="E")]


def _file(folder: Path, features: object, name: str = "cells.geojson") -> Path:
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _cell_layer(path: Path, **changes: object) -> Layer:
    layer = Layer(path, "code", Level.CELL, crs="EPSG:4326", name_field="label", prefix="C")
    return replace(layer, **changes)  # type: ignore[arg-type]


async def _import(*layers: Layer, **changes: object) -> Imported:
    wanted = replace(MapImport(layers, MIDDLE, note="a test"), **changes)  # type: ignore[arg-type]
    return await import_map(a_city(), wanted, NOW)


async def _refused(*layers: Layer) -> list[tuple[int, tuple[str, ...]]]:
    with pytest.raises(RowsRefused) as refused:
        await _import(*layers)
    assert await database.fetch_value("SELECT count(*) FROM grid.editions") == 0
    return [(row.row, tuple(map(str, row.problems))) for row in refused.value.report.refused]


async def test_one_layer_becomes_a_city_of_cells(db: str, tmp_path: Path) -> None:
    await saved_small_city()

    made = await _import(_cell_layer(_file(tmp_path, _cells())))
    await publish_proven(made.edition.id, NOW)

    assert made.areas == 17
    found = await locate(at(0.5, 0.5), 0)
    assert (found.path, found.lowest.name) == ("350300/C1/", "cell 1")


async def test_areas_nest_by_name_and_by_largest_overlap_alike(db: str, tmp_path: Path) -> None:
    await saved_small_city()
    halves = Layer(
        _file(tmp_path, _halves(), "halves.geojson"), "half", Level.DISTRICT, crs="EPSG:4326", prefix="H"
    )
    cells = _cell_layer(_file(tmp_path, _cells()))

    by_name = await _import(halves, replace(cells, parent_field="owner"))
    by_overlap = await _import(halves, cells)

    for made in (by_name, by_overlap):
        assert (await locate(at(0.5, 0.5), 0, made.edition.id)).path == "350300/HW/C1/"
        assert (await locate(at(3.5, 3.5), 0, made.edition.id)).path == "350300/HE/C16/"


async def test_an_area_that_lies_in_two_is_noted_and_the_upper_ones_follow_it(
    db: str, tmp_path: Path
) -> None:
    await saved_small_city()
    crooked = [
        _feature(a_box(0, 0, 2, 4).buffer(0.0003), half="W"),
        _feature(a_box(2, 0, 2, 4).buffer(-0.0002), half="E"),
    ]
    halves = Layer(_file(tmp_path, crooked, "halves.geojson"), "half", Level.DISTRICT, crs="EPSG:4326")

    made = await _import(halves, _cell_layer(_file(tmp_path, _cells())))

    assert any("only" in note for row in made.report.noted for note in map(str, row.notes))
    await publish_proven(made.edition.id, NOW)


async def test_gaps_and_overlaps_up_to_the_width_asked_for_are_closed(db: str, tmp_path: Path) -> None:
    await saved_small_city()
    ragged = _cells()
    ragged[5] = _feature(a_box(1, 1).buffer(0.000005, join_style="mitre"), code=6, label="wide")
    ragged[10] = _feature(a_box(2, 2).buffer(-0.000005, join_style="mitre"), code=11, label="narrow")

    made = await _import(_cell_layer(_file(tmp_path, ragged)), mend_m=2.0)

    await publish_proven(made.edition.id, NOW)
    assert any("borders closed" in note for row in made.report.noted for note in map(str, row.notes))


async def test_every_bad_row_is_named_with_all_its_problems(db: str, tmp_path: Path) -> None:
    bad = _cells()
    bad[1] = _feature(a_box(1, 0), code=1, label="again")
    bad[2] = _feature(a_box(2, 0), label="no code")
    bad[3] = _feature({"type": "Point", "coordinates": [119.02, 25.43]}, code="a/b")
    bad[4] = _feature(None, code=5)
    bow = [[119.02, 25.43], [119.021, 25.431], [119.021, 25.43], [119.02, 25.431], [119.02, 25.43]]
    bad[5] = _feature({"type": "Polygon", "coordinates": [bow]}, code=6)

    found = dict(await _refused(_cell_layer(_file(tmp_path, bad))))

    assert sorted(found) == [2, 3, 4, 5, 6]
    assert found[2] == ("has the code 'C1' of row 1",)
    assert found[3] == ("has no code in 'code'",)
    assert found[4] == ("has a slash, percent sign or underscore in its code", "is a Point, not a polygon")
    assert found[5] == ("has no geometry",)
    assert "Self-intersection" in found[6][0]


async def test_a_parent_that_is_not_there_is_a_problem_of_the_row(db: str, tmp_path: Path) -> None:
    halves = Layer(_file(tmp_path, _halves()[:1], "halves.geojson"), "half", Level.DISTRICT, crs="EPSG:4326")

    found = await _refused(halves, _cell_layer(_file(tmp_path, _cells()), parent_field="owner"))

    assert len(found) == 8
    assert found[0] == (3, ("names the parent 'E', which is not in the layer above",))


async def test_an_upper_area_without_a_lower_one_is_a_problem(db: str, tmp_path: Path) -> None:
    far = [*_halves(), _feature(a_box(40, 0), half="X")]
    halves = Layer(_file(tmp_path, far, "halves.geojson"), "half", Level.DISTRICT, crs="EPSG:4326")

    assert await _refused(halves, _cell_layer(_file(tmp_path, _cells()))) == [
        (3, ("has no area of the layer below in it",))
    ]


async def test_layers_may_not_take_each_others_codes(db: str, tmp_path: Path) -> None:
    same = [_feature(a_box(0, 0, 4, 4), half="C1")]
    halves = Layer(_file(tmp_path, same, "halves.geojson"), "half", Level.DISTRICT, crs="EPSG:4326")

    ((row, problems),) = await _refused(halves, _cell_layer(_file(tmp_path, _cells())))

    assert (row, problems[0].split(";")[1]) == (1, " give one of the layers a prefix")


async def test_a_layer_without_a_system_is_refused_even_when_it_looks_like_degrees(
    db: str, tmp_path: Path
) -> None:
    with pytest.raises(CrsNotStated, match="GCJ02"):
        await _import(_cell_layer(_file(tmp_path, _cells()), crs=None))


async def test_exchanged_coordinates_are_refused_by_name(db: str, tmp_path: Path) -> None:
    swapped = [_feature(shapely.transform(a_box(0, 0), lambda points: points[:, ::-1]), code=1)]

    with pytest.raises(LayerElsewhere, match="exchanged"):
        await _import(_cell_layer(_file(tmp_path, swapped)))


async def test_metres_are_refused_with_the_system_of_the_city(db: str, tmp_path: Path) -> None:
    metres = [_feature(shapely.box(401_000, 2_814_000, 401_100, 2_814_100), code=1)]

    with pytest.raises(CrsNotStated, match="EPSG:4549"):
        await _import(_cell_layer(_file(tmp_path, metres), crs=None))


async def test_an_unknown_system_is_refused(db: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownCrs):
        await _import(_cell_layer(_file(tmp_path, _cells()), crs="EPSG:999999"))


async def test_shifted_coordinates_are_put_right_when_stated(db: str, tmp_path: Path) -> None:
    await saved_small_city()
    made = await _import(_cell_layer(_file(tmp_path, _shifted()), crs="GCJ02"))

    assert (await locate(at(0.5, 0.5), 0, made.edition.id)).lowest.code == "C1"


async def test_shifted_coordinates_are_suspected_beside_the_published_map(db: str, tmp_path: Path) -> None:
    await saved_small_city()
    layer = _cell_layer(_file(tmp_path, _shifted()))

    with pytest.raises(ShiftSuspected, match="GCJ02"):
        await _import(layer)
    assert (await _import(layer, system_is_certain=True)).areas == 17


def _shifted() -> Features:
    def shift(points: np.ndarray) -> np.ndarray:
        places = [from_wgs84(Position(lon, lat), Crs.GCJ02) for lon, lat in points]
        return np.array([(place.lon, place.lat) for place in places])

    return [_feature(shapely.transform(a_box(n % 4, n // 4), shift), code=n + 1) for n in range(16)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"type": "FeatureCollection", "features": [', "complete"),
        ("[]", "no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no features"),
        ("", "complete"),
        ('{"type": "FeatureCollection", "features": [1], "crs": {}}', "crs"),
        ("[" * 100_000, "complete"),
    ],
)
async def test_a_file_that_is_no_geojson_is_refused_by_name(
    db: str, tmp_path: Path, content: str, told: str
) -> None:
    (tmp_path / "broken.geojson").write_text(content)

    with pytest.raises(LayerUnreadable, match=f"broken.geojson.*{told}"):
        await _import(_cell_layer(tmp_path / "broken.geojson"))


async def test_numbers_that_are_none_are_a_problem_of_the_row(db: str, tmp_path: Path) -> None:
    path = _file(tmp_path, _cells())
    path.write_text(path.read_text().replace("119.021", "NaN", 1))

    assert len(await _refused(_cell_layer(path))) == 1


async def test_an_import_without_areas_is_no_map(db: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        await _import(Layer(_file(tmp_path, _cells()), "code", overlay="zones", crs="EPSG:4326"))
