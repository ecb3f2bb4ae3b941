"""How a test asks for screens: one call for each person, and a word about the failures it means."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from playwright.async_api import Page

from tests.faces.browsing import CHINESE, DESKTOP, Heard, Screens, Size, Viewer


@dataclass(slots=True)
class Openings:
    """The screens of one test."""

    screens: Screens
    open_screens: AsyncExitStack
    _heard: list[tuple[Page, Heard]] = field(default_factory=list)

    async def __call__(
        self,
        login: str | None,
        *,
        language: str = CHINESE,
        size: Size = DESKTOP,
        scripts: bool = True,
    ) -> Page:
        """A screen of this account, or of a stranger for None."""
        return await self.of(Viewer(login, language, size, scripts))

    async def of(self, viewer: Viewer) -> Page:
        """A screen of whoever this is."""
        page, heard = await self.open_screens.enter_async_context(self.screens.of(viewer))
        self._heard.append((page, heard))
        return page

    def expects(self, page: Page, *statuses: int) -> None:
        """From now on answers with these statuses are part of the test."""
        next(heard for known, heard in self._heard if known is page).expected.update(statuses)

    def complaints(self) -> list[str]:
        """Everything that went wrong on any of the screens."""
        return [complaint for _, heard in self._heard for complaint in heard.complaints]
