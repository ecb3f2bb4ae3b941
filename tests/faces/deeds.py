"""What somebody does on a page to come to the one that is meant."""

import secrets

from playwright.async_api import Page

from registry.demo.people import demo_persons
from tests.faces.at_the_window import fill_in
from tests.faces.known import Known

AGED = {"answer-age": "84", "answer-paid_by": "social_card", "answer-agent": "no"}


async def with_the_password(page: Page, known: Known) -> None:
    await page.locator("[name=password]").fill(known.receipts[0].password)
    async with page.expect_navigation():
        await page.locator("main form:has([name=password]) button[type=submit]").first.click()


async def refused_at_the_door(page: Page, _: Known) -> None:
    await page.locator("[name=login]").fill(f"nobody.{secrets.randbelow(10**8)}")
    await page.locator("[name=password]").fill("-")
    async with page.expect_navigation():
        await page.locator("main button[type=submit]").click()


async def enrolling(page: Page, _: Known) -> None:
    """Asks for a second factor; the page that follows shows the secret."""
    async with page.expect_navigation():
        await page.locator("form[action='/account/second-factor'] button").click()


async def report_with_faults(page: Page, _: Known) -> None:
    await page.locator("[name=where]").fill("文献")
    await page.locator("[name=contact_phone]").fill("?")
    await page.locator("[name=description]").fill("-")
    async with page.expect_navigation():
        await page.locator("[name=do][value=send]").click()


async def report(page: Page, _: Known) -> None:
    """A report of something that may be known nearby, which this is not."""
    await page.evaluate("document.getElementById('f-lon').value = '119.0229'")
    await page.evaluate("document.getElementById('f-lat').value = '25.4284'")
    await page.locator("[name=description]").fill("-")
    async with page.expect_navigation():
        await page.locator("[name=do][value=send]").click()
    another = page.locator("[name=another]")
    if await another.count():
        async with page.expect_navigation():
            await another.click()


async def near_a_point(page: Page, _: Known) -> None:
    """The service points around where a device says that it is."""
    for name, degrees in (("lon", "119.023"), ("lat", "25.428")):
        fill = "(one, degrees) => { one.disabled = false; one.value = degrees; }"
        await page.locator(f"#near-{name}").evaluate(fill, degrees)
    async with page.expect_navigation():
        await page.locator("#near-form button[type=submit]").click()


async def near_words(page: Page, _: Known) -> None:
    """Words that several places are called by."""
    await page.locator("#near").fill("文献")
    async with page.expect_navigation():
        await page.locator("#near-form button[type=submit]").click()


async def the_first_of_the_list(page: Page, _: Known) -> None:
    async with page.expect_navigation():
        await page.locator("main table a.case-link").first.click()


async def engaging(page: Page, _: Known) -> None:
    """Adds an account; the page that follows tells its first password."""
    await page.locator("main details > summary").first.click()
    await page.locator("[name=name]").fill("林小梅")
    await page.locator("[name=login]").fill(f"lin.{secrets.randbelow(10**8)}")
    async with page.expect_navigation():
        await page.locator("main form[method=post] button[type=submit]").first.click()


async def appointing(page: Page, known: Known) -> None:
    await the_first_of_the_list(page, known)
    await page.goto(f"{page.url}?role=handler#appoint")


async def somebody_at_the_window(page: Page, _: Known) -> None:
    """Somebody the desk knows stands at the window and asks for an allowance."""
    person = next(one for one in demo_persons() if "/350304001/" in (one.area_path or ""))
    await page.locator("[name=subject_number]").fill(str(person.number))
    await page.locator("[name=subject_name]").fill(person.name)
    await fill_in(page, "文献社区", "高龄补贴", {**AGED, "brought": "FORM"})
