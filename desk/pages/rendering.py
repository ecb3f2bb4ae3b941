"""Answers a page: whole to a browser, its fragment to a part of a page that asked for itself anew."""

from litestar import MediaType, Response

from desk.pages import names
from desk.pages.language import Look, look_of
from desk.pages.templating import ENVIRONMENT
from desk.pages.translations import speaking
from desk.pages.viewing import viewer_of
from desk.requests import DeskRequest
from grid.errors import NoCity


def wants_fragment(request: DeskRequest) -> bool:
    """Whether a part of a page asks for itself; decides how the answer looks, never what may be seen."""
    # A page asked for as a whole by a boosted link says so.
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-request-type") != "full"


async def page(
    request: DeskRequest, template: str, *, fragment: str | None = None, status: int = 200, **context: object
) -> Response[str]:
    """The template as an answer, in the language and size asked for.

    Templates see the context, and besides: `viewer`, `city`, `language`, `size`, `here` (the address).
    `fragment` is answered alone where a part of the page asked (htmx); a page includes its fragment.
    """
    look = look_of(request)
    asked = fragment if fragment is not None and wants_fragment(request) else template
    with speaking(look.language):
        text = ENVIRONMENT.get_template(asked).render(**await _surroundings(request, look), **context)
    return Response(text, media_type=MediaType.HTML, status_code=status, headers=_headers(look))


async def _surroundings(request: DeskRequest, look: Look) -> dict[str, object]:
    try:
        city = await names.city()
    except NoCity:
        city = None
    return {
        "viewer": await viewer_of(request),
        "city": city,
        "language": look.language,
        "size": look.size,
        "here": _here(request),
    }


def _here(request: DeskRequest) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def _headers(look: Look) -> dict[str, str]:
    return {
        "Content-Language": look.language,
        "Vary": "HX-Request, Cookie, Accept-Language",
        "Cache-Control": "no-store",
    }
