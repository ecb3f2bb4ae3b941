"""A real browser on the pages: whoever looks has a screen of his own, and whatever goes wrong is heard."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
    async_playwright,
    expect,
)

MEASURES = Path(__file__).with_name("measures.js")
CHINESE, ENGLISH = "zh-CN", "en"
LANGUAGES = (CHINESE, ENGLISH)
Size = tuple[int, int]
DESKTOP: Size = (1366, 768)
WIDE: Size = (1920, 1080)
PHONE: Size = (390, 844)
_PATIENCE = 60_000  # milliseconds; both processors may be busy with other tests
# The first was built to have no window, and works a third less for the same pages.
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN",
)  # fmt: skip
# The browser says of every answer of failure that the resource was not loaded; answers are heard themselves.
_SAID_OF_ANSWERS = "Failed to load resource"
# A page that is left takes its open requests with it.
_GIVEN_UP = ("net::ERR_ABORTED",)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, in which language, on how large a screen; a `login` of None is nobody the desk knows."""

    login: str | None = None
    language: str = CHINESE
    size: Size = DESKTOP
    scripts: bool = True
    offline_ready: bool = False


# Without slots: the driver keeps a mark on the object whose methods it calls.
@dataclass
class Heard:
    """What went wrong on one screen; statuses in `expected` are part of the test."""

    address: str
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error" or _SAID_OF_ANSWERS in message.text:
            return
        # What the tests themselves put into the page has no address: axe tries styles the policy forbids.
        if message.location["url"] or "inline style" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

    def _request(self, request: Request) -> None:
        if request.url.startswith(("http", "ws")) and not request.url.startswith(f"{self.address}/"):
            self.complaints.append(f"asks a foreign host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure not in _GIVEN_UP:
            self.complaints.append(f"request failed: {request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")


@dataclass(slots=True)
class Screens:
    """Opens screens on one desk; `key_of` gives the session secret of an account."""

    browser: Browser
    address: str
    key_of: Callable[[str], Awaitable[str]]
    pretend_city: str = ""

    def elsewhere(self) -> "Screens":
        """Screens on the pretend city instead."""
        return replace(self, address=self.pretend_city)

    @asynccontextmanager
    async def of(self, viewer: Viewer) -> AsyncIterator[tuple[Page, Heard]]:
        """A page of somebody, about:blank at first, and what is heard on it; closed at the end."""
        context = await self.browser.new_context(
            base_url=self.address,
            locale=viewer.language,
            timezone_id="Asia/Shanghai",
            viewport={"width": viewer.size[0], "height": viewer.size[1]},
            java_script_enabled=viewer.scripts,
            has_touch=viewer.size == PHONE,
            service_workers="allow" if viewer.offline_ready else "block",
            reduced_motion="reduce",
        )
        context.set_default_timeout(_PATIENCE)
        heard = Heard(self.address)
        heard.listen(context)
        await context.add_init_script(path=MEASURES)
        await self._known(context, viewer)
        try:
            page = await context.new_page()
            # Somebody listens from the beginning: a chooser opened right after one begins to is missed.
            page.on("filechooser", lambda _: None)
            yield page, heard
        finally:
            await context.close()

    async def _known(self, context: BrowserContext, viewer: Viewer) -> None:
        await context.add_cookies([{"name": "language", "value": viewer.language, "url": self.address}])
        if viewer.login is not None:
            secret = await self.key_of(viewer.login)
            await context.add_cookies([{"name": "session", "value": secret, "url": self.address}])


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The machine's own Chromium without a window; raises FileNotFoundError where there is none."""
    path = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if path is None:
        raise FileNotFoundError("Chromium is not installed; bin/setup --develop installs it")
    expect.set_options(timeout=_PATIENCE)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()
