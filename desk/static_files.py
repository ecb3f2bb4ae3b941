"""Serves the files browsers fetch: for ever under their version, packed as the browser can take them."""

from collections.abc import Mapping

from litestar import HttpMethod, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from desk.assets import assets
from desk.requests import DeskRequest

_FOR_EVER = "public, max-age=31536000, immutable"
_BEST_FIRST = ("br", "gzip")


@route(
    "/static/{version:str}/{name:path}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
    exclude_from_auth=True,
)
async def static_file(request: DeskRequest, version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """One file; 404 under any version but the present one, since what is kept for ever must never differ."""
    known = assets()
    asset = known.files.get(name.removeprefix("/")) if version == known.version else None
    if asset is None:
        raise NotFoundException
    headers = {"cache-control": _FOR_EVER, "vary": "accept-encoding"}
    coding = _chosen(request.headers.get("accept-encoding", ""), asset.encoded)
    if coding is not None:
        headers["content-encoding"] = coding
    content = asset.content if coding is None else asset.encoded[coding]
    return Response(content, media_type=asset.media_type, headers=headers)


def _chosen(accepted: str, encoded: Mapping[str, bytes]) -> str | None:
    """The best coding there is that the header accepts (RFC 9110, 12.5.3); None for the plain content."""
    weights = dict(_weighed(one) for one in accepted.lower().split(","))
    anything = weights.get("*", 0.0)
    for coding in _BEST_FIRST:
        if coding in encoded and weights.get(coding, anything) > 0:
            return coding
    return None


def _weighed(accepted: str) -> tuple[str, float]:
    coding, _, parameter = accepted.partition(";")
    weight = parameter.strip().removeprefix("q=")
    try:
        return coding.strip(), float(weight) if parameter else 1.0
    except ValueError:
        # What cannot be read is not wanted: plain content is right for everybody.
        return coding.strip(), 0.0
