"""Signing in at the form, by keyboard and without scripts."""

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
    await page.wait_for_url("**/account")

    assert await page.locator("h1").inner_text() == "我的账号"


async def test_a_wrong_password_is_said_and_the_login_kept_without_scripts(as_person: Openings) -> None:
    page = await as_person(None, scripts=False, language=ENGLISH)
    as_person.expects(page, 401)
    await page.goto("/login")

    await page.locator("[name=login]").fill("clerk.longqiao")
    await page.locator("[name=password]").fill("wrong")
    await page.locator("main button[type=submit]").click()

    assert await page.locator("[name=login]").input_value() == "clerk.longqiao"
    assert await page.locator("[role=alert], .ds-alert, [data-color=danger]").count() > 0
