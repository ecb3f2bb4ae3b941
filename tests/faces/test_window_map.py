"""A place is chosen on the window's map by keyboard, and what belongs to it shows beside the form."""

import re

from playwright.async_api import expect

from tests.faces.keyboard import keyboard_only
from tests.faces.opening import Openings


async def test_a_place_is_taken_from_the_map_without_a_pointer(as_person: Openings) -> None:
    page = await as_person("clerk.zhenhai")
    keys = await keyboard_only(page)
    await page.goto("/window")

    await keys.press("F10")
    await page.locator("#place-map[data-ready]").wait_for()
    await expect(page.locator("#place-map")).to_be_focused()
    await keys.press("Enter")
    await keys.tab_to("用这个位置")
    await keys.press("Enter")

    await expect(page.locator("[name=place]")).to_have_value(re.compile(r"point:119\.\d+,25\.\d+,\d+"))
    await expect(page.locator("#beside")).to_contain_text("镇海街道")
    await expect(page.locator("[name=place_words]")).to_be_focused()
