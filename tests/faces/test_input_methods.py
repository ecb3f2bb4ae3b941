"""Signs still being composed belong to the input method: Enter takes a candidate and does nothing else."""

from playwright.async_api import expect

from tests.faces.keyboard import keyboard_only
from tests.faces.opening import Openings

_COMPOSED = {"text": "shui'guan", "selectionStart": 9, "selectionEnd": 9}
# What browsers tell of a key that the input method has taken for itself.
_TAKEN = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}


async def test_enter_while_composing_neither_chooses_nor_goes_on_nor_hands_in(as_person: Openings) -> None:
    page = await as_person("clerk.zhenhai")
    keys = await keyboard_only(page)
    method = await page.context.new_cdp_session(page)
    await page.goto("/window")
    await keys.press("F6")
    await keys.write("laji")
    choices, matter = page.locator("#matter-list [role=option]"), page.locator("[name=matter_words]")
    await expect(choices.first).to_contain_text("垃圾")

    await method.send("Input.imeSetComposition", _COMPOSED)
    await method.send("Input.dispatchKeyEvent", {**_TAKEN})
    await method.send("Input.dispatchKeyEvent", {**_TAKEN, "modifiers": 2})
    await expect(matter).to_be_focused()
    assert page.url.endswith("/window")
    assert await page.locator("[name=matter]").input_value() == ""

    # Nothing is looked up for the letters of a candidate, and at once for what it became.
    await matter.fill("")
    await method.send("Input.insertText", {"text": "水管爆了"})
    await expect(choices.first).to_contain_text("供水管道破裂")
