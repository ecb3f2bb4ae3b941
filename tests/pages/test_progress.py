"""How far a matter is, by its number: no person, no point, and the same answer for every wrong number."""

import httpx
import pytest

from tests.pages.bodies import PERSON, an_application, an_incident
from tests.pages.people import Visitors


async def _taken(visitors: Visitors) -> dict[str, str]:
    clerk = await visitors.the("clerk")
    told: dict[str, str] = (await clerk.post("/api/v1/applications", json=an_application())).json()
    return told


async def test_the_number_alone_tells_state_steps_and_areas(visitors: Visitors) -> None:
    told = await _taken(visitors)

    seen = (await visitors.stranger().get(f"/t/{told['tracking_no']}")).json()

    assert (seen["state"], seen["zh"]) == ("RECEIVED", "已收件")
    assert [step["zh"] for step in seen["steps"]] == ["收件"]
    assert seen["areas"][0]["level"] == "CITY"


async def test_it_tells_nobodys_name_number_point_or_words(visitors: Visitors) -> None:
    worker = await visitors.the("worker")
    body = an_incident(subject=PERSON)
    told = (await worker.post("/api/v1/incidents", json=body)).json()

    seen = (await visitors.stranger().get(f"/t/{told['tracking_no']}")).text

    point = body["place"]["point"]  # type: ignore[index]
    for secret in (PERSON["name"], PERSON["number"], str(point["lon"])[:8], told["case_no"], "staff:"):
        assert secret not in seen


async def test_the_password_tells_more(visitors: Visitors) -> None:
    told = await _taken(visitors)

    seen = await visitors.stranger().post(f"/t/{told['tracking_no']}", json={"password": told["password"]})

    assert seen.json()["case_no"] == told["case_no"]
    assert seen.json()["due"][0]["kind"] == "acceptance"
    assert PERSON["name"] not in seen.text


async def test_wrong_passwords_and_unknown_numbers_get_the_same_answer(visitors: Visitors) -> None:
    told = await _taken(visitors)
    wrong = f"{(int(told['password']) + 1) % 1_000_000:06d}"
    stranger = visitors.stranger()

    answers = [
        await stranger.post(f"/t/{number}", json={"password": wrong})
        for number in (told["tracking_no"], "23456789ABCD")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


async def test_a_number_is_tried_a_few_times_only(visitors: Visitors) -> None:
    told = await _taken(visitors)
    stranger = visitors.stranger()

    statuses = [
        (await stranger.post(f"/t/{told['tracking_no']}", json={"password": "000000"})).status_code
        for _ in range(7)
    ]
    right = await stranger.post(f"/t/{told['tracking_no']}", json={"password": told["password"]})

    assert statuses[-1] == 429
    assert right.status_code == 429


async def test_a_source_is_slowed_down_whatever_numbers_it_tries(visitors: Visitors) -> None:
    stranger = visitors.stranger()

    statuses = [(await stranger.get(f"/t/{n:012d}")).status_code for n in range(61)]

    assert statuses[0] == 404
    assert statuses[-1] == 429


@pytest.mark.parametrize("password", ["12345", "1234567", "abcdef", "１２３４５６"])
async def test_a_password_has_six_digits(visitors: Visitors, password: str) -> None:
    answer = await visitors.stranger().post("/t/23456789ABCD", json={"password": password})

    assert answer.status_code == 422


async def test_a_browser_gets_a_page(visitors: Visitors) -> None:
    told = await _taken(visitors)
    stranger: httpx.AsyncClient = visitors.stranger()

    page = await stranger.get(f"/t/{told['tracking_no']}", headers={"accept": "text/html"})

    assert page.headers["content-type"].startswith("text/html")
    assert "已收件" in page.text
    assert PERSON["name"] not in page.text
