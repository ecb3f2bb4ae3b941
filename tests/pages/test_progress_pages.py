"""How far a matter is, by page: the number alone, and number and password."""

import pytest

from bench.page_forms import fill_in
from tests.pages.bodies import PERSON, an_application
from tests.pages.driving import taken_in
from tests.pages.holding import details, held
from tests.pages.people import Visitors

PAGE = {"accept": "text/html"}


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "已收件"), ("en", "Received")])
async def test_the_number_alone_tells_the_state_in_words(
    visitors: Visitors, language: str, word: str
) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, _ = await held(drive)

    page = await visitors.stranger().get(f"/t/{number}", headers={**PAGE, "accept-language": language})

    assert page.status_code == 200
    assert word in page.text
    for secret in (drive.case_no, PERSON["name"], PERSON["number"], PERSON["phone"]):
        assert secret not in page.text


async def test_a_number_may_be_typed_in_groups_and_small_letters(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, _ = await held(drive)
    resident = visitors.stranger()
    page = (await resident.get("/progress")).text

    answer = await fill_in(resident, page, "/progress", number=f" {number[:4]}-{number[4:].lower()} ")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/t/{number}")


@pytest.mark.parametrize(("language", "paper"), [("zh-CN", "申请表"), ("en", "Application form")])
async def test_who_was_asked_for_papers_is_told_which_and_by_when_with_the_password_alone(
    visitors: Visitors, language: str, paper: str
) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    await drive.does("clerk", "notify-supplement", codes=["application"], text="请补申请表")
    number, password = await held(drive)
    resident, spoken = visitors.stranger(), {**PAGE, "accept-language": language}

    alone = await resident.get(f"/t/{number}", headers=spoken)
    told = await resident.post(f"/t/{number}/details", data={"password": password}, headers=spoken)

    section = told.text.partition('id="to-bring"')[2].partition("</section>")[0]
    assert paper in section
    assert "<strong>" in section
    assert paper not in alone.text
    asked = (await resident.post(f"/t/{number}", json={"password": password})).json()
    assert asked["to_bring"][0]["zh"] == "申请表"


async def test_papers_that_were_brought_are_not_asked_for_any_more(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(materials=[]))
    await drive.does("clerk", "notify-supplement", codes=["application"], text="请补申请表")
    await drive.does("clerk", "supplement", codes=["application"])
    number, password = await held(drive)

    told = await details(visitors.stranger(), number, password)

    assert 'id="to-bring"' not in told.text


async def test_number_and_password_typed_together_show_thedetails(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, password = await held(drive)
    resident = visitors.stranger()
    page = (await resident.get("/progress")).text

    answer = await fill_in(resident, page, "/progress", number=number, password=password)

    assert drive.case_no in answer.text
    assert PERSON["name"] not in answer.text


async def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, _ = await held(drive)
    resident = visitors.stranger()

    answers = [await details(resident, one, "000000") for one in (number, "23456789ABCD")]

    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = {
        answer.text.replace(one, "") for answer, one in zip(answers, (number, "23456789ABCD"), strict=True)
    }
    assert len(bodies) == 1


async def test_an_unknown_number_asks_for_another(visitors: Visitors) -> None:
    page = await visitors.stranger().get("/t/23456789ABCD", headers=PAGE)

    assert page.status_code == 404
    assert 'action="/progress"' in page.text


async def test_passwords_are_tried_a_few_times_only(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, password = await held(drive)
    resident = visitors.stranger()

    statuses = [(await details(resident, number, "000000")).status_code for _ in range(7)]
    right = await details(resident, number, password)

    assert statuses[-1] == 429
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) > 0


async def test_machines_still_get_json_at_the_same_address(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, password = await held(drive)
    machine = visitors.stranger()

    alone = await machine.get(f"/t/{number}")
    more = await machine.post(f"/t/{number}", json={"password": password})

    assert alone.json()["state"] == "RECEIVED"
    assert more.json()["case_no"] == drive.case_no
