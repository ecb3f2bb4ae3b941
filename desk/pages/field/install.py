"""What a phone asks before it puts the desk on its first screen: the manifest and the icons."""

import io
from functools import lru_cache
from typing import Annotated

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter
from PIL import Image, ImageDraw

from desk.pages.language import look_of
from desk.pages.translations import gettext as _
from desk.requests import DeskRequest

_SIZES = (192, 512)
_BLUE, _WHITE, _YELLOW = "#0b5cad", "#ffffff", "#ffd04a"
_SQUARES = ((6, 6), (17, 6), (6, 17))
_SIDE, _DOT, _UNITS = 9.0, (17.0, 17.0, 26.0, 26.0), 32
_FINE = 4  # drawn so many times larger, for smooth edges


@get("/m/manifest.webmanifest")
async def manifest(request: DeskRequest) -> Response[bytes]:
    """The name, the colours and the first page of the desk in a pocket, in the language asked for."""
    body = {
        "name": _("社区网格服务台"),
        "short_name": _("网格台"),
        "lang": look_of(request).language,
        "id": "/m",
        "start_url": "/m",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f1f3f5",
        "theme_color": _BLUE,
        "icons": [
            {
                "src": f"/m/icons/{size}",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in _SIZES
        ],
    }
    return Response(
        msgspec.json.encode(body),
        media_type="application/manifest+json",
        headers={"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"},
    )


@get("/m/icons/{size:int}")
async def icon(size: Annotated[int, PathParameter(ge=1, le=1024)]) -> Response[bytes]:
    """The icon as a picture, since phones take no vector graphics for their first screen."""
    if size not in _SIZES:
        raise NotFoundException
    return Response(drawn(size), media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


@lru_cache(maxsize=len(_SIZES))
def drawn(size: int) -> bytes:
    """A PNG of so many pixels, the same as `static/img/icon.svg` with its ground up to the edge."""
    scale = size * _FINE / _UNITS
    picture = Image.new("RGB", (size * _FINE, size * _FINE), _BLUE)
    pen = ImageDraw.Draw(picture)
    for left, top in _SQUARES:
        box = [edge * scale for edge in (left, top, left + _SIDE, top + _SIDE)]
        pen.rectangle((box[0], box[1], box[2], box[3]), fill=_WHITE)
    pen.ellipse(tuple(edge * scale for edge in _DOT), fill=_YELLOW)
    written = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
    return written.getvalue()


ROUTES = (manifest, icon)
