"""Items and incident classes over HTTP, as they stand and as cases keep them."""

from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from desk.guards import signed_in
from registry.incident_classes import ClassVersion, published_classes, search_classes
from registry.items import ItemVersion, published_item, published_items, search_items
from registry.rules.incident_definition import IncidentClass
from registry.rules.item_definition import Item, PlaceRule

_Words = Annotated[
    str | None,
    QueryParameter(
        required=False, min_length=1, max_length=64, description="Characters, pinyin, initials or English"
    ),
]


class ItemLine(Struct):
    """An item as it stands in a list; `place` says which place decides where an application belongs."""

    code: str
    version_id: int
    version: int
    name: str
    name_en: str
    department_kind: str
    kind: str
    place: PlaceRule
    published_at: datetime | None


class ItemAnswer(Struct):
    """A published item with its limits, form, materials and law."""

    version_id: int
    version: int
    published_at: datetime | None
    item: Item


class ClassAnswer(Struct):
    """A published incident class with its situations and limits."""

    version_id: int
    version: int
    published_at: datetime | None
    incident_class: IncidentClass


@get("/items", guards=[signed_in], tags=["catalogue"], summary="Items that can be applied for")
async def list_items(q: _Words = None) -> list[ItemLine]:
    """Every item that stands, or those that hold the words."""
    found = await published_items() if q is None else await search_items(q)
    return [_line(one) for one in found]


@get("/items/{code:str}", guards=[signed_in], tags=["catalogue"], summary="An item")
async def one_item(code: FromPath[str]) -> ItemAnswer:
    """The item as it stands now."""
    found = await published_item(code)
    return ItemAnswer(found.version_id, found.version, found.published_at, found.item)


@get("/incident-classes", guards=[signed_in], tags=["catalogue"], summary="What can be reported")
async def list_classes(q: _Words = None) -> list[ClassAnswer]:
    """Every class that stands, or those that hold the words."""
    found = await published_classes() if q is None else await search_classes(q)
    return [_class(one) for one in found]


def _line(found: ItemVersion) -> ItemLine:
    item = found.item
    return ItemLine(
        item.code, found.version_id, found.version, item.name, item.name_en, item.department_kind,
        item.kind.value, item.place, found.published_at,
    )  # fmt: skip


def _class(found: ClassVersion) -> ClassAnswer:
    return ClassAnswer(found.version_id, found.version, found.published_at, found.incident_class)


ROUTES = (list_items, one_item, list_classes)
