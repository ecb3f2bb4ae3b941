"""A matter taken in over HTTP: what is told, what is refused at which pointer, and what happens twice."""

import asyncio

import pytest

import database
from tests.pages.bodies import PERSON, a_point, an_application, an_incident
from tests.pages.people import Visitors


async def test_intake_tells_numbers_responder_place_handler_reason_and_due_time(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await clerk.post("/api/v1/applications", json=an_application())

    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["case_no"]
    assert len(told["tracking_no"]) == 12
    assert len(told["password"]) == 6
    assert told["first_responder"]["name"] == "clerk"
    assert [area["level"] for area in told["chain"]][:2] == ["CITY", "DISTRICT"]
    assert told["handlers"] == [
        {"department_id": visitors.world.civil_affairs, "name": "荔城区民政局", "name_en": "荔城区民政局"}
    ]
    assert told["why"]["route"]
    (due,) = told["due"]
    assert due["kind"] == "acceptance"
    assert due["derivation"]["steps"]
    assert told["missing_materials"] == []
    assert told["place_decides"] == "RESIDENCE"


async def test_an_incident_says_where_it_lies_and_what_may_be_the_same(visitors: Visitors) -> None:
    worker = await visitors.the("worker")
    first = await worker.post("/api/v1/incidents", json=an_incident())

    second = await worker.post("/api/v1/incidents", json=an_incident(place=a_point(1.52, 1.5)))

    assert [one["case_no"] for one in second.json()["similar"]] == [first.json()["case_no"]]


async def test_every_fault_of_a_body_is_told_at_once(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    body = an_application(
        place={"point": {"lon": 119.0, "lat": 25.4, "crs": "EPSG:9999"}, "area_code": "350304"},
        subject={**PERSON, "number": "999999199001010017", "phone": "12"},
        service_point_id=77,
        external_ref="x",
    )

    answer = await clerk.post("/api/v1/applications", json=body)

    assert answer.status_code == 422
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert pointers == {
        "/place",
        "/place/point/crs",
        "/subject/number",
        "/subject/phone",
        "/service_point_id",
        "/external_ref",
    }


async def test_coordinates_without_a_system_are_refused(visitors: Visitors) -> None:
    worker = await visitors.the("worker")
    place = {"point": {"lon": 119.0, "lat": 25.4}}

    answer = await worker.post("/api/v1/incidents", json=an_incident(place=place))

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/place/point/crs"]


@pytest.mark.parametrize(("lon", "lat"), [(-181, 25), (119, 91), ("119", 25)])
async def test_numbers_that_are_no_place_are_refused(
    visitors: Visitors, lon: float | str, lat: float
) -> None:
    worker = await visitors.the("worker")
    place = {"point": {"lon": lon, "lat": lat, "crs": "WGS84"}}

    answer = await worker.post("/api/v1/incidents", json=an_incident(place=place))

    assert answer.status_code == 422
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 0


async def test_a_point_outside_the_city_is_refused_with_how_far(visitors: Visitors) -> None:
    worker = await visitors.the("worker")
    place = {"point": {"lon": 121.5, "lat": 25.4, "crs": "WGS84"}}

    answer = await worker.post("/api/v1/incidents", json=an_incident(place=place))

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/outside-the-city")
    assert answer.json()["distance_m"] > 1000
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/place/point"]


@pytest.mark.parametrize("field", ["description", "class_code"])
async def test_a_field_of_ten_thousand_characters_is_refused(visitors: Visitors, field: str) -> None:
    worker = await visitors.the("worker")

    answer = await worker.post("/api/v1/incidents", json=an_incident(**{field: "字" * 10_000}))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert answer.json()["errors"][0]["code"] == "length"


@pytest.mark.parametrize("name", ["𠮷野家", "👵🏽 Mañana", "Ａli·买买提", "\u202egnp.exe", "e\u0301"])
async def test_rare_characters_in_names_come_back_as_they_were(visitors: Visitors, name: str) -> None:
    clerk = await visitors.the("clerk")
    taken = await clerk.post("/api/v1/applications", json=an_application(subject={**PERSON, "name": name}))

    shown = await clerk.post(
        f"/api/v1/cases/{taken.json()['case_no']}/reveal", json={"purpose": "identity_check", "subject": True}
    )

    assert shown.json()["subject"]["name"] == name


async def test_the_same_key_takes_in_once_and_answers_alike(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    headers = {"idempotency-key": "visit-1"}

    first = await clerk.post("/api/v1/applications", json=an_application(), headers=headers)
    second = await clerk.post("/api/v1/applications", json=an_application(), headers=headers)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 1


async def test_the_same_key_sent_at_once_takes_in_once(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    headers = {"idempotency-key": "visit-1"}

    answers = await asyncio.gather(
        *(clerk.post("/api/v1/applications", json=an_application(), headers=headers) for _ in range(5))
    )

    assert len({answer.json()["case_no"] for answer in answers}) == 1
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 1


async def test_a_key_of_another_request_is_refused(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    headers = {"idempotency-key": "visit-1"}
    await clerk.post("/api/v1/applications", json=an_application(), headers=headers)

    answer = await clerk.post("/api/v1/applications", json=an_application(description="x"), headers=headers)

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-reused")


async def test_a_key_belongs_to_who_sent_it(visitors: Visitors) -> None:
    headers = {"idempotency-key": "visit-1"}
    numbers = set()
    for name in ("clerk", "other clerk"):
        client = await visitors.the(name)
        answer = await client.post("/api/v1/applications", json=an_application(), headers=headers)
        numbers.add(answer.json()["case_no"])

    assert len(numbers) == 2


async def test_a_failed_request_leaves_its_key_free(visitors: Visitors) -> None:
    worker = await visitors.the("worker")
    headers = {"idempotency-key": "visit-1"}
    outside = {"point": {"lon": 121.5, "lat": 25.4, "crs": "WGS84"}}
    refused = await worker.post("/api/v1/incidents", json=an_incident(place=outside), headers=headers)

    answer = await worker.post("/api/v1/incidents", json=an_incident(), headers=headers)

    assert (refused.status_code, answer.status_code) == (422, 201)


@pytest.mark.parametrize("key", ["", "with space", "x" * 129])
async def test_a_key_is_visible_ascii_and_not_too_long(visitors: Visitors, key: str) -> None:
    worker = await visitors.the("worker")

    answer = await worker.post("/api/v1/incidents", json=an_incident(), headers={"idempotency-key": key})

    assert answer.status_code == 422


async def test_no_answer_is_stored_in_clear(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    told = await clerk.post(
        "/api/v1/applications", json=an_application(), headers={"idempotency-key": "visit-1"}
    )

    stored = await database.fetch_value("SELECT answer FROM desk.answered_requests")
    assert told.json()["password"].encode() not in stored
    assert told.json()["tracking_no"].encode() not in stored


async def test_a_resident_reports_without_signing_in_and_sees_how_far_it_is(visitors: Visitors) -> None:
    resident = visitors.stranger()
    body = {**an_incident(), "contact_name": "林居民", "contact_phone": "13900000000"}

    told = await resident.post("/api/v1/reports", json=body)

    assert told.status_code == 201, told.text
    seen = await resident.get(f"/t/{told.json()['tracking_no']}")
    assert seen.json()["state"] == "VERIFYING"
    assert "13900000000" not in seen.text


async def test_reports_of_one_source_are_limited(visitors: Visitors) -> None:
    resident = visitors.stranger()
    statuses = [
        (
            await resident.post("/api/v1/reports", json={"class_code": "x", "place": {}, "description": "x"})
        ).status_code
        for _ in range(21)
    ]

    assert statuses[-1] == 429
    assert 429 not in statuses[:20]
