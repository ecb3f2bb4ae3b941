"""Guides made from the published items: who may apply, where, with what, in what time, for what."""

from itertools import groupby
from typing import Annotated

from litestar import Response, get
from litestar.params import PathParameter, QueryParameter

from desk.pages import names
from desk.pages.rendering import page
from desk.pages.residents import guide_words
from desk.pages.residents.guide_words import ShownMaterial
from desk.pages.residents.places import count_look
from desk.pages.telling.derivations import amount
from desk.pages.translations import gettext as _
from desk.pages.wording import TABLES, said, spoken
from desk.requests import DeskRequest
from desk.rules.item_words import PLACE_RULE_WORDS
from desk.rules.place_words import SECTOR_WORDS
from dispatch.calendar_store import current_calendar
from dispatch.present import present
from registry.items import ItemVersion, published_item, published_items, search_items
from registry.nearest_matters import nearest_matters
from registry.rules.item_definition import Item, Obtain

_Words = Annotated[str, QueryParameter(required=False, max_length=64)]
_Code = Annotated[str, PathParameter(min_length=1, max_length=64)]


@get("/guides")
async def guides(request: DeskRequest, q: _Words = "") -> Response[str]:
    """Every item that can be applied for, by the sector that decides it; with `?q=` those for these words."""
    asked = q.strip()
    if asked:
        await count_look(request)
    versions = await search_items(asked, 50) if asked else await published_items()
    if nearest := bool(asked and not versions):
        near = await nearest_matters(asked, 50)
        versions = [one for one in near if isinstance(one, ItemVersion)]
    found = [one.item for one in versions]
    found.sort(key=lambda item: (item.department_kind, item.code))
    groups = [
        (_sector(kind), list(items)) for kind, items in groupby(found, lambda item: item.department_kind)
    ]
    return await page(request, "resident/guides.html", q=asked, groups=groups, nearest=nearest)


@get("/guides/{code:str}")
async def guide(request: DeskRequest, code: _Code) -> Response[str]:
    """The guide of one item, to be read or printed; raises VersionNotFound."""
    version = await published_item(code)
    item, now, city = version.item, await present(), await names.city()
    calendar = await current_calendar(city.calendar_code)
    return await page(
        request,
        "resident/guide.html",
        item=item,
        version=version,
        today=now,
        subjects=[spoken(TABLES["subject"][one]) for one in item.subjects],
        place=spoken(PLACE_RULE_WORDS[item.place]),
        sector=_sector(item.department_kind),
        served=list(guide_words.served(item)),
        limits=guide_words.limits(item, calendar, now),
        kind=said(item.kind),
        supplement=amount(item.supplement),
        papers=_papers(item),
    )


def _papers(item: Item) -> dict[str, list[ShownMaterial]]:
    return {
        "brought": guide_words.materials(item, Obtain.SUBMIT),
        "either": guide_words.materials(item, Obtain.EITHER),
        "fetched": guide_words.materials(item, Obtain.SHARED),
    }


def _sector(kind: str) -> str:
    """What a sector is called; a city's own that nobody has named stands among the others."""
    return spoken(SECTOR_WORDS[kind]) if kind in SECTOR_WORDS else _("其他")


ROUTES = (guides, guide)
