"""Taking a matter in at the window by clicking: what is looked up is chosen with the pointer."""

from collections.abc import Mapping

from playwright.async_api import Page, TimeoutError


async def take_in(page: Page, place: str, matter: str, fields: Mapping[str, str]) -> str:
    """From the empty form to the receipt; `fields` are filled by their names. Returns the case's number."""
    await page.goto("/window")
    for name, value in fields.items():
        if not name.startswith("answer-") and name != "brought":
            await page.locator(f'#intake [name="{name}"]').fill(value)
    await fill_in(page, place, matter, fields)
    await page.locator("[data-act=submit]").click()
    await _handed_in(page)
    return page.url.rpartition("/")[2].partition("?")[0]


async def _handed_in(page: Page) -> None:
    """Raises AssertionError with what the page says where it does not come to a receipt."""
    try:
        await page.wait_for_url("**/window/receipts/*")
    except TimeoutError as error:
        said = await page.locator("[data-status], [role=alert], .ds-validation-message").all_inner_texts()
        raise AssertionError(f"{page.url} is not a receipt; it says {said}") from error


async def fill_in(page: Page, place: str, matter: str, fields: Mapping[str, str]) -> None:
    """Chooses place and matter and answers the matter's questions (`answer-…`, `brought`)."""
    # The English name of a matter is found by the Chinese word too.
    await _choose(page, "place", place)
    await _choose(page, "matter", matter)
    for name, value in fields.items():
        if name.startswith("answer-"):
            await _answer(page, name, value)
    if "brought" in fields:
        await page.locator("#asked .materials").wait_for()
        brought = page.locator(f'#intake [name=brought][value="{fields["brought"]}"]')
        # What the city could send by itself is not asked for.
        if await brought.count():
            await brought.check()


async def _choose(page: Page, field: str, words: str) -> None:
    await page.locator(f"#f-{field}").fill(words)
    first = page.locator(f"#{field}-list:not([aria-busy]) [role=option]").first
    await first.wait_for()
    await first.click()


async def _answer(page: Page, name: str, value: str) -> None:
    field = page.locator(f'#asked [name="{name}"]')
    await field.wait_for()
    if await field.evaluate("one => one.localName") == "select":
        await field.select_option(value)
    else:
        await field.fill(value)
