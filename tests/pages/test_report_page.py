"""Reporting by the page as a browser without script does it: nothing typed is lost, nothing done twice."""

import re
from collections.abc import Mapping

import httpx
import pytest

import database
from bench.page_forms import form_to
from tests import builders_grid as grid
from tests.pages.people import Visitors
from tests.pages.test_report_photos import a_photo
from tests.world import RUBBISH

POINT = grid.at(1.5, 1.5)
PHOTO = ("photos", ("IMG.jpg", a_photo(), "image/jpeg"))


def a_report(**changes: str) -> dict[str, str]:
    """Rubbish, marked on the map."""
    typed = {"class": RUBBISH, "lon": str(POINT.lon), "lat": str(POINT.lat), "description": "路边有一堆垃圾"}
    return {**typed, **changes}


async def sent(
    resident: httpx.AsyncClient, page: str, typed: Mapping[str, str], do: str = "send", photos: int = 0
) -> httpx.Response:
    fields = form_to(page, "/report").fields
    files = [("photos", (f"IMG{place}.jpg", a_photo(), "image/jpeg")) for place in range(photos)]
    return await resident.post("/report", data={**fields, **typed, "do": do}, files=files or None)


async def _report(resident: httpx.AsyncClient, **typed: str) -> httpx.Response:
    page = (await resident.get("/report")).text
    return await sent(resident, page, a_report(**typed))


async def cases() -> int:
    return int(await database.fetch_value("SELECT count(*) FROM dispatch.cases"))


async def test_who_reports_is_given_a_number_and_a_password_that_open_the_matter(visitors: Visitors) -> None:
    resident = visitors.stranger()

    told = await _report(resident, contact_name="林某", contact_phone="138 0000 0000")

    assert told.status_code == 201, told.text
    assert "已经收到" in told.text
    number, password = re.findall(r'class="number"[^>]*>([0-9A-Z]+)<', told.text)
    details = await resident.post(f"/t/{number}/details", data={"password": password})
    assert details.status_code == 200
    assert "暴露垃圾" in details.text


async def test_a_photo_sent_with_the_form_goes_to_the_case(visitors: Visitors) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text

    told = await sent(resident, page, a_report(), photos=2)
    number, password = re.findall(r'class="number"[^>]*>([0-9A-Z]+)<', told.text)
    details = await resident.post(f"/t/{number}/details", data={"password": password})

    assert told.status_code == 201, told.text
    # Two photos of the same content are kept once.
    assert await database.fetch_value("SELECT count(*) FROM registry.stored_file") == 1
    assert await database.fetch_value("SELECT count(*) FROM desk.waiting_photos") == 0
    # Whoever sent it sees it again with number and password.
    assert details.text.count('src="data:image/jpeg;base64,') == 1


async def test_photos_of_a_form_that_came_back_are_handed_in_with_the_next(visitors: Visitors) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text
    back = await sent(resident, page, {}, photos=1)

    told = await sent(resident, back.text, a_report())

    assert told.status_code == 201, told.text
    assert await database.fetch_value("SELECT count(*) FROM registry.stored_file") == 1


async def test_a_community_is_found_by_typing_and_chosen(visitors: Visitors) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text
    found = await sent(resident, page, {"where": "社区", "description": "路灯坏了"}, do="where")
    assert found.status_code == 200
    assert found.text.count('name="place" value="area:') == 4

    told = await sent(
        resident, found.text, {"class": RUBBISH, "place": f"area:{grid.COMMUNITIES[1]}", "where": "社区"}
    )

    assert told.status_code == 201, told.text
    assert "第2社区" in told.text


async def test_several_places_are_asked_about_and_none_is_said(visitors: Visitors) -> None:
    resident = visitors.stranger()

    several = await _report(resident, lon="", lat="", where="社区")
    none = await _report(resident, lon="", lat="", where="没有这个地方")

    assert (several.status_code, none.status_code) == (422, 422)
    assert "请选择其中一个" in several.text
    assert "没有找到这个地点" in none.text


async def test_a_place_outside_the_city_is_said_at_the_place(visitors: Visitors) -> None:
    back = await _report(visitors.stranger(), lon="121.47", lat="31.23")

    assert back.status_code == 422
    assert 'href="#f-where"' in back.text


