"""What a resident calls a place: an address, a community, where his device is; found by typing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite

from desk import attempts
from desk.pages.forms import whole_number
from desk.pages.names import in_language
from desk.pages.translations import gettext as _
from desk.requests import DeskRequest
from grid.addresses import Address, AddressQuery, address, search_addresses
from grid.area_middles import middle_of
from grid.area_search import FoundArea, search_areas
from grid.errors import BadPosition, GridError, QueryTooShort
from grid.locate import locate_area
from grid.rules.coordinates import Crs, Position, to_wgs84
from grid.rules.levels import Level

LONGEST = 64  # characters of what is typed
_EACH = 6  # choices of a kind shown
_AMONG = 60  # areas looked through: grids come first, and no resident knows one by its number
_FINGER = 10.0  # metres: how well one meets a map
_LEAST_PRECISION = 5000.0
_CALLED = frozenset({Level.DISTRICT, Level.STREET, Level.COMMUNITY})


@dataclass(frozen=True, slots=True)
class Choice:
    """A place as it can be chosen: `key` is `address:<id>` or `area:<code>`.

    `around` says where it lies; the English of either is empty where the data has no English name.
    """

    key: str
    name: str
    english: str
    around: str
    around_english: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place that was chosen, with a point in or at it (EPSG:4326)."""

    key: str
    name: str
    english: str
    position: Position


async def count_look(request: DeskRequest) -> None:
    """Counts somebody's look-up by where it comes from; raises TooManyAttempts."""
    await attempts.count_attempt(f"look:{request.sender}", attempts.LOOK_BY_SOURCE, datetime.now(UTC))


async def choices(request: DeskRequest, words: str) -> list[Choice]:
    """Communities and addresses that hold the words, at most a dozen; raises TooManyAttempts.

    Fewer than two characters find nothing.
    """
    asked = words.strip()[:LONGEST]
    if not asked:
        return []
    await count_look(request)
    areas = [area for area in await search_areas(asked, _AMONG) if area.level in _CALLED]
    found = [_of_area(area) for area in areas[:_EACH]]
    try:
        page = await search_addresses(AddressQuery(asked, size=_EACH))
    except QueryTooShort:
        return found
    return found + [_of_address(one) for one in page.addresses]


async def chosen(key: str) -> Chosen | None:
    """The place of a choice; None for a key that says none."""
    kind, _colon, named = key.partition(":")
    try:
        if kind == "address" and (number := whole_number(named)) is not None:
            one = await address(number)
            return Chosen(key, one.text, "", one.position)
        if kind == "area" and 0 < len(named) <= 40:
            area = (await locate_area(named)).lowest
            return Chosen(key, area.name, area.name_en, await middle_of(named))
    except GridError:
        return None
    return None


def point(lon: str, lat: str) -> Position | None:
    """A point as a device or map gives it (degrees, WGS-84); None for what is no place on earth."""
    try:
        degrees = float(lon), float(lat)
        return to_wgs84(Position(*degrees), Crs.WGS84) if all(map(isfinite, degrees)) else None
    except (ValueError, BadPosition):
        return None


def body_at(at: Position, accuracy: str) -> dict[str, object]:
    """A point as the API is sent it; `accuracy` is what a device says, without it a finger met a map."""
    exact = min(float(accuracy), _LEAST_PRECISION) if accuracy.isdecimal() else _FINGER
    return {"point": {"lon": at.lon, "lat": at.lat, "crs": "WGS84", "precision_m": exact}}


def body_of(place: Chosen) -> dict[str, object]:
    """A place that was chosen as the API is sent it."""
    kind, _colon, named = place.key.partition(":")
    return {"address_id": int(named)} if kind == "address" else {"area_code": named}


def wanted(found: Sequence[Choice], words: str) -> str:
    """What is still to be said of a place, by what there is for the words typed."""
    if found:
        return _("找到了几个地点，请选择其中一个。")
    if words:
        return _("没有找到这个地点，请换一个说法，例如社区名或路名加门牌号。")
    return _("请说明在哪里。")


def _of_area(area: FoundArea) -> Choice:
    english = " · ".join(area.around_en) if all(area.around_en) else ""
    return Choice(f"area:{area.code}", area.name, area.name_en, " · ".join(area.around), english)


def _of_address(one: Address) -> Choice:
    return Choice(f"address:{one.id}", one.text, "", one.building)


def said(place: Chosen) -> str:
    """What the place is called in the language spoken."""
    return in_language((place.name, place.english or place.name))


def here() -> str:
    """What the place of a device is called."""
    return _("您所在的位置")
