"""The first page for residents: what the desk is, what can be done here, and a search in everyday words."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from desk.pages.rendering import page
from desk.pages.residents.places import count_look
from desk.requests import DeskRequest
from registry.incident_classes import ClassVersion, search_classes
from registry.items import ItemVersion, search_items
from registry.nearest_matters import nearest_matters
from registry.rules.incident_definition import IncidentClass
from registry.rules.item_definition import Item
from registry.service_points import ServicePoint, service_points

_EACH = 10  # answers of a kind
_Words = Annotated[str, QueryParameter(required=False, max_length=64)]


@dataclass(frozen=True, slots=True)
class Found:
    """What there is for somebody's words."""

    items: tuple[Item, ...] = ()
    classes: tuple[IncidentClass, ...] = ()
    points: tuple[ServicePoint, ...] = ()
    nearest: bool = False  # nothing holds all the words; these come nearest to them


@get("/")
async def home(request: DeskRequest, q: _Words = "") -> Response[str]:
    """What somebody can do here; with `?q=`, the guides, reports and service points for these words."""
    asked = q.strip()
    found = await _found(request, asked) if asked else Found()
    return await page(request, "resident/home.html", q=asked, found=found)


async def _found(request: DeskRequest, asked: str) -> Found:
    await count_look(request)
    items, classes = await search_items(asked, _EACH), await search_classes(asked, _EACH)
    points = [one for one in await service_points() if _called(one, asked)][:_EACH]
    if nearest := not (items or classes or points):
        near = await nearest_matters(asked, _EACH)
        items = [one for one in near if isinstance(one, ItemVersion)]
        classes = [one for one in near if isinstance(one, ClassVersion)]
    return Found(
        tuple(one.item for one in items),
        tuple(one.incident_class for one in classes),
        tuple(points),
        nearest,
    )


def _called(one: ServicePoint, asked: str) -> bool:
    return asked.lower() in f"{one.name} {one.name_en} {one.address}".lower()


ROUTES = (home,)
