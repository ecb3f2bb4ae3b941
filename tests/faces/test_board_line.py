"""The board's line to the desk: what changed while it was broken is looked at once it is there again."""

from playwright.async_api import expect

from tests.faces.opening import Openings

# A line that opens and breaks when the test says so; the browser's own tries again after five seconds.
_LINE = """window.EventSource = class extends EventTarget {
    constructor(address) { super(); window.line = this; this.address = address; }
    close() {}
}"""


async def test_a_line_that_is_there_again_makes_the_board_look_anew(as_person: Openings) -> None:
    page = await as_person("dispatcher.licheng")
    await page.context.add_init_script(_LINE)
    await page.goto("/board")
    await page.wait_for_load_state("load")
    sign = page.locator("[data-line]")
    await page.evaluate("line.dispatchEvent(new Event('open'))")
    await expect(sign).to_have_text("实时更新")
    await page.evaluate("line.dispatchEvent(new Event('error'))")
    await expect(sign).to_have_text("每分钟更新")

    await page.evaluate("addEventListener('board:changed', () => { document.body.dataset.looked = 'anew'; })")
    await page.evaluate("line.dispatchEvent(new Event('open'))")

    await expect(sign).to_have_text("实时更新")
    await expect(page.locator("body[data-looked=anew]")).to_be_visible()
