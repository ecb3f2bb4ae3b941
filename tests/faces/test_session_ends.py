"""The end of a session nobody uses: told a minute before, put off by whoever stays, fatal to no draft."""

from playwright.async_api import Page, expect

from tests.faces.known import Known
from tests.faces.opening import Openings

_WORDS = "写到一半就离开了"
_LONG = "30:00"  # minutes a session lasts that nobody uses


async def _writing(as_person: Openings, known: Known) -> tuple[Page, str]:
    """A form half filled in, on a page whose clock the test moves."""
    page = await as_person("approver.civil_affairs.licheng")
    await page.clock.install()
    address = f"/cases/{known.case('application', 'IN_APPROVAL')}?act=deny"
    await page.goto(address)
    await page.locator("#act textarea").first.fill(_WORDS)
    return page, address


async def test_a_session_about_to_end_is_told_of_and_goes_on_if_somebody_stays(
    as_person: Openings, known_things: Known
) -> None:
    page, address = await _writing(as_person, known_things)

    await page.clock.fast_forward("29:30")
    await expect(page.locator("#session-ends")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("#session-ends")).to_be_hidden()
    await page.clock.fast_forward("28:00")

    assert page.url.endswith(address)


async def test_what_was_typed_outlives_the_session(as_person: Openings, known_things: Known) -> None:
    page, address = await _writing(as_person, known_things)

    await page.clock.fast_forward("29:30")
    await page.clock.fast_forward(_LONG)
    await page.wait_for_url("**/login?next=*")
    await page.goto(address)

    await expect(page.locator("#act textarea").first).to_have_value(_WORDS)
