"""A resident whose browser runs no scripts reports something, in both languages, and follows it."""

import pytest
from playwright.async_api import Page, expect

from tests.faces.browsing import LANGUAGES, PHONE
from tests.faces.opening import Openings


async def _reports(page: Page, where: str) -> tuple[str, str]:
    """From the first page to the receipt by plain forms; returns number and password."""
    await page.goto("/")
    await page.locator('main a[href^="/report"], nav a[href^="/report"]').first.click()
    await page.locator("[name=where]").fill(where)
    await page.locator("[name=do][value=where]").click()
    await page.locator("#places-found [name=place]").first.check()
    await page.locator("[name=what]").fill("0102")
    await page.locator("[name=do][value=what]").click()
    await page.locator('.found [name=class][value="0102"]').check()
    await page.locator("[name=description]").fill("单元门口垃圾没人收")
    await page.locator("[name=do][value=send]").click()
    # What others have told of nearby is shown first.
    another, numbers = page.locator("[name=another]"), page.locator(".receipt .numbers .number")
    await expect(another.or_(numbers).first).to_be_visible()
    if await another.count():
        await another.click()
    await expect(numbers).to_have_count(2)
    number, password = await numbers.all_inner_texts()
    return number, password


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_resident_without_scripts_reports_and_follows(as_person: Openings, language: str) -> None:
    page = await as_person(None, language=language, size=PHONE, scripts=False)
    as_person.expects(page, 409, 422)
    number, password = await _reports(page, "文献社区")

    await page.goto("/progress")
    await page.locator("[name=number]").fill(number)
    await page.locator("[name=password]").fill(password)
    await page.locator("main form button[type=submit]").first.click()

    await expect(page.locator("main")).to_contain_text(number)
    matter = "暴露垃圾" if language == "zh-CN" else "Exposed rubbish"
    await expect(page.locator("main")).to_contain_text(matter)
