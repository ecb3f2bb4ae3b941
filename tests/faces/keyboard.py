"""A person who has no pointer: every key is counted, and the page notices any pointer used all the same."""

import asyncio
import time
from dataclasses import dataclass

from playwright.async_api import Locator, Page

_NO_POINTER = """
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { pointer-events: none !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    for (const kind of ["pointerdown", "mousedown", "touchstart"])
        addEventListener(kind, () => console.error("a pointer was used: " + kind), true);
"""
_MOST_TABS = 80
_READERS_GAP_S = 0.002  # between two signs of a reader
_Key = dict[str, str | int | float]
_ENTER: _Key = {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}


@dataclass(slots=True)
class Keyboard:
    """The keys pressed on one page; a chord like Control+Enter is one."""

    page: Page
    keys: int = 0

    async def press(self, *keys: str) -> None:
        """Presses keys one after the other, by the names the browser has for them."""
        for key in keys:
            await self.page.keyboard.press(key)
            self.keys += 1

    async def write(self, text: str) -> None:
        """Writes into whatever has the focus; Chinese characters come whole, as input methods give them."""
        if text.isascii():
            await self.page.keyboard.type(text)
        else:
            await self.page.keyboard.insert_text(text)
        self.keys += len(text)

    async def read(self, text: str) -> None:
        """What a reader types, with its Enter: every sign bears the moment it was sent.

        However late a busy page sees it. Counts no keys.
        """
        keys: list[_Key] = [{"type": "keyDown", "key": one, "text": one} for one in text]
        start = time.time()
        timed = [{**one, "timestamp": start + at * _READERS_GAP_S} for at, one in enumerate([*keys, _ENTER])]
        wire = await self.page.context.new_cdp_session(self.page)
        await asyncio.gather(*(wire.send("Input.dispatchKeyEvent", one) for one in timed))
        await wire.detach()

    async def focused(self) -> str:
        """What has the focus, by its name."""
        return str(await self.page.evaluate("measures.focused()"))

    async def tab_into(self, target: Locator) -> None:
        """Tabs until this has the focus; raises LookupError when it is not reached."""
        for _ in range(_MOST_TABS):
            if await target.evaluate("one => one === document.activeElement"):
                return
            await self.press("Tab")
        raise LookupError(f"{target} cannot be reached by keyboard")

    async def tab_to(self, name: str, *, back: bool = False) -> None:
        """Tabs until what has the focus holds this in its name; raises LookupError when it is not reached."""
        passed = []
        for _ in range(_MOST_TABS):
            now = await self.focused()
            if name in now:
                return
            passed.append(now)
            await self.press("Shift+Tab" if back else "Tab")
        raise LookupError(f"{name!r} cannot be reached by keyboard; passed {passed}")


async def keyboard_only(page: Page) -> Keyboard:
    """Takes the pointer away from a page that has not been opened yet."""
    await page.context.add_init_script(_NO_POINTER)
    return Keyboard(page)
