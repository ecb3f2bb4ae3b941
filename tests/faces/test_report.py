"""A resident says in a sentence what is wrong, and the report offers what comes nearest."""

from playwright.async_api import Locator, Page, expect

from tests.faces.browsing import PHONE
from tests.faces.opening import Openings


async def _offered(page: Page, said: str) -> Locator:
    await page.locator("#f-what").fill(said)
    return page.locator("#f-class .choice:visible")


async def test_a_sentence_narrows_the_choices_down_to_what_comes_nearest(as_person: Openings) -> None:
    page = await as_person(None, size=PHONE)
    await page.goto("/report")
    nearest = page.locator("[data-nearest]")

    await expect(await _offered(page, "我家门口路灯坏了")).to_have_text(["路灯不亮 路灯坏了、晚上没灯"])
    await expect(nearest).to_be_visible()

    # What is held whole is no guess; what nothing comes near leaves everything to choose from.
    await expect(await _offered(page, "水管爆了")).to_have_text(["供水管道破裂 水管爆了、漏水、路上冒水"])
    await expect(nearest).to_be_hidden()
    await page.locator("#f-what").fill("不知所云")
    await expect(page.locator("[data-nothing]")).to_be_visible()
    await expect(page.locator("#f-class .kind:visible")).to_have_count(6)
