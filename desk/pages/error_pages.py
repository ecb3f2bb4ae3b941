"""What a browser is shown when something went wrong; machines get the problem itself."""

from typing import Any, cast
from urllib.parse import quote

from litestar import MediaType, Response
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from desk.authentication import PAGE
from desk.pages.fault_words import sentence
from desk.pages.language import look_of
from desk.pages.rendering import page, wants_fragment
from desk.pages.translations import speak
from desk.problem_answers import answer, kind_of
from desk.problems import Problem
from desk.requests import DeskRequest

LOGIN = "/login"
_OF_MACHINES = ("/api/", "/static/", "/tiles/")


class _Drawn(Response[bytes]):
    """An answer that draws its page when it is sent: the framework asks for answers to errors at once."""

    def __init__(self, request: DeskRequest, problem: Problem, told: Response[bytes]) -> None:
        super().__init__(b"", status_code=problem.status)
        self._request, self._problem, self._told = request, problem, told

    def to_asgi_response(self, *_: object, **__: Any) -> ASGIApp:  # type: ignore[override]
        async def send_drawn(scope: Scope, receive: Receive, send: Send) -> None:
            drawn = await _drawn(self._request, self._problem)
            drawn.headers.update(
                {name: value for name, value in self._told.headers.items() if name.lower() == "retry-after"}
            )
            await drawn.to_asgi_response(None, self._request)(scope, receive, send)

        return send_drawn


def answered(request: DeskRequest, error: Exception) -> Response[bytes] | Response[str]:
    """The answer to a request that failed: a page for whoever reads pages, a problem for everybody else."""
    told = answer(request, error)
    if not _reads_pages(request):
        return told
    problem = kind_of(error)
    if problem.code == "broken-off":
        return told
    if problem.code == "not-signed-in":
        return _to_login(request)
    if problem.code == "password-too-old":
        return _sent_to("/account", fragment=wants_fragment(request))
    return _Drawn(request, problem, told)


def _reads_pages(request: DeskRequest) -> bool:
    # The framework says that there always is one; an unknown address has none.
    handler: BaseRouteHandler | None = cast(dict[str, Any], request.scope).get("route_handler")
    if handler is not None:
        return bool(handler.opt.get(PAGE))
    wants_text = "text/html" in request.headers.get("accept", "")
    return wants_text and not request.scope["path"].startswith(_OF_MACHINES)


async def _drawn(request: DeskRequest, problem: Problem) -> Response[str]:
    speak(look_of(request).language)
    return await page(
        request,
        "shared/error.html",
        fragment="shared/_error.html",
        status=problem.status,
        words=sentence(problem),
        reference=str(request.scope["state"].get("request_id", "")) if problem.status >= 500 else "",
    )


def _to_login(request: DeskRequest) -> Response[str]:
    """Whoever is not signed in signs in and comes back to the page he was on."""
    fragment = wants_fragment(request)
    back = request.url.path
    if request.method == "GET" and not fragment and request.url.query:
        back = f"{back}?{request.url.query}"
    return _sent_to(f"{LOGIN}?next={quote(back)}", fragment=fragment)


def _sent_to(address: str, *, fragment: bool) -> Response[str]:
    if fragment:
        return Response("", media_type=MediaType.HTML, status_code=401, headers={"HX-Redirect": address})
    return Response("", media_type=MediaType.HTML, status_code=303, headers={"Location": address})
