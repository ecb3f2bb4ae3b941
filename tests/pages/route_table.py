"""Who may use which route at all, written by hand; acts follow the transition tables."""

import re
from dataclasses import dataclass
from functools import cache

from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from desk.api.act_table import FACTS_OF
from desk.app import litestar
from desk.authentication import PAGE
from dispatch.rules.application_facts import (
    Decision,
    Extension,
    HandingOut,
    Materials,
    Refusal,
    Settlement,
    Special,
)
from dispatch.rules.incident_facts import Done, Filing, FollowedUp, Return, Until, Visit
from dispatch.rules.permissions import MAY
from dispatch.rules.shared_facts import (
    Assignment,
    Attachments,
    External,
    HandOver,
    Order,
    Rating,
    Tie,
    Voiding,
    Worded,
)
from dispatch.rules.states import Act
from reach import NOT_POSTS, Role

STAFF = frozenset(Role) - NOT_POSTS
EVERYBODY = STAFF | {Role.MACHINE}
WORKING = STAFF - {
    Role.BUS_DESK,
    Role.CONTENT_ADMIN,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
}
READING = WORKING | {Role.MACHINE}
# What anybody may ask who is not signed in.
OPEN = frozenset(
    {
        "GET /health",
        "GET /ready",
        "GET /metrics",
        "GET /openapi.json",
        "GET /api/docs",
        "GET /static/{version}/{name}",
        "HEAD /static/{version}/{name}",
        "GET /problems/{code}",
        "GET /t/{tracking_no}",
        "POST /t/{tracking_no}",
        "GET /tiles/areas/{edition}/{z}/{x}/{row}",
        "POST /api/v1/login",
        "POST /api/v1/reports",
        "POST /api/v1/report-photos",
    }
)
ROLES: dict[str, frozenset[Role]] = {
    "POST /logout": EVERYBODY,
    "GET /me": EVERYBODY,
    "POST /password": STAFF,
    "POST /tokens": frozenset({Role.SECURITY_ADMIN}),
    "GET /tokens": frozenset({Role.SECURITY_ADMIN}),
    "POST /tokens/{token_id}/revoke": frozenset({Role.SECURITY_ADMIN}),
    "POST /incidents": frozenset({Role.CLERK, Role.GRID_WORKER, Role.OPERATOR, Role.CHECKER, Role.MACHINE}),
    "POST /applications": frozenset({Role.CLERK, Role.GRID_WORKER, Role.MACHINE}),
    "GET /cases": READING,
    "POST /cases/search": READING,
    "GET /cases/{case_no}": READING,
    "GET /cases/{case_no}/journal": READING,
    "GET /cases/{case_no}/clocks": READING,
    "GET /cases/{case_no}/tasks": READING,
    "GET /cases/{case_no}/routings": WORKING,
    "POST /cases/{case_no}/reveal": WORKING,
    "POST /cases/{case_no}/materials": MAY[Act.SUPPLEMENT],
    "POST /cases/{case_no}/ask-again": MAY[Act.REPORT],
    "POST /files": READING,
    "GET /files/{file_id}": READING,
    "GET /files/{file_id}/small": READING,
    "GET /items": EVERYBODY,
    "GET /items/{code}": EVERYBODY,
    "GET /incident-classes": EVERYBODY,
    "GET /departments": EVERYBODY,
    "GET /service-points": EVERYBODY,
    "GET /locate": EVERYBODY,
    "GET /areas/{code}": EVERYBODY,
    "GET /addresses": EVERYBODY,
    "GET /tiles/cases/{z}/{x}/{row}": READING,
    "GET /bus/health": frozenset({Role.BUS_DESK}),
    "GET /bus/refused": frozenset({Role.BUS_DESK}),
    "POST /bus/refused/{case_no}/replay": frozenset({Role.BUS_DESK}),
    "GET /events": frozenset({Role.MACHINE}),
    "GET /audit": frozenset({Role.AUDIT_ADMIN}),
    "GET /audit/{stream}": frozenset({Role.AUDIT_ADMIN}),
    "GET /demo/clock": EVERYBODY,
    "PUT /demo/clock": frozenset({Role.SYSTEM_ADMIN}),
}


# The least each kind of facts must say to be looked at together with the case.
LEAST: dict[type | None, dict[str, object]] = {
    None: {},
    Assignment: {},
    Decision: {},
    Worded: {"text": "x"},
    Refusal: {"reason": "not_needed", "text": "x"},
    Materials: {"codes": ["x"]},
    Settlement: {"code": 0},
    Extension: {"amount": 1},
    Special: {"kind": "hearing", "approved_by": "staff:1", "expected_days": 1},
    External: {"body": "x", "number": "x"},
    HandingOut: {"mode": "1"},
    Filing: {"class_code": "0102", "situation": "1", "criterion_met": True},
    Return: {"reason": "other", "text": "x"},
    Visit: {"agrees": True},
    Done: {"text": "x"},
    FollowedUp: {"satisfied": True},
    Until: {"cause": "x", "until": "2030-01-01T00:00:00Z"},
    Order: {"text": "x"},
    HandOver: {"to": 1},
    Tie: {"case_id": 1},
    Rating: {"stars": 1},
    Voiding: {"reason": "x"},
    Attachments: {"files": []},
}


# The least that other routes about a case must be told, by the end of their address.
_LEAST_OF: dict[str, dict[str, object]] = {
    "reveal": {"purpose": "decision"},
    "materials": {"codes": ["x"]},
    "ask-again": {"description": "x"},
}


@dataclass(frozen=True, slots=True)
class Served:
    """A route as it is: method, template of its path, and the roles it is meant for."""

    method: str
    template: str
    handler: HTTPRouteHandler

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def act(self) -> Act | None:
        """The act of an act's route."""
        found = re.fullmatch(r"/api/v1/cases/\{case_no\}/acts/([a-z-]+)", self.template)
        return Act(found[1].replace("-", "_")) if found else None

    @property
    def roles(self) -> frozenset[Role]:
        """Who may pass the door; raises KeyError for a route nobody has thought about."""
        if self.act is not None:
            return MAY[self.act]
        return ROLES[f"{self.method} {self.template.removeprefix('/api/v1')}"]

    @property
    def is_page(self) -> bool:
        """Whether it is a page, a part of one or a form, and answers people; these are in page_doors.py."""
        return bool(self.handler.opt.get(PAGE))

    @property
    def body(self) -> dict[str, object]:
        """The least that makes the route look at the case: an act in a version nobody has seen."""
        if self.act is None:
            return _LEAST_OF.get(self.template.rpartition("/")[2], {})
        return {"version": 999, **LEAST[FACTS_OF[self.act]]}

    @property
    def about_a_case(self) -> bool:
        """Whether the route shows or changes one case, so that its reach counts."""
        return self.template.startswith("/api/v1/cases/{case_no}") or self.name == "POST /api/v1/files"


@cache
def served() -> tuple[Served, ...]:
    """Every route of the application; signing out comes last."""
    found = [
        Served(method, re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path), handler)
        for route in litestar().routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"
    ]
    return tuple(sorted(found, key=lambda one: one.name == "POST /api/v1/logout"))
