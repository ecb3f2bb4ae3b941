"""The map and the catalogue over HTTP: a point needs its system, and lists come from what is published."""

import pytest

from tests import builders_grid as grid
from tests.pages.people import Visitors
from tests.world import ALLOWANCE


async def test_a_point_is_located_down_to_its_cell(visitors: Visitors) -> None:
    clerk, at = await visitors.the("clerk"), grid.at(1.5, 1.5)

    found = await clerk.get(f"/api/v1/locate?lon={at.lon}&lat={at.lat}&crs=WGS84")

    assert [area["level"] for area in found.json()["chain"]][-1] == "CELL"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("lon=119&lat=25.4", "?crs"),
        ("lon=119&lat=25.4&crs=mars", "?crs"),
        ("lon=nan&lat=25.4&crs=WGS84", "?lon"),
        ("lon=119&lat=inf&crs=WGS84", "?lat"),
        ("lon=-181&lat=25&crs=WGS84", "?lon"),
    ],
)
async def test_a_point_that_is_none_or_has_no_system_is_refused(
    visitors: Visitors, query: str, pointer: str
) -> None:
    clerk = await visitors.the("clerk")

    answer = await clerk.get(f"/api/v1/locate?{query}")

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


async def test_a_point_outside_the_city_says_how_far_and_where_it_stands(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await clerk.get("/api/v1/locate?lon=121.5&lat=25.4&crs=WGS84")

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/outside-the-city")
    assert [one["pointer"] for one in answer.json()["errors"]] == ["?lon"]
    assert answer.json()["distance_m"] > 1000


async def test_a_search_of_addresses_that_is_too_short_says_so(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await clerk.get("/api/v1/addresses", params={"q": "路"})

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/query-too-short")
    assert [one["pointer"] for one in answer.json()["errors"]] == ["?q"]
    assert "two letters or characters" in answer.json()["detail"]


async def test_an_unknown_area_is_not_found(visitors: Visitors) -> None:
    assert (await (await visitors.the("clerk")).get("/api/v1/areas/nowhere")).status_code == 404


async def test_the_catalogue_is_found_by_pinyin(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    found = await clerk.get("/api/v1/items", params={"q": "gaolingbutie"})

    assert [(item["code"], item["place"]) for item in found.json()] == [(ALLOWANCE, "RESIDENCE")]
    shown = (await clerk.get(f"/api/v1/items/{ALLOWANCE}")).json()
    assert {material["code"] for material in shown["item"]["materials"]} >= {"application"}


async def test_departments_and_classes_are_listed(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    departments = (await clerk.get("/api/v1/departments")).json()
    classes = (await clerk.get("/api/v1/incident-classes")).json()

    assert {one["id"] for one in departments} == {visitors.world.civil_affairs, visitors.world.upkeep}
    assert {one["incident_class"]["code"] for one in classes} == {"0102", "0501"}
