"""Every page there is: which route it shows, at which address, to whom."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faces.browsing import DESKTOP, PHONE, WIDE, Size
from tests.faces.known import Known
from tests.pages.route_table import Served, served

Address = Callable[[Known], str]
_FIELD_TARGET, _TARGET = 44, 24  # CSS pixels: a thumb in a glove, and WCAG 2.5.8


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as somebody sees it; `name` names its pictures, `console` a page clerks have all day."""

    name: str
    route: str
    address: Address
    who: str | None = None
    console: bool = False

    @property
    def sizes(self) -> tuple[Size, ...]:
        return (DESKTOP, WIDE, PHONE) if self.console else (DESKTOP, PHONE)

    @property
    def least_target(self) -> int:
        """How large a target must be at least, in CSS pixels."""
        return _FIELD_TARGET if self.route.startswith("/m") else _TARGET


def _at(path: str) -> Address:
    return lambda _: path


PAGES: tuple[Entry, ...] = (
    # anybody
    Entry("login", "/login", _at("/login?next=/window")),
    Entry("progress", "/t/{tracking_no}", lambda known: f"/t/{known.tracking_no}"),
    # everybody signed in
    Entry("account", "/account", _at("/account"), "clerk.zhenhai"),
)
# What answers GET and is no page for people: figures, files, tiles, streams, choices, papers for developers.
NO_PAGES = frozenset(
    {
        "/health",
        "/ready",
        "/metrics",
        "/openapi.json",
        "/api/docs",
        "/preferences",
        "/problems/{code}",
        "/static/{version}/{name}",
        "/tiles/areas/{edition}/{z}/{x}/{row}",
        "/tiles/work/{z}/{x}/{row}",
    }
)


def page_routes() -> list[Served]:
    """Every route that shows a page."""
    return [
        one
        for one in served()
        if one.method == "GET" and not one.template.startswith("/api/v1") and one.template not in NO_PAGES
    ]
