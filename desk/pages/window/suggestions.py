"""Finds places and matters while they are typed, the way clerks say them."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from litestar import Response, post

from desk.guards import any_role
from desk.pages import names, wording
from desk.pages.forms import Form, read_form
from desk.pages.rendering import page
from desk.pages.translations import gettext as _
from desk.pages.window.form import CLASS, ITEM
from desk.pages.window.people import known_person
from desk.pages.window.persons import SUBJECT, person
from desk.requests import DeskRequest
from dispatch.present import present
from grid.addresses import Address, suggest_addresses
from grid.area_search import FoundArea, search_areas
from grid.errors import QueryTooShort
from grid.rules.levels import Level
from reach import Reach, Role
from registry.dossiers import reveal
from registry.incident_classes import ClassVersion, search_classes
from registry.items import ItemVersion, search_items
from registry.nearest_matters import nearest_matters
from registry.rules.purposes import Purpose

_MOST = 10
_LONGEST = 64
_CLERKS = any_role([Role.CLERK])


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that may be meant: what the form sends, what the field then says, and what tells it apart."""

    value: str
    text: str
    note: str = ""
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was found for the words typed into the two fields that look things up."""

    places: tuple[Suggestion, ...]
    matters: tuple[Suggestion, ...]


@post("/window/places", status_code=200, guards=[_CLERKS])
async def suggest_places(request: DeskRequest) -> Response[str]:
    """Addresses and areas for the words typed; without words, where the person of the form is registered."""
    form = await read_form(request)
    words = form["place_words"][:_LONGEST]
    found = await places(words) if words else await _at_home(form, request.reach, await present())
    return await _answer(request, found, "place")


@post("/window/matters", status_code=200, guards=[_CLERKS])
async def suggest_matters(request: DeskRequest) -> Response[str]:
    """Items and incident classes for the words typed."""
    form = await read_form(request)
    return await _answer(request, await matters(form["matter_words"][:_LONGEST]), "matter")


async def _answer(request: DeskRequest, found: tuple[Suggestion, ...], field: str) -> Response[str]:
    return await page(request, "window/_suggestions.html", found=found, field=field)


async def found_for(form: Form) -> Suggested:
    """What there is for the words of the whole form, for a page that works without script."""
    place, matter = form["place_words"][:_LONGEST], form["matter_words"][:_LONGEST]
    return Suggested(await places(place) if place else (), await matters(matter) if matter else ())


async def places(words: str) -> tuple[Suggestion, ...]:
    """Areas that are meant by name or code come first, then addresses."""
    areas = await search_areas(words, 4)
    addresses: Sequence[Address] = ()
    # One more character, and there will be something to look for.
    with contextlib.suppress(QueryTooShort):
        addresses = await suggest_addresses(words, _MOST)
    communities = {one.community_code for one in addresses if one.community_code}
    called = await names.areas(communities)
    found = [_of_address(one, called.get(one.community_code or "", "")) for one in addresses]
    by_area = [_of_area(one) for one in areas]
    # Whoever types digits has a house in mind.
    both = [*found, *by_area] if any(sign.isdigit() for sign in words) else [*by_area, *found]
    return tuple(both[:_MOST])


def _of_address(one: Address, community: str) -> Suggestion:
    return Suggestion(f"address:{one.id}", one.text, community, chinese=True)


def _of_area(one: FoundArea) -> Suggestion:
    name = names.in_language((one.name, one.name_en or one.name))
    around = [names.in_language(pair) for pair in zip(one.around, one.around_en, strict=True)]
    # A grid's own name is a number; with its community before it anybody knows which.
    text = f"{around[-1]} {name}" if one.level in (Level.GRID, Level.CELL) and around else name
    level = wording.said(one.level)
    return Suggestion(f"area:{one.code}", text, f"{level} · {' '.join(around[-2:])}" if around else level)


async def _at_home(form: Form, reach: Reach, now: datetime) -> tuple[Suggestion, ...]:
    """Where the person of the form is registered: the standard address, or else the area."""
    who = person(form, SUBJECT)
    known = await known_person(reach, who, now)
    if known is None or not known.home[0]:
        return ()
    code, area = known.home
    found = [Suggestion(f"area:{code}", area, _("登记住址所在区域"))]
    # A phone number proves nobody's identity: whoever gives no other is shown no more than the area.
    if who.body is None or who.body.number is None or not known.address:
        return tuple(found)
    # The address is opened to find the same one among the standard addresses, and recorded as that.
    looking = reach.for_purpose(Purpose.IDENTITY_CHECK)
    text = (await reveal(looking, known.id, ["address"], now)).get("address", "")
    if len(text) > 1:
        for one in await suggest_addresses(text, 3):
            found.insert(0, _of_address(one, _("登记住址")))
    return tuple(found)


async def matters(words: str) -> tuple[Suggestion, ...]:
    """Items and classes that hold the words, or bear the code; where none does, what comes nearest."""
    if not words:
        return ()
    items, classes = await search_items(words, _MOST), await search_classes(words, _MOST)
    found = [*map(_of_matter, items), *map(_of_matter, classes)]
    if not found:
        near, nearest = map(_of_matter, await nearest_matters(words, _MOST)), _("相近")
        return tuple(replace(one, note=f"{nearest} · {one.note}") for one in near)
    plain = words.strip()
    found.sort(key=lambda one: (one.text != plain, not one.text.startswith(plain)))
    return tuple(found[:_MOST])


def _of_item(found: ItemVersion) -> Suggestion:
    item = found.item
    name = wording.spoken((item.name, item.name_en))
    return Suggestion(f"{ITEM}:{item.code}", name, _("办事") + f" · {wording.said(item.kind)}")


def _of_class(found: ClassVersion) -> Suggestion:
    one = found.incident_class
    name = wording.spoken((one.name, one.name_en))
    major = wording.spoken((one.major, one.major_en))
    return Suggestion(f"{CLASS}:{one.code}", name, _("上报") + f" · {major}")


def _of_matter(found: ItemVersion | ClassVersion) -> Suggestion:
    return _of_item(found) if isinstance(found, ItemVersion) else _of_class(found)


ROUTES = (suggest_places, suggest_matters)
