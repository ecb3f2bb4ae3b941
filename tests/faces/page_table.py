"""Every page there is: which route it shows, at which address, to whom."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page

from tests.faces.browsing import DESKTOP, PHONE, WIDE, Size
from tests.faces.deeds import (
    appointing,
    engaging,
    enrolling,
    near_a_point,
    near_words,
    refused_at_the_door,
    report,
    report_with_faults,
    somebody_at_the_window,
    the_first_of_the_list,
    with_the_password,
)
from tests.faces.happenings import WENXIAN
from tests.faces.known import Known
from tests.journeys.bodies import ALLOWANCE, RUBBISH
from tests.journeys.town import SUBSCRIBER
from tests.pages.route_table import Served, served

Address = Callable[[Known], str]
_CLERK = "clerk.zhenhai"
_WORKER = "worker.wenxian"
Deed = Callable[[Page, Known], Awaitable[None]]
NOWHERE = "(no route)"
_FIELD_TARGET, _TARGET = 44, 24  # CSS pixels: a thumb in a glove, and WCAG 2.5.8


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as somebody sees it; `name` names its pictures, `console` a page clerks have all day.

    Pages of the pretend city are served by a process of its own. What `then` does leads to the page that is
    meant; `status` is that of the answer it comes with.
    """

    name: str
    route: str
    address: Address
    who: str | None = None
    console: bool = False
    pretend_city: bool = False
    then: Deed | None = None
    status: int = 200

    @property
    def sizes(self) -> tuple[Size, ...]:
        return (DESKTOP, WIDE, PHONE) if self.console else (DESKTOP, PHONE)

    @property
    def least_target(self) -> int:
        """How large a target must be at least, in CSS pixels."""
        return _FIELD_TARGET if self.route.startswith("/m") else _TARGET


def _of_kind(before: str, kind: str, state: str) -> Address:
    """The address of something about a case of this kind and state: `before` and its number."""
    return lambda known: f"{before}/{known.case(kind, state)}"


def _act(act: str, kind: str, state: str) -> Address:
    """The address of a case with the form of an act opened over it."""
    return lambda known: f"/cases/{known.case(kind, state)}?act={act}"


def _walked(state: str, act: str = "") -> Address:
    """The page, on the phone, of an incident in this state where somebody walks; an act may be open."""
    query = f"?act={act}" if act else ""
    return lambda known: f"/m/tasks/{known.case('incident', state, WENXIAN)}{query}"


def _at(path: str) -> Address:
    return lambda _: path


def _refused(known: Known) -> str:
    return f"/bus/refused/{SUBSCRIBER}/{known.refused_case}"


