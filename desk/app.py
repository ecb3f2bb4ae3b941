"""Builds the web application: routes, who may use them, how they fail, and what surrounds every request."""

import gc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from litestar import Litestar, Request, Response
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

import database
from desk import erasing, licence_store
from desk.anchor_watch import WATCH
from desk.assets import assets
from desk.authentication import Authentication
from desk.edge import Application, Edge
from desk.guards import known_or_public
from desk.logging import set_up_logging
from desk.pages.error_pages import answered
from desk.refused_acts import record_refusal
from desk.requests import DeskRequest
from desk.routes import ROUTES
from dispatch import waking
from settings import settings

# The framework knows requests only, not that ours are DeskRequests.
OnError = Callable[[Request[Any, Any, Any], Exception], Response[Any]]
LARGEST_BODY = 1_000_000  # bytes of JSON; uploads have a limit of their own


@asynccontextmanager
async def _connections(_: Litestar) -> AsyncIterator[None]:
    await database.open_pool(patience=database.COMING_UP)
    try:
        # What was erased must not be served again because an older database was put in its place.
        await erasing.replay()
        await WATCH.look()
        yield
    finally:
        await licence_store.close()
        await waking.close()
        await database.close_pool()


def litestar() -> Litestar:
    """The application without what surrounds it; for those who look at its routes."""
    return Litestar(
        ROUTES,
        request_class=DeskRequest,
        middleware=[Authentication],
        guards=[known_or_public],
        exception_handlers={Exception: cast(OnError, answered)},
        after_exception=[record_refusal],
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        lifespan=[_connections],
        logging_config=None,
    )


def build() -> Edge:
    """The web application; `uvicorn --factory desk.app:build` serves it."""
    # A missing file is told when a process starts, not by the first page.
    assets()
    return Edge(litestar(), loopback_only=settings.demo and not settings.demo_anywhere)


def serve() -> Application:
    """The web application of a process of its own, which also sets up its logs."""
    set_up_logging()
    app = believing(settings.trusted_proxies, build())
    # What is there by now stays: looking through it again for what nobody needs would hold up all requests.
    gc.collect()
    gc.freeze()
    return app


def believing(proxies: Sequence[str], app: Application) -> Application:
    """The application, told by these proxies alone for whom they ask; by nobody where there are none."""
    # Uvicorn's own switch believes loopback unless told otherwise, so it is off and this is used instead.
    return cast(Application, ProxyHeadersMiddleware(cast(Any, app), list(proxies))) if proxies else app
