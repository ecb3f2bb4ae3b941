"""The residents' pages as a browser without script opens them: what is there, in which language, for whom."""

import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from desk import attempts
from reach import SYSTEM
from registry.incident_classes import draft_class, publish_class
from registry.items import draft_item, publish_item
from registry.rules.served_hours import OpeningHours
from registry.service_points import ServicePoint, Window, keep_service_point
from tests import builders_grid as grid
from tests.pages.bodies import PERSON, an_application, an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors
from tests.world import ALLOWANCE, CARD, NOW, an_item, rubbish

PAGE = {"accept": "text/html"}
OPEN = ("/", "/?q=垃圾", "/points", "/guides", f"/guides/{ALLOWANCE}", "/report", "/progress")
ALWAYS = tuple(OpeningHours(day, "00:00", "24:00") for day in range(1, 8))


async def _open(client: httpx.AsyncClient, address: str, language: str = "zh-CN") -> httpx.Response:
    return await client.get(address, headers={**PAGE, "accept-language": language})


async def _text(client: httpx.AsyncClient, address: str, language: str = "zh-CN") -> str:
    page = await _open(client, address, language)
    assert page.status_code == 200, page.text
    return page.text


def _a_point(name: str, column: float) -> ServicePoint:
    """A service point in the small map, never shut but on holidays."""
    at = grid.at(column, 1.0)
    windows = (Window("1", "综合窗口", "General window", "general"),)
    return ServicePoint(
        name, f"{name}代办点", f"{name} counter", "agency_point", "COMMUNITY", "350300/350304/",
        "演示路1号", at.lon, at.lat, ALWAYS, "12000000000", windows,
    )  # fmt: skip


async def _points(*points: ServicePoint) -> None:
    for point in points or (_a_point("WEST", 0.5), _a_point("EAST", 3.5)):
        await keep_service_point(SYSTEM, point, NOW)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("address", OPEN)
async def test_everybody_may_open_it_in_both_languages(
    visitors: Visitors, address: str, language: str
) -> None:
    page = await _open(visitors.stranger(), address, language)

    assert page.status_code == 200, page.text
    assert page.headers["content-language"] == language
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize("address", OPEN)
async def test_it_leaves_no_cookie_and_needs_none(visitors: Visitors, address: str) -> None:
    page = await _open(visitors.stranger(), address)

    assert "set-cookie" not in page.headers


@pytest.mark.parametrize("address", OPEN)
async def test_nobody_is_named_on_a_page_for_everybody(visitors: Visitors, address: str) -> None:
    await taken_in(visitors, "clerk", "applications", an_application(subject=PERSON))
    case = await taken_in(visitors, "worker", "incidents", an_incident(subject=PERSON))

    text = await _text(visitors.stranger(), address)

    for secret in (PERSON["name"], PERSON["number"], PERSON["phone"], case.case_no):
        assert secret not in text


async def test_who_is_signed_in_may_look_at_the_first_page_and_finds_the_way_back(visitors: Visitors) -> None:
    text = await _text(await visitors.the("dispatcher"), "/")

    assert 'href="/board"' in text


async def test_everyday_words_lead_to_guides_and_reports(visitors: Visitors) -> None:
    resident = visitors.stranger()

    assert f"/guides/{ALLOWANCE}" in await _text(resident, "/?q=高龄")
    assert "/report?class=0102" in await _text(resident, "/?q=垃圾")
    assert "没有找到" in await _text(resident, "/?q=不知所云")


async def test_everyday_words_of_both_languages_lead_there_and_each_is_shown_its_own(
    visitors: Visitors,
) -> None:
    await _called(("老人钱", "pension"), ("臭味", "litter"))
    resident = visitors.stranger()

    assert f"/guides/{ALLOWANCE}" in await _text(resident, "/?q=Pension")
    assert "/report?class=0102" in await _text(resident, "/?q=litter", "en")
    for language, shown in (("zh-CN", ["老人钱", "臭味"]), ("en", ["pension", "litter"])):
        pages = await _text(resident, "/guides", language) + await _text(resident, "/report", language)
        words = re.findall(r'<(?:small|span class="quiet")>(老人钱|臭味|pension|litter)</', pages)
        assert sorted(words) == sorted(shown)


async def test_a_sentence_leads_to_what_comes_nearest_and_says_that_it_is_a_guess(visitors: Visitors) -> None:
    resident = visitors.stranger()

    home = await _text(resident, "/?q=我家楼下有暴露垃圾没人管")
    guides = await _text(resident, "/guides?q=想给我妈办高龄补贴")
    exact = await _text(resident, "/?q=暴露垃圾")

    assert "/report?class=0102" in home
    assert f"/guides/{ALLOWANCE}" in guides
    assert [page.count("最接近的是") for page in (home, guides, exact)] == [1, 1, 0]


