"""Nothing a clerk has typed is lost: it is kept through crash and power cut until it is handed in."""

import re

from playwright.async_api import BrowserContext, Locator, Page, expect

from desk.demo.accounts import PASSWORD
from tests.bus.processes import free_port, kill_hard, started
from tests.faces.at_the_window import fill_in
from tests.faces.browsing import Screens, Viewer
from tests.faces.keyboard import Keyboard
from tests.faces.living_town import LivingTown
from tests.faces.opening import Openings
from tests.journeys.town import WEB, ready
from tests.polling import until

_CLERK = "clerk.zhenhai"
_COLLEAGUE = "clerk.licheng"
_SAVED = re.compile(r"\d\d:\d\d:\d\d")


async def test_a_form_that_is_already_kept_is_handed_in_by_a_click(as_person: Openings) -> None:
    page = await as_person(_CLERK)
    await page.goto("/window")
    await fill_in(page, "ytj17h", "暴露垃圾", {})
    await page.locator("[name=description]").fill("楼下垃圾堆了三天")
    await _kept(page)

    await page.locator("[data-act=submit]").click()

    await page.wait_for_url("**/window/receipts/**")


async def test_a_clerk_whose_form_is_already_kept_signs_out_by_a_click(as_person: Openings) -> None:
    page = await as_person(None)
    await page.goto("/login?next=/window")
    await page.locator("[name=login]").fill("clerk.gongchen")
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main button[type=submit]").click()
    await page.wait_for_url("/window")
    await _typed(page, Keyboard(page), "何下班")
    await _kept(page)

    await page.locator("form[action='/logout'] button").click()

    await page.wait_for_url("**/login")


async def _kept(page: Page) -> None:
    """Until everything typed is with the server, with the cursor in no field that would save once more."""
    await page.evaluate("document.activeElement.blur()")
    await _saved(page)
    await page.wait_for_load_state("networkidle")


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
        await expect(page.locator("[name=subject_name]")).to_have_value("周幸存者")


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

            await expect(page.locator("[name=description]")).to_have_value("断电之后还在写")


async def test_what_this_browser_had_to_keep_is_sealed_and_opens_for_its_clerk_alone(
    as_person: Openings, screens: Screens
) -> None:
    page = await as_person(_CLERK)
    await page.goto("/window")
    await page.route("**/window/drafts", lambda route: route.fulfill(status=503, body=""))
    as_person.expects(page, 503)
    await _typed(page, Keyboard(page), "吴本机")
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

    # The server shows it before this browser lets go of it: the other way round a cut could lose it.
    async def let_go() -> bool:
        return bool((await mine.evaluate(_KEPT))["drafts"] == [])

    await until(let_go)


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
