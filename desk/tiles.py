"""The map's tiles over HTTP: outlines of an edition for everybody, open work for whoever sees it."""

import gzip
import re
from datetime import UTC, datetime
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, QueryParameter

from desk import attempts
from desk.authentication import UNATTENDED
from desk.guards import case_readers
from desk.requests import DeskRequest
from desk.small_requests import count_small
from dispatch.board import Sought, Stage
from dispatch.present import present
from dispatch.work_tiles import Listed, work_tile
from grid.rules.tiles import Tile
from grid.tiles import area_tile

_KIND = "application/vnd.mapbox-vector-tile"
_FOR_EVER = {"cache-control": "public, max-age=31536000, immutable", "vary": "Accept-Encoding"}
_PRIVATE = {"cache-control": "private, no-store", "vary": "Accept-Encoding, Cookie"}
_ROW = re.compile(r"(\d{1,6})\.mvt")
_SMALL = 1000  # bytes; below, packing gains nothing
_EMPTY = {204: ResponseSpec(None, description="Nothing is drawn there")}
_ALL = "all"
_STAGES = f"^({'|'.join((_ALL, *Stage))})$"
_Part = Annotated[str | None, QueryParameter(required=False, max_length=200)]
_Flag = Annotated[bool, QueryParameter(required=False)]


async def listed(
    stage: Annotated[str | None, QueryParameter(required=False, pattern=_STAGES)] = None,
    area: _Part = None,
    matter: _Part = None,
    urgent: _Flag = False,
    overdue: _Flag = False,
) -> Listed | None:
    """What a board lists, as its map asks for it; without a stage, None: whatever is open."""
    if stage is None:
        return None
    late = await present() if overdue else None
    return Listed(Sought(area, matter, late, urgent), None if stage == _ALL else Stage(stage))


@get(
    "/tiles/areas/{edition:int}/{z:int}/{x:int}/{row:str}",
    tags=["places"],
    summary="Outlines and names of an edition",
    media_type=_KIND,
    responses=_EMPTY,
)
async def areas(
    request: DeskRequest, edition: FromPath[int], z: FromPath[int], x: FromPath[int], row: FromPath[str]
) -> Response[bytes]:
    """A Mapbox vector tile of a published edition (by its number), the same for ever; zooms 0 to 16.

    The last part is the row and `.mvt`. Layers: districts, streets, communities, grids, cells and labels.
    Open to everybody, some four thousand in five minutes from one address.
    """
    if request.user is None:
        now = datetime.now(UTC)
        await count_small(f"tiles:{request.sender}", attempts.TILE_LOTS_BY_SOURCE, now)
    body = await area_tile(edition, Tile(z, x, _row(row)))
    return _answer(request, body, _FOR_EVER)


@get(
    "/tiles/cases/{z:int}/{x:int}/{row:str}",
    guards=[case_readers],
    dependencies={"listed": Provide(listed)},
    opt={UNATTENDED: True},
    tags=["places"],
    summary="Open work on the map",
    media_type=_KIND,
    responses=_EMPTY,
)
async def work(
    request: DeskRequest,
    z: FromPath[int],
    x: FromPath[int],
    row: FromPath[str],
    listed: NamedDependency[Listed | None],
) -> Response[bytes]:
    """A Mapbox vector tile of the open cases in reach; zooms 0 to 16.

    Layer cases: each at its point, from zoom 14 on. Layer counts: how many stand in an area. With a stage,
    only the incidents a board lists, at that stage or at all of them.
    """
    body = await work_tile(request.reach, Tile(z, x, _row(row)), listed)
    return _answer(request, body, _PRIVATE)


def _row(named: str) -> int:
    found = _ROW.fullmatch(named)
    if found is None:
        raise NotFoundException
    return int(found[1])


def _answer(request: DeskRequest, body: bytes, headers: dict[str, str]) -> Response[bytes]:
    if not body:
        return Response(b"", status_code=204, headers=headers)
    if len(body) > _SMALL and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers = gzip.compress(body, 6), {**headers, "content-encoding": "gzip"}
    return Response(body, media_type=_KIND, headers=headers)


ROUTES = (areas, work)