PAGES: tuple[Entry, ...] = (
    # residents
    Entry("home", "/", _at("/")),
    Entry("found", "/", _at("/?q=%E5%9E%83%E5%9C%BE")),
    Entry("points", "/points", _at("/points")),
    Entry("points-near", "/points", _at("/points"), then=near_a_point),
    Entry("points-asked", "/points", _at("/points"), then=near_words),
    Entry("guides", "/guides", _at("/guides")),
    Entry("guide", "/guides/{code}", _at(f"/guides/{ALLOWANCE}")),
    Entry("report", "/report", _at("/report")),
    Entry("report-faults", "/report", _at("/report"), then=report_with_faults, status=422),
    Entry("reported", "/report", _at("/report?class=0102"), then=report, status=201),
    Entry("ask", "/progress", _at("/progress")),
    Entry("progress", "/t/{tracking_no}", lambda known: f"/t/{known.tracking_no}"),
    Entry("details", "/t/{tracking_no}", lambda known: f"/t/{known.tracking_no}", then=with_the_password),
    # whoever works here
    Entry("login", "/login", _at("/login?next=/window")),
    Entry("login-refused", "/login", _at("/login"), then=refused_at_the_door, status=401),
    Entry("account", "/account", _at("/account"), "clerk.zhenhai"),
    Entry("second-factor", "/account", _at("/account"), "clerk.zhenhai", then=enrolling),
    Entry("not-found", NOWHERE, _at("/nowhere"), "clerk.zhenhai", status=404),
    Entry("role-needed", NOWHERE, _at("/bus"), "clerk.zhenhai", status=403),
    # the window
    Entry("window", "/window", _at("/window"), _CLERK, console=True),
    Entry("window-filled", "/window", _at("/window"), _CLERK, console=True, then=somebody_at_the_window),
    Entry(
        "receipt",
        "/window/receipts/{case_no}",
        _of_kind("/window/receipts", "application", "RECEIVED"),
        _CLERK,
        console=True,
    ),
    Entry("supplements", "/window/supplements", _at("/window/supplements"), _CLERK, console=True),
    Entry(
        "supplement",
        "/window/supplements/{case_no}",
        _of_kind("/window/supplements", "application", "SUPPLEMENT_PENDING"),
        _CLERK,
        console=True,
    ),
    Entry("results", "/window/results", _at("/window/results"), "results.zhenhai", console=True),
    Entry(
        "result",
        "/window/results/{case_no}",
        _of_kind("/window/results", "application", "RESULT_READY"),
        "results.zhenhai",
        console=True,
    ),
    # dispatchers
    Entry("board", "/board", _at("/board"), "dispatcher.licheng", console=True),
    Entry("board-operator", "/board", _at("/board"), "operator.zhenhai", console=True),
    # departments
    Entry("inbox", "/inbox", _at("/inbox"), "handler.urban_management.licheng", console=True),
    Entry("inbox-reviewer", "/inbox", _at("/inbox"), "reviewer.civil_affairs.licheng", console=True),
    # the page of a case, and forms over it
    Entry("cases", "/cases", _at("/cases"), _CLERK, console=True),
    *(
        Entry(f"act-{act}", "/cases/{case_no}", _act(act, kind, state), who)
        for act, kind, state, who in (
            ("accept", "application", "RECEIVED", _CLERK),
            ("notify-supplement", "application", "RECEIVED", _CLERK),
            ("handle", "application", "IN_HANDLING", "handler.civil_affairs.licheng"),
            ("grant", "application", "IN_APPROVAL", "approver.civil_affairs.licheng"),
            ("deny", "application", "IN_APPROVAL", "approver.civil_affairs.licheng"),
            ("file", "incident", "REPORTED", "operator.zhenhai"),
            ("dispatch", "incident", "FILED", "dispatcher.licheng"),
            ("request-return", "incident", "DISPATCHED", "handler.urban_management.licheng"),
            ("feedback", "incident", "REWORK", "handler.urban_management.licheng"),
        )
    ),
    *(
        Entry(f"case-{name}", "/cases/{case_no}", _of_kind("/cases", kind, state), who, console=True)
        for name, kind, state, who in (
            ("received", "application", "RECEIVED", "clerk.zhenhai"),
            ("in-review", "application", "IN_REVIEW", "reviewer.civil_affairs.licheng"),
            ("rework", "incident", "REWORK", "operator.zhenhai"),
        )
    ),
    # whoever walks
    Entry("m-tasks", "/m", _at("/m"), _WORKER),
    Entry("m-map", "/m/map", _at("/m/map"), _WORKER),
    Entry("m-me", "/m/me", _at("/m/me"), _WORKER),
    Entry("m-classes", "/m/report", _at("/m/report"), _WORKER),
    Entry("m-report", "/m/report", _at(f"/m/report?class={RUBBISH}"), _WORKER),
    Entry("m-task", "/m/tasks/{case_no}", _walked("HANDLING"), _WORKER),
    Entry("m-visit", "/m/tasks/{case_no}", _walked("VERIFYING"), _WORKER),
    *(
        Entry(f"m-{act}", "/m/tasks/{case_no}", _walked(state, act), _WORKER)
        for act, state in (
            ("feedback", "HANDLING"),
            ("verify", "VERIFYING"),
            ("request-return", "DISPATCHED"),
        )
    ),
    # administrators
    Entry("items", "/admin/items", _at("/admin/items"), "content.first"),
    Entry("item", "/admin/items/{code}", _at(f"/admin/items/{ALLOWANCE}"), "content.first"),
    Entry("staff", "/admin/staff", _at("/admin/staff"), "admin.system"),
    Entry("staff-filtered", "/admin/staff", _at("/admin/staff?role=grid_worker"), "admin.security"),
    Entry("first-password", "/admin/staff", _at("/admin/staff"), "admin.system", then=engaging),
    Entry(
        "person", "/admin/staff/{staff_id}", _at("/admin/staff"), "admin.system", then=the_first_of_the_list
    ),
    Entry(
        "appointing",
        "/admin/staff/{staff_id}",
        _at("/admin/staff?role=grid_worker"),
        "admin.security",
        then=appointing,
    ),
    Entry("audit", "/admin/audit", _at("/admin/audit"), "admin.audit"),
    Entry("audit-security", "/admin/audit", _at("/admin/audit?stream=security"), "admin.audit"),
    # supervisors, and the bus desk
    Entry("roster", "/roster", _at("/roster"), "supervisor.city"),
    Entry("area-roster", "/roster/{code}", _at("/roster"), "dispatcher.licheng", then=the_first_of_the_list),
    Entry("supervision", "/supervision", _at("/supervision"), "supervisor.city"),
    Entry("bus", "/bus", _at("/bus"), "bus.city"),
    Entry("bus-refused", "/bus/refused/{subscriber}/{number}", _refused, "bus.city"),
    # the pretend city
    Entry("sandbox", "/", _at("/"), pretend_city=True),
    Entry("sandbox-case", "/cases/{case}", _of_kind("/cases", "application", "DELIVERED"), pretend_city=True),
)
# What answers GET and is no page for people: figures, files, tiles, streams, choices, papers for developers.
NO_PAGES = frozenset(
    {
        "/board/live",
        "/health",
        "/inbox/next",
        "/ready",
        "/m/icons/{size}",
        "/m/manifest.webmanifest",
        "/metrics",
        "/openapi.json",
        "/api/docs",
        "/preferences",
        "/window/drafts",
        "/problems/{code}",
        "/static/{version}/{name}",
        "/tiles/areas/{edition}/{z}/{x}/{row}",
        "/tiles/cases/{z}/{x}/{row}",
    }
)


def page_routes() -> list[Served]:
    """Every route that shows a page."""
    return [
        one
        for one in served()
        if one.method == "GET" and not one.template.startswith("/api/v1") and one.template not in NO_PAGES
    ]
