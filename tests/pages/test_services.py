"""What a service sees of the cases it brought: as much as the bus is told, and of no other case anything."""

import json

import httpx

from integrations.bus.messages import published
from tests.pages.bodies import an_application, an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors
from tests.polling import until


async def _brought(service: httpx.AsyncClient, **changes: object) -> str:
    answer = await service.post("/api/v1/incidents", json=an_incident(**changes))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["case_no"])


async def test_a_service_without_a_reference_of_its_own_sees_what_it_brought(visitors: Visitors) -> None:
    service = await visitors.service("hotline")
    case_no, other = await _brought(service), await _brought(service)

    seen = (await service.get(f"/api/v1/cases/{case_no}")).json()

    assert (seen["case"]["case_no"], seen["case"]["external_source"]) == (case_no, "hotline")
    assert (await service.get(f"/api/v1/cases/{other}")).status_code == 200


async def test_a_service_sees_no_point_no_texts_and_no_names_of_workers(visitors: Visitors) -> None:
    service = await visitors.service("hotline")
    case_no = await _brought(service)
    operator = await visitors.the("operator")

    seen = (await service.get(f"/api/v1/cases/{case_no}")).json()

    assert (await operator.get(f"/api/v1/cases/{case_no}")).json()["tasks"][0]["worker"].startswith("staff:")
    assert seen["tasks"]
    assert seen["place"] is None
    assert seen["texts"] == []
    assert "staff:" not in json.dumps(seen)
    assert "staff:" not in (await service.get(f"/api/v1/cases/{case_no}/tasks")).text


async def test_a_service_reads_the_journal_as_the_bus_is_told_of_it(visitors: Visitors) -> None:
    service = await visitors.service("hotline")
    case_no = await _brought(service)
    operator = await visitors.the("operator")
    await operator.post(f"/api/v1/cases/{case_no}/acts/comment", json={"text": "内部意见"})
    inside = (await operator.get(f"/api/v1/cases/{case_no}/journal")).json()

    told = (await service.get(f"/api/v1/cases/{case_no}/journal")).json()

    assert {"routed", "commented"} <= {entry["kind"] for entry in inside}
    assert not {"routed", "commented"} & {entry["kind"] for entry in told}
    assert told[0]["kind"] == "reported"
    assert [entry["data"] for entry in told] == [published(entry["data"]) for entry in told]
    assert {(entry["actor"], entry["hash"]) for entry in told} == {(None, None)}


async def test_a_service_does_not_learn_how_work_is_shared_out(visitors: Visitors) -> None:
    service = await visitors.service("hotline")
    case_no = await _brought(service)

    assert (await service.get(f"/api/v1/cases/{case_no}/routings")).status_code == 403


async def test_a_service_reveals_nothing(visitors: Visitors) -> None:
    service = await visitors.service("hotline")
    case_no = await _brought(service)

    answer = await service.post(f"/api/v1/cases/{case_no}/reveal", json={"purpose": "decision"})

    assert answer.status_code == 403


async def test_the_feed_tells_what_the_bus_is_told_and_of_own_cases_only(visitors: Visitors) -> None:
    await taken_in(visitors, "clerk", "applications", an_application())
    service = await visitors.service("hotline")
    case_no = await _brought(service)

    async def told() -> list[dict[str, object]]:
        return list((await service.get("/api/v1/events")).json()["events"])

    async def told_of_something() -> bool:
        return bool(await told())

    await until(told_of_something)
    events = await told()

    assert {event["case_no"] for event in events} == {case_no}
    for event in events:
        data = event["data"]
        assert isinstance(data, dict)
        assert data == published(data)
