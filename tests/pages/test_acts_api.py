"""Acts over HTTP: who was quicker, who may not, what an act cannot name, and what stays on record."""

import asyncio

import database
from tests.pages.bodies import an_application, an_incident
from tests.pages.driving import incident_to_feedback, taken_in
from tests.pages.people import Visitors


async def test_who_comes_second_sees_what_changed(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    seen = drive.version
    await drive.does("clerk", "accept")

    drive.version = seen
    answer = await drive.tries("clerk", "accept")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/stale-version")
    assert answer.json()["version"] == seen + 1
    assert [one["kind"] for one in answer.json()["since"]] == ["accepted"]


async def test_of_two_at_once_one_succeeds(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())

    answers = await asyncio.gather(drive.tries("clerk", "accept"), drive.tries("other clerk", "accept"))

    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_an_act_in_the_wrong_state_is_refused(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())

    answer = await drive.tries("clerk", "supplement", codes=["application"])

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/act-not-allowed")
    assert answer.json()["state"] == "RECEIVED"


async def test_an_act_that_changes_needs_the_version_seen(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    clerk = await visitors.the("clerk")

    answer = await clerk.post(f"/api/v1/cases/{drive.case_no}/acts/accept", json={})

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/version"]


async def test_a_comment_needs_no_version_and_makes_no_form_stale(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    other = await visitors.the("other clerk")

    said = await other.post(f"/api/v1/cases/{drive.case_no}/acts/comment", json={"text": "已致电"})

    assert said.status_code == 201
    await drive.does("clerk", "accept")


async def test_a_role_that_never_does_the_act_is_stopped_at_the_door(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())

    answer = await drive.tries("clerk", "grant")

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/role-needed")


async def test_a_case_of_another_district_is_as_good_as_none(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())

    answer = await drive.tries("stranger", "accept")
    unknown = await (await visitors.the("stranger")).get("/api/v1/cases/no-such-case")
    foreign = await (await visitors.the("stranger")).get(f"/api/v1/cases/{drive.case_no}")

    assert answer.status_code == 404
    assert unknown.json()["type"] == foreign.json()["type"] == "/problems/not-found"
    assert unknown.json() == foreign.json()
    assert "detail" not in foreign.json()


async def test_refused_acts_are_in_the_security_stream(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())

    case_id = await database.fetch_value("SELECT id FROM dispatch.cases")
    await drive.tries("clerk", "grant")
    await drive.tries("stranger", "accept")

    rows = await database.fetch(
        "SELECT actor, data ->> 'refusal', (data ->> 'case')::bigint FROM registry.audit"
        " WHERE stream = 'security' AND kind = 'refused' ORDER BY seq"
    )
    assert [tuple(row) for row in rows] == [
        (visitors.world.who("clerk").actor, "role-needed", case_id),
        (visitors.world.who("stranger").actor, "not-found", case_id),
    ]


async def test_a_file_of_another_case_cannot_be_named(visitors: Visitors) -> None:
    other = await incident_to_feedback(visitors, an_incident())
    photo = await other.photo("upkeep")
    drive = await taken_in(visitors, "worker", "incidents", an_incident())

    answer = await drive.tries("worker", "attach", files=[photo])

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/files/0"]


async def test_a_file_of_another_case_is_no_material(visitors: Visitors) -> None:
    other = await taken_in(visitors, "worker", "incidents", an_incident())
    photo = await other.photo("worker")
    drive = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    await drive.does("clerk", "notify-supplement", codes=["application"])

    answer = await drive.tries(
        "clerk", "supplement", codes=["application"], files=[{"code": "application", "file_id": photo}]
    )

    assert [one["pointer"] for one in answer.json()["errors"]] == ["/files/0/file_id"]


async def test_another_case_named_must_be_in_reach(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())

    answer = await drive.tries("operator", "merge", case_id=987_654)

    assert [one["pointer"] for one in answer.json()["errors"]] == ["/case_id"]


async def test_a_second_supplement_notice_is_refused_and_the_attempt_recorded(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    await drive.does("clerk", "notify-supplement", codes=["application"])
    clerk = await visitors.the("clerk")

    answer = await clerk.post(
        f"/api/v1/cases/{drive.case_no}/acts/notify-supplement",
        json={"version": drive.version, "codes": ["application"]},
        headers={"idempotency-key": "once"},
    )

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/asked-already")
    kinds = [one["kind"] for one in (await clerk.get(f"/api/v1/cases/{drive.case_no}/journal")).json()]
    assert kinds[-1] == "second_notice_refused"


async def test_an_act_sent_twice_under_one_key_happens_once(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    clerk = await visitors.the("clerk")
    address = f"/api/v1/cases/{drive.case_no}/acts/accept"
    body, headers = {"version": drive.version}, {"idempotency-key": "accept-1"}

    first = await clerk.post(address, json=body, headers=headers)
    second = await clerk.post(address, json=body, headers=headers)

    assert first.status_code == 201
    assert second.content == first.content


async def test_the_answer_says_what_can_be_done_next(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    handler = await visitors.the("handler")
    await drive.does("clerk", "accept")

    shown = await handler.get(f"/api/v1/cases/{drive.case_no}")

    assert "sign_for" in shown.json()["acts"]
    assert "accept" not in shown.json()["acts"]