async def test_words_of_ones_own_bring_the_classes_they_mean_to_the_front(visitors: Visitors) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text

    found = await sent(resident, page, {"what": "破裂"}, do="what")

    assert found.status_code == 200
    assert found.text.index('value="0501"') < found.text.index(f'value="{RUBBISH}"')


async def test_a_sentence_brings_what_comes_nearest_to_the_front_and_says_so(visitors: Visitors) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text

    guess = (await sent(resident, page, {"what": "我家楼下管道破裂了"}, do="what")).text
    whole = (await sent(resident, page, {"what": "破裂"}, do="what")).text

    assert guess.index('<p class="hint">没有完全一样的说法') < guess.index('value="0501"')
    assert guess.index('value="0501"') < guess.index(f'value="{RUBBISH}"')
    assert '<p class="hint">没有完全一样的说法' not in whole


async def test_what_is_known_nearby_is_told_without_a_point_and_may_be_something_else(
    visitors: Visitors,
) -> None:
    resident = visitors.stranger()
    first = await _report(resident)
    near = grid.at(1.6, 1.6)

    asked = await _report(resident, lon=str(near.lon), lat=str(near.lat))

    assert asked.status_code == 200
    assert "附近已经有人报告过同类问题" in asked.text
    number = re.findall(r'class="number"[^>]*>([0-9A-Z]+)<', first.text)[0]
    for secret in (number, str(POINT.lon), str(POINT.lat)):
        assert secret not in asked.text
    assert await cases() == 1
    told = await sent(resident, asked.text, {"another": "yes"})
    assert told.status_code == 201
    assert await cases() == 2


async def test_far_away_nothing_is_known(visitors: Visitors) -> None:
    resident = visitors.stranger()
    await _report(resident)
    far = grid.at(3.5, 3.5)

    told = await _report(resident, lon=str(far.lon), lat=str(far.lat))

    assert told.status_code == 201


async def test_a_form_sent_twice_is_taken_in_once_and_answered_alike(visitors: Visitors) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text

    first = await sent(resident, page, a_report(), photos=1)
    again = await sent(resident, page, a_report(), photos=1)

    assert again.status_code == 201
    assert re.findall(r'class="number"[^>]*>([0-9A-Z]+)<', first.text) == re.findall(
        r'class="number"[^>]*>([0-9A-Z]+)<', again.text
    )
    assert await cases() == 1


async def test_a_form_changed_after_it_was_taken_in_asks_whether_it_is_something_else(
    visitors: Visitors,
) -> None:
    resident = visitors.stranger()
    page = (await resident.get("/report")).text
    await sent(resident, page, a_report())

    back = await sent(resident, page, a_report(description="又有一堆"))

    assert back.status_code == 200
    assert "刚才的报告已经收到" in back.text
    assert await cases() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"description": "字" * 4001},
        {"class": "9999"},
        {"class": "x" * 500},
        {"lon": "NaN", "lat": "NaN"},
        {"lon": "999", "lat": "-999"},
        {"place": "area:" + "9" * 500, "lon": "", "lat": ""},
        {"place": "address:99999999999999999999", "lon": "", "lat": ""},
        {"contact_phone": "1" * 400},
        {"contact_name": "名" * 400},
        {"accuracy": "x", "description": "🙂\x00𠮷", "class": ""},
        {"photo": "no-such-token", "class": ""},
    ],
    ids=range(11),
)
async def test_nonsense_is_refused_at_its_field_and_nothing_is_half_saved(
    visitors: Visitors, typed: dict[str, str]
) -> None:
    back = await _report(visitors.stranger(), **typed)

    assert back.status_code == 422, back.text[:300]
    assert await cases() == 0


async def test_one_source_sends_so_many_reports_and_no_more(visitors: Visitors) -> None:
    resident = visitors.stranger()

    statuses = [(await _report(resident, another="yes")).status_code for _ in range(21)]

    assert statuses[:20] == [201] * 20
    assert statuses[20] == 429


async def test_a_form_sent_by_a_page_of_others_is_refused(visitors: Visitors) -> None:
    answer = await visitors.stranger().post(
        "/report", data=a_report(), headers={"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403
    assert await cases() == 0


async def test_a_form_of_a_million_fields_is_not_taken_apart(visitors: Visitors) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}

    answer = await visitors.stranger().post("/report", content=b"a&" * 500_000, headers=headers)

    assert answer.status_code == 413
