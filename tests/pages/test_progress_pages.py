"""How far a matter is, by page: the number alone, number and password, judging it and asking again."""

import re

import httpx
import pytest

import database
from dispatch.numbering import password_mark
from registry.keys import keys
from tests.pages.bodies import PERSON, an_application, an_incident
from tests.pages.driving import Drive, incident_to_feedback, taken_in
from tests.pages.page_reading import fill_in
from tests.pages.people import Visitors

PAGE = {"accept": "text/html"}


async def _held(drive: Drive) -> tuple[str, str]:
    """Number and password of a case; the password is made known by making it anew."""
    number = await database.fetch_value(
        "SELECT tracking_no FROM dispatch.cases WHERE case_no = $1", drive.case_no
    )
    mark = password_mark(keys().index, number, "246810")
    await database.execute(
        "UPDATE dispatch.cases SET password_mark = $2 WHERE tracking_no = $1", number, mark
    )
    return number, "246810"


async def _closed(visitors: Visitors) -> tuple[str, str]:
    drive = await incident_to_feedback(visitors, an_incident(subject=PERSON))
    await drive.does("dispatcher", "start-check")
    await drive.does("worker", "check", agrees=True, photos=[await drive.photo("worker")])
    await drive.does("operator", "close")
    return await _held(drive)


async def _details(resident: httpx.AsyncClient, number: str, password: str) -> httpx.Response:
    return await resident.post(f"/t/{number}/details", data={"password": password})


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "已收件"), ("en", "Received")])
async def test_the_number_alone_tells_the_state_in_words(
    visitors: Visitors, language: str, word: str
) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, _ = await _held(drive)

    page = await visitors.stranger().get(f"/t/{number}", headers={**PAGE, "accept-language": language})

    assert page.status_code == 200
    assert word in page.text
    for secret in (drive.case_no, PERSON["name"], PERSON["number"], PERSON["phone"]):
        assert secret not in page.text


async def test_a_number_may_be_typed_in_groups_and_small_letters(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, _ = await _held(drive)
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
    number, password = await _held(drive)
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
    number, password = await _held(drive)

    told = await _details(visitors.stranger(), number, password)

    assert 'id="to-bring"' not in told.text


async def test_number_and_password_typed_together_show_the_details(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, password = await _held(drive)
    resident = visitors.stranger()
    page = (await resident.get("/progress")).text

    answer = await fill_in(resident, page, "/progress", number=number, password=password)

    assert drive.case_no in answer.text
    assert PERSON["name"] not in answer.text


async def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, _ = await _held(drive)
    resident = visitors.stranger()

    answers = [await _details(resident, one, "000000") for one in (number, "23456789ABCD")]

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
    number, password = await _held(drive)
    resident = visitors.stranger()

    statuses = [(await _details(resident, number, "000000")).status_code for _ in range(7)]
    right = await _details(resident, number, password)

    assert statuses[-1] == 429
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) > 0


async def test_a_closed_incident_is_judged_once(visitors: Visitors) -> None:
    number, password = await _closed(visitors)
    resident = visitors.stranger()
    page = (await _details(resident, number, password)).text

    first = await fill_in(resident, page, f"/t/{number}/rating", stars="5", text="很快")
    again = await fill_in(resident, page, f"/t/{number}/rating", stars="1")

    assert first.status_code == 200, first.text
    assert "谢谢您的评价" in first.text
    assert f"/t/{number}/rating" not in first.text
    assert again.status_code == 409
    assert await database.fetch_value("SELECT count(*) FROM dispatch.journal WHERE kind = 'rated'") == 1


async def test_judging_needs_a_level_and_the_password(visitors: Visitors) -> None:
    number, password = await _closed(visitors)
    resident = visitors.stranger()

    none = await resident.post(f"/t/{number}/rating", data={"password": password, "text": "还行"})
    wrong = await resident.post(f"/t/{number}/rating", data={"password": "000000", "stars": "5"})

    assert (none.status_code, wrong.status_code) == (422, 404)
    assert "请选择一项。" in none.text
    assert "还行" in none.text


async def test_an_open_matter_is_neither_judged_nor_asked_for_again(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    number, password = await _held(drive)
    resident = visitors.stranger()
    page = (await _details(resident, number, password)).text

    judged = await resident.post(f"/t/{number}/rating", data={"password": password, "stars": "5"})
    asked = await resident.post(f"/t/{number}/again", data={"password": password, "again": "还在"})

    assert f"/t/{number}/rating" not in page
    assert (judged.status_code, asked.status_code) == (409, 409)


async def test_who_is_not_content_gets_a_new_number_for_a_case_tied_to_the_old(visitors: Visitors) -> None:
    number, password = await _closed(visitors)
    resident = visitors.stranger()
    page = (await _details(resident, number, password)).text

    told = await fill_in(resident, page, f"/t/{number}/again", again="垃圾又堆起来了")

    assert told.status_code == 201, told.text
    fresh = re.findall(r'class="number">([0-9A-Z]+)<', told.text)[0]
    assert fresh != number
    ties = await database.fetch("SELECT case_id FROM dispatch.journal WHERE kind = 'linked'")
    assert len(ties) == 2
    row = await database.fetch_row(
        "SELECT channel, from_public FROM dispatch.cases WHERE tracking_no = $1", fresh
    )
    assert row is not None
    assert tuple(row) == ("RESIDENT", True)


async def test_it_is_asked_for_again_one_at_a_time(visitors: Visitors) -> None:
    number, password = await _closed(visitors)
    resident = visitors.stranger()
    body = {"password": password, "again": "还在"}
    await resident.post(f"/t/{number}/again", data=body)

    second = await resident.post(f"/t/{number}/again", data=body)

    assert second.status_code == 409
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 2


async def test_asking_again_needs_words_and_the_password(visitors: Visitors) -> None:
    number, password = await _closed(visitors)
    resident = visitors.stranger()

    wordless = await resident.post(f"/t/{number}/again", data={"password": password, "again": " "})
    wrong = await resident.post(f"/t/{number}/again", data={"password": "1", "again": "还在"})

    assert (wordless.status_code, wrong.status_code) == (422, 404)
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 1


async def test_machines_still_get_json_at_the_same_address(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    number, password = await _held(drive)
    machine = visitors.stranger()

    alone = await machine.get(f"/t/{number}")
    more = await machine.post(f"/t/{number}", json={"password": password})

    assert alone.json()["state"] == "RECEIVED"
    assert more.json()["case_no"] == drive.case_no
