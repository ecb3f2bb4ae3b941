"""Points routed in bulk go where single intakes go: on edges, in zones, on default points, outside."""

from datetime import UTC, datetime

import numpy as np
import pytest

from dispatch.bulk_routing import Ground, Points, route_all
from dispatch.routing import Question, route_by
from dispatch.rules.responsibility import (
    OVERLAY,
    Breadth,
    DepartmentHandler,
    Handler,
    Matter,
    MatterScope,
    Responsibility,
)
from dispatch.rules.rulebook import Rulebook
from dispatch.rules.states import CaseKind
from grid.bulk import load_bulk_map
from grid.bulk_zones import load_bulk_zones
from grid.city import load_city
from grid.errors import PointOutsideCity
from grid.locate import locate
from grid.rules.coordinates import Position
from grid.rules.levels import Level
from tests.builders_grid import COMMUNITIES, DISTRICT, STREET, at, saved_small_city

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
WASTE, NOISE = "0102", "0301"
TOWN = f"350300/{DISTRICT}/"


def a_row(number: int, code: str, place: str) -> Responsibility:
    scope = MatterScope(CaseKind.INCIDENT, Breadth.EXACT if code else Breadth.ANY, code)
    lead: Handler = DepartmentHandler(number, Level.STREET)
    return Responsibility(number, scope, place, lead, SINCE)


async def the_ground() -> tuple[Ground, Rulebook]:
    """The small city; noise is answered for by zone in the west and by each community in the east."""
    await saved_small_city()
    city = await load_city()
    rows = [
        a_row(1, "", TOWN),
        a_row(2, WASTE, TOWN),
        a_row(3, NOISE, f"{OVERLAY}police_district/W"),
        *(a_row(10 + n, NOISE, f"{TOWN}{STREET}/{one}/") for n, one in enumerate(COMMUNITIES)),
    ]
    ground = Ground(await load_bulk_map(), await load_bulk_zones(), city)
    return ground, Rulebook.of(rows, city.zone, 1)


def all_over(matters: int) -> list[tuple[Position, int]]:
    """Corners, edges and middles of cells, some outside, each with one of the matters."""
    places = [at(column / 4, row / 4) for column in range(-1, 18) for row in range(-1, 18)]
    return [(place, number % matters) for number, place in enumerate(places)]


async def test_points_in_bulk_go_where_single_ones_go(db: str) -> None:
    ground, book = await the_ground()
    matters = [Matter(CaseKind.INCIDENT, code) for code in (WASTE, NOISE, "0999")]
    asked = all_over(len(matters))
    lons, lats = (np.array([getattr(place, name) for place, _ in asked]) for name in ("lon", "lat"))

    found = route_all(ground, book, Points(lons, lats, matters, np.array([one for _, one in asked])), NOON)

    for number, (place, about) in enumerate(asked):
        if found.areas[number] < 0:
            with pytest.raises(PointOutsideCity):
                await locate(place, 0)
            assert found.to_person(number)
            continue
        single = route_by(book, Question(await locate(place, 0), matters[about], ground.city, NOON))
        assert found.routes[found.chosen[number]] == single.route
        assert found.to_person(number) == single.to_person
    assert {route.handler for route in found.routes} == {row.lead for row in book.rows}
    assert len(found.decided) > 17


async def test_a_default_point_goes_to_a_person_in_bulk_too(db: str) -> None:
    ground, book = await the_ground()
    (known,) = ground.city.default_points
    lons, lats = np.array([known.lon, known.lon]), np.array([known.lat, known.lat + 0.0001])

    found = route_all(
        ground,
        book,
        Points(lons, lats, [Matter(CaseKind.INCIDENT, WASTE)], np.zeros(2, dtype=np.int64)),
        NOON,
    )

    assert [found.to_person(number) for number in (0, 1)] == [True, False]
