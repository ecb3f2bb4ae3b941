"""What surrounds every request: its id, the security headers, a line in the log, a count in the metrics."""

import logging
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

import msgspec
from litestar import Litestar

from desk import metrics
from desk.errors import DemoElsewhere
from desk.problems import PROBLEMS
from desk.sources import is_loopback
from settings import settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
_LOG = logging.getLogger("griddesk.access")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(self), microphone=()"),
)
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_CACHE = (b"cache-control", b"no-store")


class Edge:
    """Wraps the whole application, answers to unknown addresses included.

    `loopback_only` refuses whoever did not come by an address of this machine alone, as a demo must.
    """

    def __init__(self, inner: Litestar, *, loopback_only: bool = False) -> None:
        self.inner = inner
        self._loopback_only = loopback_only
        # The framework speaks ASGI in types of its own.
        self._call = cast(Application, inner)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._call(scope, receive, send)
            return
        request_id, began, status = secrets.token_hex(8), time.perf_counter(), 499
        scope["state"] = {**(scope.get("state") or {}), "request_id": request_id}

        async def send_on(message: Scope) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with_ours(list(message.get("headers", ())), request_id)
            await send(message)

        try:
            if self._loopback_only and not is_loopback((scope.get("server") or ("",))[0]):
                await _refuse(send_on)
            else:
                await self._call(scope, receive, send_on)
        finally:
            _note(scope, request_id, status, time.perf_counter() - began)


async def _refuse(send: Send) -> None:
    problem = PROBLEMS[DemoElsewhere]
    body = {"type": problem.type, "title": problem.title, "status": problem.status}
    headers = [(b"content-type", b"application/problem+json")]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": msgspec.json.encode(body)})


def _with_ours(headers: list[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    ours = [*HEADERS, *((_HSTS,) if settings.secure_cookies else ()), _CACHE]
    headers += [(name, value) for name, value in ours if name not in present]
    return [*headers, (b"x-request-id", request_id.encode())]


def _note(scope: Scope, request_id: str, status: int, seconds: float) -> None:
    """The route's template and never the address itself: addresses hold numbers and names."""
    route = str(scope.get("path_template") or "none")
    method = str(scope.get("method", ""))
    metrics.REQUESTS.labels(method, route, status // 100 * 100).observe(seconds)
    reach = scope.get("user")
    _LOG.info(
        "request",
        extra={
            "request_id": request_id,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "actor": getattr(reach, "actor", "nobody"),
        },
    )
