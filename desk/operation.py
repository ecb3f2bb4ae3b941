"""What those who run the desk ask it: whether it is well, whether it can serve, and its figures."""

from dataclasses import dataclass

from litestar import Response, get
from litestar.exceptions import NotFoundException
from prometheus_client import CONTENT_TYPE_LATEST

from desk import metrics
from desk.health import LATEST, NEEDED, Finding, anchors, serving
from desk.requests import DeskRequest
from reach import ReachKind

# Services whose tokens may read the figures.
_READERS = frozenset({"metrics", "prometheus"})


@dataclass(frozen=True, slots=True)
class Health:
    """Everything looked at; `well` when all of it is."""

    well: bool
    findings: tuple[Finding, ...]


def _is_inside(request: DeskRequest) -> bool:
    return request.user is not None or request.is_local


@get("/health", tags=["operation"], summary="What is well and what is not")
async def health(request: DeskRequest) -> Response[Health]:
    """503 only where people cannot be served (database, keys, map); those inside are told every reason.

    Whoever is neither signed in nor on this machine is told no more than whether all is well.
    """
    found = await LATEST.findings()
    served = all(one.well for one in found if one.what in NEEDED)
    body = Health(all(one.well for one in found), found if _is_inside(request) else ())
    return Response(body, status_code=200 if served else 503)


@get("/ready", tags=["operation"], summary="Whether requests can be served")
async def ready(request: DeskRequest) -> Response[Health]:
    """200 once the database answers, its keys are there and a map is published, else 503.

    Those inside are told the reasons, and of anchors that contradict the database: they stop nobody from
    being served.
    """
    found = await serving()
    served = all(one.well for one in found)
    if not _is_inside(request):
        found = tuple(Finding(one.what, one.well) for one in found)
    elif served:
        found = (*found, await anchors())
    return Response(Health(all(one.well for one in found), found), status_code=200 if served else 503)


@get("/metrics", include_in_schema=False)
async def metrics_page(request: DeskRequest) -> Response[bytes]:
    """Figures for Prometheus; only for this machine, or for a service whose token was made for them."""
    reach = request.user
    reads = reach is not None and reach.kind is ReachKind.SERVICE and reach.who in _READERS
    if not reads and not request.is_local:
        raise NotFoundException
    return Response(await metrics.exposition(), media_type=CONTENT_TYPE_LATEST)
