"""Acts done by clicking on the page of a case, at a desk or in the street."""

from collections.abc import Mapping
from pathlib import Path

from playwright.async_api import Locator, Page

AT_A_DESK, IN_THE_STREET = "/cases", "/m/tasks"
FIRST = ""
_DONE = ".notice.good"
_ANSWER = f"{_DONE}, .ds-validation-message, .ds-error-summary"
# A form's field by its name: a text or the value of a choice (FIRST for the first there is), True for a tick,
# a path for a file.
Fields = Mapping[str, str | bool | Path]


async def does(page: Page, case_no: str, act: str, fields: Fields | None = None, at: str = AT_A_DESK) -> None:
    """Opens the case, clicks the act, fills its form where it has one, and waits to be told that it is done.

    Raises ValueError when the page says what is wrong instead.
    """
    await page.goto(f"{at}/{case_no}")
    opens = page.locator(f'#act a[href*="?act={act}#"]')
    form = page.locator(f'#act form[action$="/acts/{act}"]')
    has_form = await opens.count() > 0
    await _click(page, opens.or_(form.locator("button")).first)
    if has_form:
        for name, value in (fields or {}).items():
            await _fill(form, name, value)
        await form.locator("button[type=submit]").click()
    await page.locator(_ANSWER).first.wait_for()
    if await page.locator(_DONE).count() == 0:
        raise ValueError(f"{act} of {case_no}: {await page.locator(_ANSWER).all_inner_texts()}")


async def _click(page: Page, act: Locator) -> None:
    await act.wait_for(state="attached")
    # What is done rarely lies under a word that opens.
    if not await act.is_visible():
        await page.locator("#act details.more > summary").click()
    await act.click()


async def _fill(form: Locator, name: str, value: str | bool | Path) -> None:
    field = form.locator(f'[name="{name}"]')
    await field.first.wait_for(state="attached")
    if isinstance(value, Path):
        await field.first.set_input_files(value)
    elif value is True:
        await field.first.check()
    elif await field.first.get_attribute("type") in ("radio", "checkbox"):
        await form.locator(f'[name="{name}"][value="{value}"]').check()
    elif await field.first.evaluate("one => one.localName") == "select":
        # The first that is a choice, where the test does not care which.
        if value == FIRST:
            await field.first.select_option(index=1)
        else:
            await field.first.select_option(str(value))
    else:
        await field.first.fill(str(value))
