"""What the holder of number and password may do once his matter is over: judge it, and ask again."""

import re

import database
from bench.page_forms import fill_in
from tests.pages.bodies import an_incident
from tests.pages.driving import taken_in
from tests.pages.holding import closed, details, held
from tests.pages.people import Visitors


async def test_a_closed_incident_is_judged_once(visitors: Visitors) -> None:
    number, password = await closed(visitors)
    resident = visitors.stranger()
    page = (await details(resident, number, password)).text

    first = await fill_in(resident, page, f"/t/{number}/rating", stars="5", text="很快")
    again = await fill_in(resident, page, f"/t/{number}/rating", stars="1")

    assert first.status_code == 200, first.text
    assert "谢谢您的评价" in first.text
    assert f"/t/{number}/rating" not in first.text
    assert again.status_code == 409
    assert await database.fetch_value("SELECT count(*) FROM dispatch.journal WHERE kind = 'rated'") == 1


async def test_judging_needs_a_level_and_the_password(visitors: Visitors) -> None:
    number, password = await closed(visitors)
    resident = visitors.stranger()

    none = await resident.post(f"/t/{number}/rating", data={"password": password, "text": "还行"})
    wrong = await resident.post(f"/t/{number}/rating", data={"password": "000000", "stars": "5"})

    assert (none.status_code, wrong.status_code) == (422, 404)
    assert "请选择一项。" in none.text
    assert "还行" in none.text


async def test_an_open_matter_is_neither_judged_nor_asked_for_again(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    number, password = await held(drive)
    resident = visitors.stranger()
    page = (await details(resident, number, password)).text

    judged = await resident.post(f"/t/{number}/rating", data={"password": password, "stars": "5"})
    asked = await resident.post(f"/t/{number}/again", data={"password": password, "again": "还在"})

    assert f"/t/{number}/rating" not in page
    assert (judged.status_code, asked.status_code) == (409, 409)


async def test_who_is_not_content_gets_a_new_number_for_a_case_tied_to_the_old(visitors: Visitors) -> None:
    number, password = await closed(visitors)
    resident = visitors.stranger()
    page = (await details(resident, number, password)).text

    told = await fill_in(resident, page, f"/t/{number}/again", again="垃圾又堆起来了")

    assert told.status_code == 201, told.text
    fresh = re.findall(r'class="number"[^>]*>([0-9A-Z]+)<', told.text)[0]
    assert fresh != number
    ties = await database.fetch("SELECT case_id FROM dispatch.journal WHERE kind = 'linked'")
    assert len(ties) == 2
    row = await database.fetch_row(
        "SELECT channel, from_public FROM dispatch.cases WHERE tracking_no = $1", fresh
    )
    assert row is not None
    assert tuple(row) == ("RESIDENT", True)


async def test_the_page_of_the_new_number_is_shown_again_to_whoever_sends_the_form_twice(
    visitors: Visitors,
) -> None:
    number, password = await closed(visitors)
    resident = visitors.stranger()
    page = (await details(resident, number, password)).text

    first = await fill_in(resident, page, f"/t/{number}/again", again="还在")
    twice = await fill_in(resident, page, f"/t/{number}/again", again="还在")
    other = await fill_in(resident, page, f"/t/{number}/again", again="是另一件事")

    assert (first.status_code, twice.status_code, other.status_code) == (201, 201, 422)
    assert _passwords(twice.text) == _passwords(first.text)
    assert "是另一件事" in other.text


def _passwords(text: str) -> list[str]:
    return re.findall(r'class="number"[^>]*>(\d{6})<', text)


async def test_it_is_asked_for_again_one_at_a_time(visitors: Visitors) -> None:
    number, password = await closed(visitors)
    resident = visitors.stranger()
    body = {"password": password, "again": "还在"}
    await resident.post(f"/t/{number}/again", data=body)

    second = await resident.post(f"/t/{number}/again", data=body)

    assert second.status_code == 409
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 2


async def test_asking_again_needs_words_and_the_password(visitors: Visitors) -> None:
    number, password = await closed(visitors)
    resident = visitors.stranger()

    wordless = await resident.post(f"/t/{number}/again", data={"password": password, "again": " "})
    wrong = await resident.post(f"/t/{number}/again", data={"password": "1", "again": "还在"})

    assert (wordless.status_code, wrong.status_code) == (422, 404)
    assert await database.fetch_value("SELECT count(*) FROM dispatch.cases") == 1
