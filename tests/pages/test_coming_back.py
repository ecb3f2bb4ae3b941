"""Materials brought without a notice, and closed matters that come in again, over HTTP."""

import database
from tests.pages.bodies import PERSON, an_application, an_incident
from tests.pages.driving import Drive, incident_to_feedback, taken_in
from tests.pages.people import Visitors


async def _closed(visitors: Visitors) -> Drive:
    drive = await incident_to_feedback(visitors, an_incident())
    await drive.does("dispatcher", "start-check")
    await drive.does("worker", "check", agrees=True, photos=[await drive.photo("worker")])
    await drive.does("operator", "close")
    return drive


async def test_what_is_brought_to_the_counter_completes_the_application(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    clerk = await visitors.the("clerk")
    file_id = await drive.photo("clerk")
    body = {"codes": ["application"], "files": [{"code": "application", "file_id": file_id}]}

    answer = await clerk.post(f"/api/v1/cases/{drive.case_no}/materials", json=body)

    assert (answer.status_code, answer.json()["materials_complete"]) == (201, True)
    kinds = [one["kind"] for one in (await clerk.get(f"/api/v1/cases/{drive.case_no}/journal")).json()]
    assert kinds[-1] == "materials_noted"


async def test_the_same_bringing_under_one_key_is_noted_once(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    clerk = await visitors.the("clerk")

    for _ in range(2):
        answer = await clerk.post(
            f"/api/v1/cases/{drive.case_no}/materials",
            json={"codes": ["application"]},
            headers={"idempotency-key": "bag-1"},
        )

    assert answer.headers["idempotency-replayed"] == "true"
    noted = "SELECT count(*) FROM dispatch.journal WHERE kind = 'materials_noted'"
    assert await database.fetch_value(noted) == 1


async def test_materials_the_item_does_not_know_and_files_of_others_are_refused(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    other = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    clerk, address = await visitors.the("clerk"), f"/api/v1/cases/{drive.case_no}/materials"
    foreign = {"code": "application", "file_id": await other.photo("clerk")}

    unknown = await clerk.post(address, json={"codes": ["x"]})
    stolen = await clerk.post(address, json={"codes": ["application"], "files": [foreign]})

    assert (unknown.status_code, stolen.status_code) == (422, 422)
    assert stolen.json()["errors"][0]["pointer"] == "/files/0/file_id"


async def test_a_closed_incident_comes_in_again_as_a_case_tied_to_it(visitors: Visitors) -> None:
    drive = await _closed(visitors)
    clerk = await visitors.the("clerk")
    body = {"description": "垃圾还在", "subject": PERSON}

    answer = await clerk.post(f"/api/v1/cases/{drive.case_no}/ask-again", json=body)

    assert answer.status_code == 201, answer.text
    old = (await clerk.get(f"/api/v1/cases/{drive.case_no}")).json()
    new = (await clerk.get(f"/api/v1/cases/{answer.json()['case_no']}")).json()
    assert (old["case"]["state"], new["case"]["origin_case"]) == ("CLOSED", old["case"]["id"])
    assert new["place"] == {**old["place"], "precision_m": new["place"]["precision_m"]}
    last = (await clerk.get(f"/api/v1/cases/{drive.case_no}/journal")).json()[-1]
    assert (last["kind"], last["data"]["relation"]) == ("linked", "dissatisfied")


async def test_asking_again_twice_under_one_key_makes_one_case(visitors: Visitors) -> None:
    drive = await _closed(visitors)
    clerk = await visitors.the("clerk")
    address, headers = f"/api/v1/cases/{drive.case_no}/ask-again", {"idempotency-key": "again"}

    first = await clerk.post(address, json={"description": "垃圾还在"}, headers=headers)
    second = await clerk.post(address, json={"description": "垃圾还在"}, headers=headers)

    assert (first.status_code, second.json()) == (201, first.json())
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 2


async def test_an_open_incident_is_not_asked_for_again(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    clerk = await visitors.the("clerk")

    answer = await clerk.post(f"/api/v1/cases/{drive.case_no}/ask-again", json={"description": "垃圾还在"})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/act-not-allowed")


async def test_a_service_sees_what_it_asked_for_again(visitors: Visitors) -> None:
    service = await visitors.service("hotline")
    told = (await service.post("/api/v1/incidents", json=an_incident())).json()
    await database.execute("UPDATE dispatch.cases SET state = 'CLOSED', closed_at = now()")

    again = await service.post(f"/api/v1/cases/{told['case_no']}/ask-again", json={"description": "垃圾还在"})

    assert again.status_code == 201, again.text
    assert (await service.get(f"/api/v1/cases/{again.json()['case_no']}")).status_code == 200
