"""Every route of the web application, those of the API under /api/v1."""

from litestar import Router
from litestar.types import ControllerRouterHandler

from desk.api import session
from desk.health import health, metrics_page, ready
from desk.openapi import docs, schema, stylesheet
from desk.pages_of_problems import problem_page

_API = (*session.ROUTES,)
ROUTES: tuple[ControllerRouterHandler, ...] = (
    Router("/api/v1", route_handlers=list(_API)),
    health,
    ready,
    metrics_page,
    schema,
    docs,
    stylesheet,
    problem_page,
)
