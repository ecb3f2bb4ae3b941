"""Every route of the web application, those of the API under /api/v1."""

from litestar import Router
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
    residents,
    session,
    tokens,
)
from desk.health import health, metrics_page, ready
from desk.openapi import docs, schema, stylesheet
from desk.pages_of_problems import problem_page

_API: tuple[ControllerRouterHandler, ...] = (
    *session.ROUTES,
    *tokens.ROUTES,
    *intake.ROUTES,
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
ROUTES: tuple[ControllerRouterHandler, ...] = (
    Router("/api/v1", route_handlers=list(_API)),
    *residents.ROUTES,
    health,
    ready,
    metrics_page,
    schema,
    docs,
    stylesheet,
    problem_page,
)
