"""Every page there is: which route it shows, at which address, to whom."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faces.browsing import DESKTOP, PHONE, WIDE, Size
from tests.faces.known import Known
from tests.journeys.town import SUBSCRIBER
from tests.pages.route_table import Served, served

Address = Callable[[Known], str]
_FIELD_TARGET, _TARGET = 44, 24  # CSS pixels: a thumb in a glove, and WCAG 2.5.8


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as somebody sees it; `name` names its pictures, `console` a page clerks have all day.

    Pages of the pretend city are served by a process of its own.
    """

    name: str
    route: str
    address: Address
    who: str | None = None
    console: bool = False
    pretend_city: bool = False

    @property
    def sizes(self) -> tuple[Size, ...]:
        return (DESKTOP, WIDE, PHONE) if self.console else (DESKTOP, PHONE)

    @property
    def least_target(self) -> int:
        """How large a target must be at least, in CSS pixels."""
        return _FIELD_TARGET if self.route.startswith("/m") else _TARGET


def _of_kind(before: str, kind: str, *states: str) -> Address:
    """The address of something about a case of this kind and state: `before` and its number."""
    return lambda known: f"{before}/{known.case(kind, *states)}"


def _at(path: str) -> Address:
    return lambda _: path


def _refused(known: Known) -> str:
    return f"/bus/refused/{SUBSCRIBER}/{known.refused_case}"


PAGES: tuple[Entry, ...] = (
    # anybody
    Entry("login", "/login", _at("/login?next=/window")),
    Entry("home", "/", _at("/")),
    Entry("home-found", "/", _at("/?q=垃圾")),
    Entry("points", "/points", _at("/points")),
    Entry("points-near", "/points", _at("/points?lon=119.023&lat=25.428")),
    Entry("guides", "/guides", _at("/guides")),
    Entry("guide", "/guides/{code}", _at("/guides/350111001000")),
    Entry("report", "/report", _at("/report")),
    Entry("progress-ask", "/progress", _at("/progress")),
    Entry("progress", "/t/{tracking_no}", lambda known: f"/t/{known.tracking_no}"),
    # everybody signed in
    Entry("account", "/account", _at("/account"), "clerk.zhenhai"),
    # the bus desk
    Entry("bus", "/bus", _at("/bus"), "bus.city"),
    Entry("bus-refused", "/bus/refused/{subscriber}/{case_no}", _refused, "bus.city"),
    # the pretend city
    Entry("sandbox", "/", _at("/"), pretend_city=True),
    Entry("sandbox-case", "/cases/{case}", _of_kind("/cases", "application", "DELIVERED"), pretend_city=True),
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
        "/report/places",
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
