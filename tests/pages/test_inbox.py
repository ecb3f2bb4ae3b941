"""The inbox of departments and the list of cases, as their people see them."""

import httpx

from bench.page_forms import form_to
from tests.pages.bodies import PERSON, an_application, an_incident
from tests.pages.driving import Drive, taken_in
from tests.pages.people import Visitors

HTML = {"accept": "text/html"}


async def _get(visitors: Visitors, who: str, address: str) -> httpx.Response:
    return await (await visitors.the(who)).get(address, headers=HTML)


async def _accepted(visitors: Visitors) -> Drive:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    await drive.does("clerk", "accept")
    return drive


async def _dispatched(visitors: Visitors) -> Drive:
    body = an_incident()
    drive = await taken_in(visitors, "worker", "incidents", body)
    await drive.does("operator", "file", class_code=body["class_code"], situation="1", criterion_met=True)
    await drive.does("dispatcher", "dispatch")
    return drive


async def test_work_stands_in_the_inbox_of_its_department_alone(visitors: Visitors) -> None:
    application, incident = await _accepted(visitors), await _dispatched(visitors)

    civil = await _get(visitors, "handler", "/inbox")
    upkeep = await _get(visitors, "upkeep", "/inbox")

    assert application.case_no in civil.text
    assert incident.case_no not in civil.text
    assert incident.case_no in upkeep.text
    assert application.case_no not in upkeep.text


async def test_a_reviewer_finds_first_what_waits_for_a_review(visitors: Visitors) -> None:
    waiting, other = await _accepted(visitors), await _accepted(visitors)
    await waiting.does("handler", "sign-for")
    await waiting.does("handler", "handle", text="齐全")

    answer = await _get(visitors, "reviewer", "/inbox")

    assert waiting.case_no in answer.text
    assert other.case_no not in answer.text


async def test_a_decision_waits_to_be_settled(visitors: Visitors) -> None:
    drive = await _accepted(visitors)
    await drive.does("handler", "sign-for")
    await drive.does("handler", "handle", text="齐全")
    await drive.does("reviewer", "review", text="同意")
    await drive.does("approver", "grant")

    answer = await _get(visitors, "approver", "/inbox?tray=settle")

    assert drive.case_no in answer.text


async def test_filters_and_order_stay_in_the_address(visitors: Visitors) -> None:
    drive = await _accepted(visitors)

    none = await _get(visitors, "handler", "/inbox?kind=incident&order=-opened")
    some = await _get(visitors, "handler", "/inbox?kind=application&area=350300/350304/&order=-due")

    assert drive.case_no not in none.text
    assert "kind=incident" in none.text
    assert "order=-opened" in none.text
    assert drive.case_no in some.text


async def test_nonsense_in_the_address_is_left_out(visitors: Visitors) -> None:
    drive = await _accepted(visitors)

    answer = await _get(visitors, "handler", "/inbox?tray=x&kind=y&order=z&after=7~never&overdue=")

    assert answer.status_code == 200
    assert drive.case_no in answer.text


async def test_the_list_asks_for_itself_as_a_part(visitors: Visitors) -> None:
    drive = await _accepted(visitors)
    client = await visitors.the("handler")

    part = await client.get("/inbox", headers={**HTML, "hx-request": "true"})

    assert drive.case_no in part.text
    assert "<html" not in part.text


async def test_the_next_case_is_the_most_urgent_but_the_one_just_done(visitors: Visitors) -> None:
    one, other = await _accepted(visitors), await _accepted(visitors)

    answer = await _get(visitors, "handler", f"/inbox/next?after={one.case_no}")

    assert answer.headers["location"] == f"/cases/{other.case_no}"


async def test_a_case_is_found_by_what_somebody_says_of_it(visitors: Visitors) -> None:
    at_home = an_application(subject={**PERSON, "area_path": "350300/350304/"})
    drive = await taken_in(visitors, "clerk", "applications", at_home)
    client = await visitors.the("clerk")

    for said in (drive.case_no[:20], "0016", "陈测试", "chenceshi"):
        form = form_to(await client.get("/cases", headers=HTML), "/cases")
        answer = await form.send(client, q=said)

        assert drive.case_no in answer.text, said


async def test_too_short_a_question_is_told_at_its_field(visitors: Visitors) -> None:
    client = await visitors.the("clerk")

    answer = await form_to(await client.get("/cases", headers=HTML), "/cases").send(client, q="陈")

    assert answer.status_code == 422
    assert 'id="f-q-error"' in answer.text


async def test_a_department_finds_its_case_by_the_name_of_somebody_from_elsewhere(visitors: Visitors) -> None:
    drive = await _accepted(visitors)
    client = await visitors.the("handler")

    answer = await form_to(await client.get("/cases", headers=HTML), "/cases").send(client, q="陈测试")

    assert drive.case_no in answer.text
