"""The map in a browser: places are chosen by pointer and keyboard, work is opened, failures are said."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, Route, expect

from desk.edge import HEADERS
from desk.pages.maps import MapPoint, map_view
from desk.pages.templating import ENVIRONMENT
from desk.pages.translations import speaking
from tests.faces.browsing import CHINESE, DESKTOP, ENGLISH, LANGUAGES, PHONE, Size
from tests.faces.living_town import LivingTown
from tests.faces.looking import axe, foreign_words, sideways, small_targets
from tests.faces.one_map import CALLED, CASE, CHOOSING, MIDDLE, PAGE, POINTING, STREET, WORKING
from tests.faces.opening import Openings
from tests.polling import until
from tests.pools import pool_of

_POLICY = dict(HEADERS)[b"content-security-policy"].decode()
Shown = Callable[..., Awaitable[Page]]


@pytest.fixture
def shown(as_person: Openings, living: LivingTown) -> Shown:
    """Opens a page with one map, as the desk would serve it."""

    async def open_page(
        what: str,
        who: str | None = None,
        language: str = CHINESE,
        size: Size = DESKTOP,
        points: tuple[MapPoint, ...] = (),
    ) -> Page:
        page = await as_person(who, language=language, size=size)
        async with pool_of(living.database):
            view = await map_view(datetime.now(UTC), () if points else (STREET,), points)
        with speaking(language):
            text = ENVIRONMENT.from_string(PAGE.replace("WHAT", what)).render(
                view=view,
                called=CALLED[language],
                viewer=None,
                city=None,
                language=language,
                size="",
                here="/",
            )

        async def answer(route: Route) -> None:
            await route.fulfill(
                body=text,
                content_type="text/html; charset=utf-8",
                headers={"content-security-policy": _POLICY},
            )

        await page.route("**/one-map", answer)
        await page.goto("/one-map")
        await page.locator("[data-map][data-ready]").wait_for()
        return page

    return open_page


async def _chosen(page: Page) -> tuple[float, float]:
    await expect(page.locator("#lat")).not_to_have_value("")
    return float(await page.input_value("#lon")), float(await page.input_value("#lat"))


async def test_a_click_chooses_the_place_under_it_and_names_its_grid(shown: Shown) -> None:
    page = await shown(CHOOSING)

    await page.locator("#it").click()

    assert await _chosen(page) == pytest.approx((119.03, 25.43), abs=0.03)
    await expect(page.locator("[data-map-chosen]")).to_contain_text("镇海街道")
    await expect(page.locator("#said")).to_contain_text("镇海街道")


async def test_arrows_and_enter_choose_without_a_pointer(shown: Shown) -> None:
    page = await shown(CHOOSING)
    await page.locator("#it").focus()
    await page.keyboard.press("Enter")
    first = await _chosen(page)

    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowUp", "Enter"):
        await page.keyboard.press(key)

    lon, lat = await _chosen(page)
    assert lon > first[0]
    assert lat > first[1]


async def test_the_cross_says_where_it_rests(shown: Shown) -> None:
    page = await shown(CHOOSING)
    await page.locator("#it").focus()

    await page.keyboard.press("Shift+ArrowRight")

    await page.locator("#said", has_text="十字位置：镇海街道").wait_for(state="attached")


async def test_the_map_is_moved_without_dragging(shown: Shown) -> None:
    page = await shown(WORKING, "operator.city")
    middle = await page.evaluate(MIDDLE)

    for name in ("向右移动", "向上移动"):
        await page.get_by_role("button", name=name).click()

    lon, lat = await page.evaluate(MIDDLE)
    assert lon > middle[0]
    assert lat > middle[1]


async def test_a_place_outside_the_city_is_called_so(shown: Shown) -> None:
    page = await shown(CHOOSING)

    await page.evaluate("it.dispatchEvent(new CustomEvent('map:pin', {detail: {lon: 100, lat: 30}}))", None)

    await expect(page.locator("[data-map-chosen]")).to_contain_text("不在本市")


async def test_the_device_is_asked_only_when_somebody_wants_it(shown: Shown) -> None:
    page = await shown(CHOOSING)
    await page.context.grant_permissions(["geolocation"])
    await page.context.set_geolocation({"longitude": 119.0123456, "latitude": 25.43, "accuracy": 24.2})

    await page.locator("[data-map-locate]").click()

    await page.locator("[data-map-said]", has_text="25 米").wait_for()
    assert await _chosen(page) == (119.012346, 25.43)
    assert await page.input_value("#within") == "25"


async def test_a_device_that_refuses_is_told_of(shown: Shown) -> None:
    page = await shown(CHOOSING)

    await page.locator("[data-map-locate]").click()

    await page.locator("[data-map-said]", has_text="未允许").wait_for()


async def test_a_typed_place_moves_the_pin(shown: Shown) -> None:
    page = await shown(CHOOSING)
    await page.fill("#lon", "119.02")
    await page.fill("#lat", "25.44")

    await page.locator("#lat").press("Tab")

    middle = await page.evaluate(MIDDLE)
    assert middle == [pytest.approx(119.02), pytest.approx(25.44)]


async def test_a_case_under_the_cross_is_opened_by_enter_and_left_by_escape(shown: Shown) -> None:
    page = await shown(WORKING, "operator.city")
    case_no = await page.evaluate(CASE)
    await page.locator("#it").focus()

    await page.keyboard.press("Enter")

    await expect(page.locator(".map-popup a").first).to_be_focused()
    await expect(page.locator(".map-popup")).to_contain_text(case_no)
    await page.keyboard.press("Escape")
    await expect(page.locator(".map-popup")).to_be_hidden()
    await expect(page.locator("#it")).to_be_focused()


async def test_when_work_cannot_be_had_the_map_says_so_and_keeps_what_it_has(
    shown: Shown, as_person: Openings
) -> None:
    page = await shown(WORKING, "operator.city")
    case_no = await page.evaluate(CASE)
    as_person.expects(page, 503)
    await page.route("**/tiles/cases/**", lambda route: route.fulfill(status=503))

    await page.locator("#it").dispatch_event("map:refresh")

    await page.locator("[data-map-trouble]").wait_for()
    await page.locator("#it").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".map-popup")).to_contain_text(case_no)
    await page.unroute("**/tiles/cases/**")
    await until(lambda: _had_again(page))


async def _had_again(page: Page) -> bool:
    """Asks for the work again, as a map does from time to time; whether there is no trouble any more.

    While what was asked for before is still being drawn, a map asks for nothing else.
    """
    await page.locator("#it").dispatch_event("map:refresh")
    return await page.locator("[data-map-trouble]").is_hidden()


async def test_a_point_of_the_page_leads_where_the_page_says(shown: Shown) -> None:
    page = await shown(
        POINTING, points=(MapPoint(119.02, 25.43, "镇海便民服务中心", "/login", "周一至周五", "1"),)
    )

    await page.locator("#it").click()

    link = page.get_by_role("link", name="镇海便民服务中心")
    await expect(link).to_have_attribute("href", "/login")


async def test_without_script_there_is_no_map_in_the_way(as_person: Openings, living: LivingTown) -> None:
    page = await as_person(None, scripts=False)
    async with pool_of(living.database):
        view = await map_view(datetime.now(UTC))
    with speaking(CHINESE):
        text = ENVIRONMENT.from_string(PAGE.replace("WHAT", POINTING)).render(
            view=view, called=CALLED[CHINESE], viewer=None, city=None, language=CHINESE, size="", here="/"
        )

    await page.set_content(text)

    assert not await page.locator(".map-frame").is_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", [CHOOSING, WORKING], ids=["choosing", "working"])
async def test_a_page_with_a_map_is_usable_by_everybody(
    shown: Shown, what: str, language: str, size: Size
) -> None:
    page = await shown(what, "operator.zhenhai", language, size)

    faults = [*await axe(page), *await sideways(page), *await small_targets(page, 24)]
    if language == ENGLISH:
        faults += await foreign_words(page, language)

    assert "\n".join(faults) == ""
