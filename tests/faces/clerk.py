"""A clerk at the window who has no pointer: what one intake is, and how it is typed."""

from dataclasses import dataclass

from playwright.async_api import Page, expect

from tests.faces.keyboard import Keyboard

# Whether a field stands before what has the focus: questions come once the matter is chosen.
_LIES_BEFORE = """label => Boolean(
    document.activeElement.compareDocumentPosition(label.control) & Node.DOCUMENT_POSITION_PRECEDING)"""


@dataclass(frozen=True, slots=True)
class Intake:
    """What somebody brings, as the clerk types it.

    `place` and `matter` are the words typed and a part of what is then chosen; without a place the clerk
    takes where the person is registered. `answers` are what is pressed at each question, by a part of its
    label.
    """

    matter: tuple[str, str]
    place: tuple[str, str] | None = None
    card: str = ""
    number: str = ""
    name: str = ""
    said: str = ""
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(slots=True)
class Clerk:
    """Takes in one matter after the other on one screen."""

    page: Page
    keyboard: Keyboard

    async def takes_in(self, intake: Intake) -> int:
        """From the empty form to the next empty form; returns how many keys the clerk pressed."""
        before = self.keyboard.keys
        await self._person(intake)
        if intake.place or intake.card or intake.number:
            await self._chooses("F4", "place", intake.place or ("", ""))
        await self._chooses("F6", "matter", intake.matter)
        await self._answers(intake)
        if intake.said:
            await self.keyboard.tab_to("具体情况")
            await self.keyboard.write(intake.said)
        await self.keyboard.press("Control+Enter")
        await self._receipt(intake)
        await self.keyboard.press("F9")
        await self.page.wait_for_url("**/window")
        return self.keyboard.keys - before

    async def _receipt(self, intake: Intake) -> None:
        """Waits for the receipt; raises ValueError when the form comes back with something wrong."""
        await self.page.locator(".receipt, .ds-validation-message").first.wait_for()
        wrong = await self.page.locator(".ds-validation-message").all_inner_texts()
        if wrong:
            raise ValueError(f"{intake} is not taken in: {wrong}")
        # What is to be read comes before the script that hears the keys.
        await self.page.wait_for_load_state()

    async def _person(self, intake: Intake) -> None:
        if intake.card:
            # The reader types, not the clerk.
            await self.keyboard.read(intake.card)
        elif intake.number:
            await self.keyboard.write(intake.number)
            await self.keyboard.press("Tab")
            # Who types a number as fast as a reader finds himself at the name already.
            await self.keyboard.tab_to("姓名")
            await self.keyboard.write(intake.name)

    async def _chooses(self, key: str, field: str, words: tuple[str, str]) -> None:
        typed, meant = words
        await self.keyboard.press(key)
        if typed:
            await self.keyboard.write(typed)
        else:
            await self.keyboard.press("ArrowDown")
        # What is there for the first letters only is not taken.
        first = self.page.locator(f"#{field}-list:not([aria-busy]) [role=option]").first
        await expect(first).to_contain_text(meant)
        await self.keyboard.press("Enter")

    async def _answers(self, intake: Intake) -> None:
        for label, pressed in intake.answers:
            question = self.page.locator("#asked .questions label", has_text=label).first
            await question.wait_for()
            lies_before = await question.evaluate(_LIES_BEFORE)
            await self.keyboard.tab_to(label, back=bool(lies_before))
            for keys in pressed:
                if len(keys) > 1 and keys.isalpha():
                    await self.keyboard.press(keys)
                else:
                    await self.keyboard.write(keys)
