"""Bad input at intake: everything that is wrong is told at once, each fault at its pointer."""

import json

import httpx
import pytest

import database
from tests.pages.bodies import PERSON, an_application, an_incident
from tests.pages.people import Visitors
from tests.world import RUBBISH

OUTSIDE = {"point": {"lon": 121.5, "lat": 25.4, "crs": "WGS84"}}


def _pointers(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return sorted(fault["pointer"] for fault in answer.json()["errors"])


@pytest.mark.parametrize(
    ("change", "pointer", "kind"),
    [
        ({"class_code": "9999"}, "/class_code", "unknown-matter"),
        ({"class_code": f"{RUBBISH}-9"}, "/class_code", "unknown-matter"),
        ({"place": {"address_id": 987}}, "/place/address_id", "invalid-input"),
        ({"place": {"area_code": "nowhere"}}, "/place/area_code", "invalid-input"),
        ({"place": OUTSIDE}, "/place/point", "outside-the-city"),
        ({"origin_case": 99}, "/origin_case", "invalid-input"),
        ({"window_id": 77}, "/window_id", "invalid-input"),
    ],
)
async def test_one_fault_is_told_at_its_pointer_and_by_its_kind(
    visitors: Visitors, change: dict[str, object], pointer: str, kind: str
) -> None:
    worker = await visitors.the("worker")

    answer = await worker.post("/api/v1/incidents", json=an_incident(**change))

    assert _pointers(answer) == [pointer]
    assert answer.json()["type"] == f"/problems/{kind}"
    assert answer.json()["detail"]


async def test_an_unknown_item_is_told_where_the_item_stands(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await clerk.post("/api/v1/applications", json=an_application(item="9999"))

    assert _pointers(answer) == ["/item"]
    assert answer.json()["type"] == "/problems/unknown-matter"


async def test_a_resident_is_told_everything_that_is_wrong_with_a_report(visitors: Visitors) -> None:
    body = {"class_code": "9999", "place": OUTSIDE, "description": "x"}

    answer = await visitors.stranger().post("/api/v1/reports", json=body)

    assert _pointers(answer) == ["/class_code", "/place/point"]


async def test_two_names_of_other_things_are_told_together(visitors: Visitors) -> None:
    worker = await visitors.the("worker")

    answer = await worker.post("/api/v1/incidents", json=an_incident(window_id=77, origin_case=99))

    assert _pointers(answer) == ["/origin_case", "/window_id"]


async def test_faults_of_body_names_matter_and_place_come_in_one_answer(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    body = an_application(
        item="9999", place=OUTSIDE, window_id=77, subject={**PERSON, "number": "999999199001010017"}
    )

    answer = await clerk.post("/api/v1/applications", json=body)

    assert _pointers(answer) == ["/item", "/place/point", "/subject/number", "/window_id"]
    assert answer.json()["type"] == "/problems/invalid-input"
    assert answer.json()["distance_m"] > 1000


async def test_answers_and_materials_are_looked_at_though_the_place_is_wrong(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    body = an_application(place=OUTSIDE, answers={"colour": "red"}, materials=[{"code": "passport"}])

    answer = await clerk.post("/api/v1/applications", json=body)

    assert _pointers(answer) == [
        "/answers/colour",
        "/answers/lives_alone",
        "/materials/0/code",
        "/place/point",
    ]


async def test_a_name_that_differs_is_told_with_the_rest(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    await clerk.post("/api/v1/applications", json=an_application())
    other = {**PERSON, "name": "王别人"}

    answer = await clerk.post("/api/v1/applications", json=an_application(place=OUTSIDE, subject=other))

    assert _pointers(answer) == ["/place/point", "/subject/name"]
    assert "陈测试" not in answer.text


async def test_a_place_that_cannot_be_read_hides_nothing_else(visitors: Visitors) -> None:
    worker = await visitors.the("worker")
    place = {"point": {"lon": 119.0, "lat": 25.4, "crs": "mars"}}

    answer = await worker.post("/api/v1/incidents", json=an_incident(class_code="9999", place=place))

    assert _pointers(answer) == ["/class_code", "/place/point/crs"]


async def test_nothing_is_kept_of_what_has_faults(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    await clerk.post("/api/v1/applications", json=an_application(place=OUTSIDE, origin_case=99))

    for table in ("dispatch.cases", "registry.subject", "registry.subject_number", "registry.sealed_text"):
        assert await database.fetch_value(f"SELECT count(*) FROM {table}") == 0


@pytest.mark.parametrize("name", ["  ", "\u3000", "\u200b\u200d\ufeff", "\u3164", "…·—"])
async def test_a_name_with_nothing_to_read_claims_no_number(visitors: Visitors, name: str) -> None:
    clerk = await visitors.the("clerk")
    body = an_application(subject={**PERSON, "name": name}, agent={**PERSON, "name": name})

    refused = await clerk.post("/api/v1/applications", json=body)
    taken = await clerk.post("/api/v1/applications", json=an_application())

    assert _pointers(refused) == ["/agent/name", "/subject/name"]
    assert taken.status_code == 201, taken.text


@pytest.mark.parametrize(
    ("change", "pointer"), [({"class_code": "9999"}, "/class_code"), ({"situation": "9"}, "/situation")]
)
async def test_an_unknown_class_in_filing_is_told_where_it_stands(
    visitors: Visitors, change: dict[str, str], pointer: str
) -> None:
    operator = await visitors.the("operator")
    taken = (await operator.post("/api/v1/incidents", json=an_incident())).json()
    filing = {"class_code": RUBBISH, "situation": "1", "criterion_met": True, "version": taken["version"]}

    answer = await operator.post(f"/api/v1/cases/{taken['case_no']}/acts/file", json={**filing, **change})

    assert _pointers(answer) == [pointer]
    assert answer.json()["type"] == "/problems/unknown-matter"


@pytest.mark.parametrize(("lon", "lat"), [(-119, 25.4), (119, -25.4), (-0.5, -0.5)])
async def test_negative_coordinates_lie_outside_and_leave_nothing(
    visitors: Visitors, lon: float, lat: float
) -> None:
    worker = await visitors.the("worker")
    place = {"point": {"lon": lon, "lat": lat, "crs": "WGS84"}}

    answer = await worker.post("/api/v1/incidents", json=an_incident(place=place))

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/outside-the-city")
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 0


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
async def test_a_number_that_is_none_is_refused_and_leaves_nothing(visitors: Visitors, number: str) -> None:
    worker = await visitors.the("worker")
    body = json.dumps(an_incident(place={"point": {"lon": 119.5, "lat": 25.4, "crs": "WGS84"}}))

    answer = await worker.post(
        "/api/v1/incidents",
        content=body.replace("119.5", number),
        headers={"content-type": "application/json"},
    )

    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 0
