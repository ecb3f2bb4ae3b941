"""The window without a mouse: a card is read wherever the cursor stands, and nothing typed is ever lost."""

import re

import pytest
from playwright.async_api import BrowserContext, Locator, Page, expect

from registry.demo.people import demo_persons
from registry.subject_indexes import NewSubject
from tests.bus.processes import free_port, kill_hard, started
from tests.faces.browsing import ENGLISH, Screens, Viewer
from tests.faces.keyboard import Keyboard, keyboard_only
from tests.faces.living_town import LivingTown
from tests.faces.opening import Openings
from tests.journeys.town import WEB, ready
from tests.polling import until

_CLERK = "clerk.zhenhai"
_COLLEAGUE = "clerk.licheng"
_ALLOWANCE = "gaoling"
_HOUSE = "ytj17h"
_SAVED = re.compile(r"\d\d:\d\d:\d\d")


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
    await expect(keys.page.locator(f"#{field}-list [role=option]").first).to_be_visible()
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
    assert await page.locator("[name=subject_number]").input_value() == person.number


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


async def _typed(page: Page, keys: Keyboard, name: str) -> None:
    await page.locator("[name=subject_name]").focus()
    await keys.write(name)


async def _saved(page: Page) -> Locator:
    saved = page.locator("[data-saved]")
    await expect(saved).to_have_text(_SAVED)
    return saved


async def test_what_was_typed_survives_the_end_of_the_browser(screens: Screens) -> None:
    async with screens.of(Viewer(_CLERK)) as (page, _):
        await page.goto("/window")
        await _typed(page, Keyboard(page), "周幸存者")
        await _saved(page)

    async with screens.of(Viewer(_CLERK)) as (page, _):
        await page.goto("/window")
        await page.locator("#drafts a", has_text="周**者").first.click()
        assert await page.locator("[name=subject_name]").input_value() == "周幸存者"


async def test_what_was_typed_survives_the_end_of_the_web(screens: Screens, living: LivingTown) -> None:
    address = f"http://127.0.0.1:{(port := free_port())}"
    other = Screens(screens.browser, address, screens.key_of)
    serving = [*WEB, "--port", str(port)]
    async with other.of(Viewer(_CLERK)) as (page, _):
        async with started(serving, living.town.environment) as web:
            await until(lambda: ready(address), process=web)
            await page.goto("/window")
            await _typed(page, Keyboard(page), "郑断电")
            await _saved(page)
            await kill_hard(web)
        await page.locator("[name=description]").fill("断电之后还在写")
        status = page.locator("[data-status]")
        await expect(status).to_contain_text("加密保存在本机")
        async with started(serving, living.town.environment) as web:
            await until(lambda: ready(address), process=web)
            await expect(status).to_contain_text("已保存")
            await page.goto("/window")
            await page.locator("#drafts a", has_text="郑*电").first.click()

            assert await page.locator("[name=description]").input_value() == "断电之后还在写"


async def test_what_this_browser_had_to_keep_is_sealed_and_opens_for_its_clerk_alone(
    as_person: Openings, screens: Screens
) -> None:
    page, keys = await _opened(as_person)
    await page.route("**/window/drafts", lambda route: route.fulfill(status=503, body=""))
    as_person.expects(page, 503)
    await _typed(page, keys, "吴本机")
    await expect(page.locator("[data-status]")).to_contain_text("加密保存在本机")

    kept = await page.evaluate(_KEPT)
    assert kept["stores"] == ["drafts"]
    assert len(kept["drafts"]) == 1
    assert "吴本机" not in kept["drafts"][0]

    # The page goes as in a crash, the key with it; the next clerk at this browser is lent another one.
    await page.close()
    browser = page.context
    await _at_the_counter(browser, screens, _COLLEAGUE)
    his = await browser.new_page()
    await his.goto("/window")
    assert await his.evaluate(_OPENED, await his.locator("body").get_attribute("data-csrf")) == 0
    await expect(his.locator("#drafts")).not_to_contain_text("吴*机")
    await his.close()

    await _at_the_counter(browser, screens, _CLERK)
    mine = await browser.new_page()
    await mine.goto("/window")
    await expect(mine.locator("#drafts")).to_contain_text("吴*机")
    assert (await mine.evaluate(_KEPT))["drafts"] == []


async def _at_the_counter(browser: BrowserContext, screens: Screens, login: str) -> None:
    secret = await screens.key_of(login)
    await browser.add_cookies([{"name": "session", "value": secret, "url": screens.address}])


# What a thief of the browser's files would find: the stores there are, and the drafts as texts.
_KEPT = """
async () => {
  const done = (one) => new Promise((resolve) => { one.onsuccess = () => resolve(one.result); });
  const base = await done(indexedDB.open("griddesk-drafts"));
  const drafts = await done(base.transaction("drafts").objectStore("drafts").getAll());
  const stores = [...base.objectStoreNames];
  base.close();
  return { stores, drafts: drafts.map((one) => new TextDecoder().decode(one.sealed) + JSON.stringify(one)) };
}
"""
# How many of the drafts in this browser open under the key that is lent to whoever is signed in.
_OPENED = """
async (csrf) => {
  const done = (one) => new Promise((resolve) => { one.onsuccess = () => resolve(one.result); });
  const base = await done(indexedDB.open("griddesk-drafts"));
  const drafts = await done(base.transaction("drafts").objectStore("drafts").getAll());
  base.close();
  const answer = await fetch("/window/drafts/key", { method: "POST", headers: { "X-CSRF-Token": csrf } });
  const bytes = Uint8Array.from(atob((await answer.json()).key), (one) => one.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["decrypt"]);
  const opening = drafts.map((one) => {
    const additionalData = new TextEncoder().encode(`${one.clerk}|${one.key}`);
    return crypto.subtle.decrypt({ name: "AES-GCM", iv: one.iv, additionalData }, key, one.sealed);
  });
  return (await Promise.allSettled(opening)).filter((one) => one.status === "fulfilled").length;
}
"""


@pytest.mark.parametrize("language", ["zh-CN", ENGLISH])
async def test_a_matter_is_found_without_scripts(as_person: Openings, language: str) -> None:
    page = await as_person(_CLERK, language=language, scripts=False)
    await page.goto("/window")
    await page.locator("[name=matter_words]").fill("低保")
    await page.locator("[name=place_words]").fill("文献社区")

    await page.locator("button[name=do][value=find]").click()

    await expect(page.locator("[type=radio][name=matter]").first).to_be_checked()
    await expect(page.locator("[type=radio][name=place]").first).to_be_checked()
