"""The window without a mouse: a card is read wherever the cursor stands, Enter goes on to the next field."""

import re

import pytest
from playwright.async_api import Page, expect

from registry.demo.people import demo_persons
from registry.subject_indexes import NewSubject
from tests.faces.browsing import ENGLISH
from tests.faces.keyboard import Keyboard, keyboard_only
from tests.faces.opening import Openings

_CLERK = "clerk.zhenhai"
_ALLOWANCE = "gaoling"
_HOUSE = "ytj17h"


def _card(person: NewSubject) -> str:
    """What a reader types: several fields, the number among them."""
    return f"{person.name}|1|01|19400101|某路9号|{person.number}"


async def _opened(as_person: Openings, language: str = "zh-CN") -> tuple[Page, Keyboard]:
    page = await as_person(_CLERK, language=language)
    keys = await keyboard_only(page)
    await page.goto("/window")
    await expect(page.locator("[name=subject_number]")).to_be_focused()
    return page, keys


async def _choose(keys: Keyboard, key: str, words: str, field: str) -> None:
    await keys.press(key)
    await keys.write(words)
    # What is there for the first letters only is not taken.
    found = keys.page.locator(f"#{field}-list:not([aria-busy]) [role=option]")
    await expect(found.first).to_be_visible()
    await keys.press("Enter")
    await expect(keys.page.locator(f"[name={field}]")).not_to_have_value("")


async def test_a_matter_is_taken_in_without_a_mouse(as_person: Openings) -> None:
    page, keys = await _opened(as_person)
    person = demo_persons()[7]

    await keys.read(_card(person))
    await expect(page.locator("[name=subject_name]")).to_have_value(person.name)
    await _choose(keys, "F6", _ALLOWANCE, "matter")
    await _choose(keys, "F4", _HOUSE, "place")
    await expect(page.locator("#beside")).to_contain_text("民政局")
    await page.locator("[name=answer-age]").focus()
    await keys.write("85")
    await keys.press("Tab")
    await page.locator("[name=answer-paid_by]").select_option("social_card")
    await page.locator("[name=answer-agent]").select_option("no")
    await expect(page.locator("#beside")).to_contain_text("高龄补贴申请表")
    await keys.press("Control+Enter")
    await page.wait_for_url("**/window/receipts/**")

    await expect(page.locator(".password")).to_have_text(re.compile(r"\d{6}"))
    await keys.press("F7")
    await page.wait_for_url("**/window?same=**")
    await expect(page.locator("[name=subject_number]")).to_have_value(person.number or "")
    await expect(page.locator("[name=matter_words]")).to_be_focused()


async def test_a_card_is_read_wherever_the_cursor_stands_and_hands_nothing_in(as_person: Openings) -> None:
    page, keys = await _opened(as_person)
    person = demo_persons()[8]
    await page.locator("[name=description]").focus()
    await keys.write("路边")
    # Between hand and reader lies a moment; without one nobody could tell them apart.
    await page.wait_for_timeout(400)

    await keys.read(_card(person))

    await expect(page.locator("[name=subject_number]")).to_have_value(person.number or "")
    assert await page.locator("[name=description]").input_value() == "路边"
    assert page.url.endswith("/window")


async def test_a_card_that_comes_sign_by_sign_is_read_all_the_same(as_person: Openings) -> None:
    page, keys = await _opened(as_person)
    person = demo_persons()[8]

    # Slower than any reader and than most hands: the time between two signs says nothing any more.
    await page.keyboard.type(f"{person.number}|", delay=200)
    await keys.write(f"{person.name}|")
    await keys.press("Enter")

    await expect(page.locator("[name=subject_number]")).to_have_value(person.number or "")
    await expect(page.locator("[name=subject_name]")).to_have_value(person.name)
    await expect(page.locator("[name=matter_words]")).to_be_focused()


async def test_enter_goes_on_and_never_hands_the_form_in(as_person: Openings) -> None:
    page, keys = await _opened(as_person)

    await keys.write("1")
    await keys.press("Enter")

    assert page.url.endswith("/window")
    await expect(page.locator("[name=subject_number_kind]")).to_be_focused()


async def test_the_cursor_goes_to_the_first_fault(as_person: Openings) -> None:
    page, keys = await _opened(as_person, ENGLISH)
    as_person.expects(page, 422)
    await keys.write("999999199001010017")

    await keys.press("Control+Enter")
    await page.wait_for_load_state()

    await expect(page.locator("[name=subject_number]")).to_be_focused()
    await expect(page.locator("#f-subject_number-error")).to_be_visible()


async def test_the_keys_are_told_under_f1(as_person: Openings) -> None:
    page, keys = await _opened(as_person)

    await keys.press("F1")
    await expect(page.locator("#keys")).to_be_visible()
    await keys.press("Escape")

    await expect(page.locator("#keys")).to_be_hidden()


@pytest.mark.parametrize("language", ["zh-CN", ENGLISH])
async def test_a_matter_is_found_without_scripts(as_person: Openings, language: str) -> None:
    page = await as_person(_CLERK, language=language, scripts=False)
    await page.goto("/window")
    await page.locator("[name=matter_words]").fill("低保")
    await page.locator("[name=place_words]").fill("文献社区")

    await page.locator("button[name=do][value=find]").click()

    await expect(page.locator("[type=radio][name=matter]").first).to_be_checked()
    await expect(page.locator("[type=radio][name=place]").first).to_be_checked()
