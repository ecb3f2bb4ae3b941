"""Signing in at the form, by keyboard and without scripts."""

from playwright.async_api import Page, expect

from desk.demo.accounts import PASSWORD
from tests.faces.browsing import ENGLISH
from tests.faces.keyboard import keyboard_only
from tests.faces.opening import Openings


async def test_somebody_signs_in_by_keyboard_and_is_where_he_wanted_to_be(as_person: Openings) -> None:
    page = await as_person(None)
    keys = await keyboard_only(page)
    await page.goto("/login?next=/account")

    await keys.tab_to("账号")
    await keys.write("clerk.gongchen")
    await keys.press("Tab")
    await keys.write(PASSWORD)
    await keys.press("Enter")
    await page.wait_for_url("/account")

    await expect(page.locator("h1")).to_have_text("我的账号")


async def test_a_wrong_password_is_said_and_the_login_kept_without_scripts(as_person: Openings) -> None:
    page = await as_person(None, scripts=False, language=ENGLISH)
    as_person.expects(page, 401)
    await page.goto("/login")

    await page.locator("[name=login]").fill("clerk.longqiao")
    await page.locator("[name=password]").fill("wrong")
    await page.locator("main button[type=submit]").click()

    await expect(page.locator("[role=alert], .ds-alert, [data-color=danger]").first).to_be_visible()
    await expect(page.locator("[name=login]")).to_have_value("clerk.longqiao")


async def test_what_somebody_typed_is_kept_for_him_and_not_for_the_next_person(as_person: Openings) -> None:
    page = await as_person(None)
    kept = "sessionStorage.getItem('kept:a-form')"

    await _signs_in(page, "clerk.gongchen")
    await page.evaluate("sessionStorage.setItem('kept:a-form', '[]')")
    await _signs_in(page, "clerk.gongchen")
    own = await page.evaluate(kept)
    await _signs_in(page, "clerk.longqiao")

    assert (own, await page.evaluate(kept)) == ("[]", None)


async def test_signing_out_clears_every_window_of_the_browser(as_person: Openings) -> None:
    page = await as_person(None)
    await _signs_in(page, "clerk.gongchen")
    other = await page.context.new_page()
    await other.goto("/account")

    await page.locator("form[action='/logout'] button").click()

    await page.wait_for_url("**/login")
    await other.wait_for_url("**/login")


async def _signs_in(page: Page, login: str) -> None:
    await page.goto("/login?next=/account")
    await page.locator("[name=login]").fill(login)
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main button[type=submit]").click()
    # The whole address: that of the door ends in the same words.
    await page.wait_for_url("/account")
