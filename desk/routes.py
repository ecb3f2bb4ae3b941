"""Every route of the web application, those of the API under /api/v1."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from litestar import Request, Router
from litestar.types import ControllerRouterHandler

from desk.api import (
    acts,
    audit,
    bus_desk,
    case_lists,
    case_search,
    case_views,
    catalogue,
    coming_back,
    demo,
    files,
    intake,
    organisation,
    places,
    reports,
    residents,
    session,
    tokens,
)
from desk.authentication import PAGE
from desk.openapi import docs, schema
from desk.operation import health, metrics_page, ready
from desk.pages import account, board, bus, case, cases, inbox, roster, signing_in, supervision
from desk.pages import acts as act_pages
from desk.pages.admin import audit as audit_pages
from desk.pages.admin import items, person, staff
from desk.pages.field.routes import ROUTES as FIELD
from desk.pages.forms import prepare
from desk.pages.residents.routes import ROUTES as RESIDENTS
from desk.pages.window.routes import ROUTES as WINDOW
from desk.pages_of_problems import problem_page
from desk.static_files import static_file
from desk.tiles import ROUTES as TILES

_API: tuple[ControllerRouterHandler, ...] = (
    *session.ROUTES,
    *tokens.ROUTES,
    *intake.ROUTES,
    *reports.ROUTES,
    *case_lists.ROUTES,
    *case_search.ROUTES,
    *case_views.ROUTES,
    *acts.ROUTES,
    *coming_back.ROUTES,
    *files.ROUTES,
    *catalogue.ROUTES,
    *organisation.ROUTES,
    *places.ROUTES,
    *bus_desk.ROUTES,
    *audit.ROUTES,
    *demo.ROUTES,
)
# The framework knows requests only, not that ours are DeskRequests.
Hook = Callable[[Request[Any, Any, Any]], Awaitable[None]]
_PAGES: tuple[ControllerRouterHandler, ...] = (
    *signing_in.ROUTES,
    *WINDOW,
    *FIELD,
    *account.ROUTES,
    *RESIDENTS,
    *board.ROUTES,
    *bus.ROUTES,
    *inbox.ROUTES,
    *cases.ROUTES,
    *case.ROUTES,
    *act_pages.ROUTES,
    *supervision.ROUTES,
    *roster.ROUTES,
    *items.ROUTES,
    *staff.ROUTES,
    *person.ROUTES,
    *audit_pages.ROUTES,
)
ROUTES: tuple[ControllerRouterHandler, ...] = (
    Router("/api/v1", route_handlers=list(_API)),
    Router(
        "/",
        route_handlers=list(_PAGES),
        before_request=cast(Hook, prepare),
        opt={PAGE: True},
        include_in_schema=False,
    ),
    *residents.ROUTES,
    *TILES,
    health,
    ready,
    metrics_page,
    schema,
    docs,
    static_file,
    problem_page,
)