async def _called(item_words: tuple[str, ...], class_words: tuple[str, ...]) -> None:
    await draft_item(SYSTEM, an_item(everyday_words=item_words), NOW)
    await publish_item(SYSTEM, ALLOWANCE, NOW)
    await draft_class(SYSTEM, replace(rubbish(), everyday_words=class_words), NOW)
    await publish_class(SYSTEM, "0102", NOW)


async def test_looking_things_up_is_for_people(visitors: Visitors) -> None:
    resident = visitors.stranger()

    statuses = [(await resident.get("/", params={"q": "垃圾"})).status_code for _ in range(121)]

    assert (statuses[119], statuses[120]) == (200, 429)


async def test_service_points_tell_when_they_are_open(visitors: Visitors) -> None:
    await _points(_a_point("WEST", 0.5), replace(_a_point("SHUT", 3.5), hours=()))

    text = await _text(visitors.stranger(), "/points")

    assert re.search("现在开放，|放假（", text)
    assert "没有公布开放时间" in text
    assert 'href="tel:12000000000"' in text


async def _near(visitors: Visitors, **sent: str) -> str:
    answer = await visitors.stranger().post("/points", data=sent, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize(("column", "first"), [(0.2, "WEST"), (3.8, "EAST")])
async def test_the_nearest_service_point_comes_first(visitors: Visitors, column: float, first: str) -> None:
    await _points()
    at = grid.at(column, 1.0)

    text = await _near(visitors, lon=str(at.lon), lat=str(at.lat))

    names = re.findall(r"(WEST|EAST)代办点", text[text.index('id="points-list"') :])
    assert names[0] == first


async def test_a_community_typed_is_where_distances_are_counted_from(visitors: Visitors) -> None:
    await _points()

    text = await _near(visitors, near="第2社区")

    assert "第2社区" in text
    assert re.findall(r"(WEST|EAST)代办点", text[text.index('id="points-list"') :])[0] == "EAST"


async def test_words_for_several_places_offer_all_of_them(visitors: Visitors) -> None:
    text = await _near(visitors, near="社区")

    assert text.count('name="place" value="area:') == 4


@pytest.mark.parametrize("sent", [{"lon": "NaN", "lat": "1"}, {"place": "x"}, {"lon": "1e999", "lat": "0"}])
async def test_places_that_are_none_are_passed_over(visitors: Visitors, sent: dict[str, str]) -> None:
    assert 'id="points-list"' in await _near(visitors, **sent)


async def test_where_somebody_is_stands_in_no_address(visitors: Visitors) -> None:
    text = await _text(visitors.stranger(), "/points?near=第2社区")

    assert 'method="post" action="/points"' in text
    assert "第2社区" not in text[: text.index('id="points-list"')]


@pytest.mark.parametrize(
    ("method", "address", "sent"),
    [
        ("POST", "/points", {"place": "area:350304"}),
        ("POST", "/report/places", {"where": "社区"}),
        ("GET", "/guides?q=补贴", {}),
        ("GET", "/?q=补贴", {}),
    ],
)
async def test_one_source_looks_up_no_more_than_people_do(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch, method: str, address: str, sent: dict[str, str]
) -> None:
    monkeypatch.setattr(attempts, "LOOK_BY_SOURCE", attempts.Allowed(2, timedelta(minutes=5)))
    resident = visitors.stranger()

    statuses = [(await resident.request(method, address, data=sent)).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


async def test_a_guide_says_what_to_bring_and_what_not(visitors: Visitors) -> None:
    text = await _text(visitors.stranger(), f"/guides/{ALLOWANCE}")

    brought, fetched = text.index("申请表"), text.index("身份证")
    assert text.index("要带什么") < brought < text.index("不用带，我们在线查询") < fetched
    assert "是否独居：是" in text


async def test_a_guide_counts_its_limits_from_today_by_the_real_calendar(visitors: Visitors) -> None:
    text = await _text(visitors.stranger(), f"/guides/{ALLOWANCE}", "en")

    assert re.search(r"Accepted today: decided by \d+ \w+ \d{4}", text)


async def test_what_is_decided_in_the_visit_has_no_limits_in_days(visitors: Visitors) -> None:
    text = await _text(visitors.stranger(), f"/guides/{CARD}")

    assert "当场办结" in text
    assert "今天受理的" not in text


async def test_what_the_data_has_in_chinese_only_is_marked_on_an_english_page(visitors: Visitors) -> None:
    text = await _text(visitors.stranger(), f"/guides/{ALLOWANCE}", "en")

    assert '<span lang="zh-CN">闽民〔2016〕1号</span>' in text


async def test_there_is_no_guide_for_an_item_nobody_published(visitors: Visitors) -> None:
    page = await _open(visitors.stranger(), "/guides/nothing")

    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


async def test_a_class_found_before_is_chosen_when_the_form_opens(visitors: Visitors) -> None:
    text = await _text(visitors.stranger(), "/report?class=0501")

    assert re.search(r'value="0501" checked', text)
