"""What is handed out on paper fits a sheet, keeps its code, and shows nothing that only a screen is for."""

import pytest
from playwright.async_api import Page

from tests.faces.known import Known
from tests.faces.looking import sideways
from tests.faces.opening import Openings
from tests.faces.page_table import PAGES

_SHEET = {"width": 688, "height": 1016}  # CSS pixels of an A4 sheet within its margins
_FOR_HANDS = "header.bar, .acts-bar, footer, nav, dialog, button, summary, select, input:not([type=hidden])"
_CODE = "svg[role=img], .receipt-code svg, .qr-frame svg"
_ENTRIES = {one.name: one for one in PAGES}


@pytest.mark.parametrize(("name", "has_code"), [("receipt", True), ("reported", True), ("guide", False)])
async def test_a_paper_is_fit_to_be_handed_out(
    as_person: Openings, known_things: Known, name: str, has_code: bool
) -> None:
    entry = _ENTRIES[name]
    page = await as_person(entry.who)
    as_person.expects(page, 409)
    await page.goto(entry.address(known_things))
    if entry.then is not None:
        await entry.then(page, known_things)

    await page.emulate_media(media="print")
    await page.set_viewport_size(_SHEET)  # type: ignore[arg-type]

    assert await sideways(page) == []
    assert await _seen(page, _FOR_HANDS) == []
    assert (await page.locator(_CODE).count() > 0) is has_code
    assert await page.locator("h1").is_visible()


async def _seen(page: Page, what: str) -> list[str]:
    return [
        (await one.inner_text())[:40] or str(await one.evaluate("one => one.outerHTML.slice(0, 80)"))
        for one in await page.locator(what).all()
        if await one.is_visible()
    ]
