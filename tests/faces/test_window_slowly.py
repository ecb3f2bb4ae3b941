"""The window on a slow line or machine: whatever a clerk does meanwhile is neither lost nor taken wrongly."""

import asyncio
import re
from collections.abc import Sequence

from playwright.async_api import Page, Route, expect

from tests.faces.opening import Openings
from tests.polling import until

_CLERK = "clerk.zhenhai"
_SAVED = re.compile(r"\d\d:\d\d:\d\d")
# The panels are asked for a moment after a change.
_COUNT_LOOKS = """document.addEventListener("look", () => {
    document.body.dataset.looks = Number(document.body.dataset.looks ?? 0) + 1;
})"""
_NOTE_DRAFTS = """
    const real = window.fetch;
    window.drafts = [];
    window.fetch = async (to, ...more) => {
        if (to !== "/window/drafts") return real(to, ...more);
        window.drafts.push("begins");
        try { return await real(to, ...more); } finally { window.drafts.push("ends"); }
    };
"""


async def _held_up(page: Page, what: str, times: int = 1) -> Sequence[asyncio.Event]:
    """Lets each of the next requests for this through only when its event is set, and later ones at once."""
    events = [asyncio.Event() for _ in range(times)]
    waiting = iter(events)

    async def hold_up(route: Route) -> None:
        if (event := next(waiting, None)) is not None:
            await event.wait()
        await route.continue_()

    await page.route(what, hold_up)
    return events


async def test_what_is_typed_before_the_script_is_there_is_kept(as_person: Openings) -> None:
    page = await as_person(_CLERK)
    (script,) = await _held_up(page, "**/js/window.js")
    await page.goto("/window", wait_until="commit")

    await page.locator("[name=subject_name]").fill("郑先写")
    script.set()

    await expect(page.locator("[data-saved]")).to_have_text(_SAVED)


async def test_a_draft_goes_to_the_desk_only_when_the_one_before_is_there(as_person: Openings) -> None:
    page = await as_person(_CLERK)
    await page.context.add_init_script(_NOTE_DRAFTS)
    await page.goto("/window")
    (first,) = await _held_up(page, "**/window/drafts")

    name = page.locator("[name=subject_name]")
    for typed in ("何", "何先后"):
        await name.fill(typed)
        await name.blur()
    first.set()

    async def both_went() -> bool:
        return len(await page.evaluate("window.drafts")) == 4

    await until(both_went)
    assert await page.evaluate("window.drafts") == ["begins", "ends", "begins", "ends"]


async def test_enter_takes_nothing_that_was_found_for_fewer_letters(as_person: Openings) -> None:
    page = await as_person(_CLERK)
    await page.goto("/window")
    words, found = page.locator("#f-matter"), page.locator("#matter-list [role=option]")
    await words.fill("0102")
    await expect(found.first).to_contain_text("暴露垃圾")
    (lookup,) = await _held_up(page, "**/window/matters")

    await words.fill("350111001000")
    await words.press("Enter")
    lookup.set()

    await expect(found.first).to_contain_text("高龄补贴")
    await expect(page.locator("[name=matter]")).to_have_value("")
    await words.press("Enter")
    await expect(page.locator("[name=matter]")).not_to_have_value("")
    await expect(words).to_have_value(re.compile("高龄补贴"))


async def test_an_answer_put_right_while_the_panels_are_fetched_stays_right(as_person: Openings) -> None:
    page = await as_person(_CLERK)
    await page.goto("/window")
    await page.locator("#f-matter").fill("gaoling")
    await page.locator("#matter-list:not([aria-busy]) [role=option]").first.click()
    age = page.locator("[name=answer-age]")
    await age.wait_for()
    first, second = await _held_up(page, "**/window/preview", 2)

    await page.evaluate(_COUNT_LOOKS)
    for number, years in enumerate(("58", "85"), 1):
        await age.fill(years)
        await age.blur()
        await expect(page.locator("body")).to_have_attribute("data-looks", str(number))
    async with page.expect_request("**/window/preview"):
        first.set()

    await expect(age).to_have_value("85")
    second.set()
