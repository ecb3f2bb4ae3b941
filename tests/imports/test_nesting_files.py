"""Real layers drawn to nest are found to nest; where slivers are left over, each is told with its size."""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from grid.layer import Layer
from grid.planning import MapImport, Plan, plan_import
from grid.rules.coordinates import Position
from grid.rules.levels import Level
from tests.builders_grid import a_city

pytestmark = pytest.mark.outside_data
CITY = replace(a_city("LA"), metric_srid=32611)
MIDDLE = Position(-118.4, 34.05)


def within(folder: Path, name: str, ground: BaseGeometry) -> Path:
    """The features of a file that lie on this ground, as a file of their own."""
    document = json.loads((Path(os.environ["OUTSIDE_DATA"]) / "la_hierarchy" / name).read_bytes())
    inside = [shapely.geometry.shape(one["geometry"]).point_on_surface() for one in document["features"]]
    document["features"] = [
        one for one, point in zip(document["features"], inside, strict=True) if ground.covers(point)
    ]
    (folder / name).write_text(json.dumps(document))
    return folder / name


def planned(*layers: Layer) -> Plan:
    return plan_import(CITY, MapImport(layers, MIDDLE))


def test_four_levels_of_police_areas_nest_exactly(tmp_path: Path) -> None:
    given = Path(os.environ["OUTSIDE_DATA"]) / "la_hierarchy" / "lapd_bureaus.geojson"
    bureau = next(
        one for one in json.loads(given.read_bytes())["features"] if one["properties"]["name"] == "Central"
    )
    ground = shapely.geometry.shape(bureau["geometry"])
    names = (("bureaus", "name"), ("divisions", "name"), ("basic-car-areas", "number"),
             ("reporting-districts", "number"))  # fmt: skip
    levels = (Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.CELL)

    plan = planned(
        *(
            Layer(within(tmp_path, f"lapd_{name}.geojson", ground), code, level, prefix=level[:2])
            for (name, code), level in zip(names, levels, strict=True)
        )
    )  # fmt: skip

    counts = [sum(area.level is level for area in plan.areas) for level in levels]
    assert counts[:2] == [1, 5]
    filled = [sentence for _, sentence in plan.report.layers if "filled exactly" in sentence]
    assert filled == [
        f"{upper} areas are filled exactly by {lower} of the layer below"
        for upper, lower in zip(counts[2::-1], counts[3:0:-1], strict=True)
    ]
    assert plan.report.noted == ()


def test_fire_districts_nest_but_for_slivers_that_are_told_with_their_size() -> None:
    folder = Path(os.environ["OUTSIDE_DATA"]) / "la_hierarchy"
    plan = planned(
        Layer(folder / "lafd_first-in-districts.geojson", "FIRSTIN", Level.COMMUNITY, prefix="F", merge=True),
        Layer(folder / "lafd_battalions.geojson", "BATTALION", Level.STREET, prefix="B"),
        Layer(folder / "lafd_divisions.geojson", "DIVISION", Level.DISTRICT, prefix="D"),
    )

    said = {row.code: " ".join(note.what for note in row.notes) for row in plan.report.noted}
    beyond = re.compile(r"([\d.]+) m² lie outside (\w+), which it hangs below")
    told = {code: float(found[1]) for code, text in said.items() if (found := beyond.search(text))}
    assert len(plan.areas) == 1 + 3 + 16 + 102
    assert max(told.values()) < 100_000
    assert told["F58"] == pytest.approx(13_855, rel=0.01)
    assert "joined with row 34 of the same code" in said["F37"]
    assert any("redrawn as the sum" in sentence for _, sentence in plan.report.layers)
