"""The map over HTTP: areas, standard addresses, and where a point belongs."""

from math import isfinite
from typing import Annotated

from litestar import get
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from desk.api.intake_answers import AreaAnswer, chain_answer
from desk.guards import signed_in
from desk.input_errors import FieldError, InvalidInput, told_at
from grid.addresses import Address, AddressQuery, search_addresses
from grid.errors import PointOutsideCity, QueryTooShort, UnknownCrs
from grid.locate import locate, locate_area
from grid.location import Location
from grid.rules.coordinates import Position, crs_named, to_wgs84


class PositionAnswer(Struct):
    """Longitude and latitude in degrees, EPSG:4326."""

    lon: float
    lat: float


class OverlayAnswer(Struct):
    """A zone of a layer that crosses the areas."""

    overlay: str
    code: str
    name: str


class CandidateAnswer(Struct):
    """Another lowest area the place may lie in."""

    code: str
    name: str
    path: str
    distance_m: float


class LocationAnswer(Struct):
    """Where a place belongs in the published edition of the map."""

    edition: int
    path: str
    chain: list[AreaAnswer]
    position: PositionAnswer | None
    overlays: list[OverlayAnswer]
    candidates: list[CandidateAnswer]


class AddressAnswer(Struct):
    """A standard address."""

    id: int
    code: str
    text: str
    building: str
    position: PositionAnswer
    community_code: str | None
    cell_code: str | None


class AddressesAnswer(Struct):
    """A page of addresses, best first."""

    addresses: list[AddressAnswer]
    more: bool


@get("/locate", guards=[signed_in], tags=["places"], summary="Where a point belongs")
async def locate_point(
    lon: Annotated[float, QueryParameter(ge=-180, le=180)],
    lat: Annotated[float, QueryParameter(ge=-90, le=90)],
    crs: Annotated[str, QueryParameter(max_length=20, description="WGS84, CGCS2000, GCJ02 or BD09")],
    precision_m: Annotated[float, QueryParameter(required=False, ge=0, le=10_000)] = 10.0,
) -> LocationAnswer:
    """The chain of areas, the zones of overlays, and what else lies within the precision."""
    for name, number in (("lon", lon), ("lat", lat), ("precision_m", precision_m)):
        if not isfinite(number):
            raise InvalidInput(FieldError(f"?{name}", "invalid", "is no finite number"))
    try:
        position = to_wgs84(Position(lon, lat), crs_named(crs))
    except UnknownCrs as error:
        raise InvalidInput(FieldError("?crs", "unknown_crs", str(error))) from error
    with told_at("?lon", "outside_the_city", PointOutsideCity):
        return _location(await locate(position, precision_m))


@get("/areas/{code:str}", guards=[signed_in], tags=["places"], summary="An area and what it lies in")
async def area(code: FromPath[str]) -> LocationAnswer:
    """The chain from the city down to the area with a code."""
    return _location(await locate_area(code))


@get("/addresses", guards=[signed_in], tags=["places"], summary="Find a standard address")
async def addresses(
    q: Annotated[str, QueryParameter(min_length=1, max_length=64, description="Text, pinyin or initials")],
    community: Annotated[str | None, QueryParameter(required=False, max_length=40)] = None,
    page: Annotated[int, QueryParameter(required=False, ge=0, le=1000)] = 0,
) -> AddressesAnswer:
    """Addresses that contain every fragment; twenty a page, pages from 0."""
    with told_at("?q", "too_short", QueryTooShort):
        found = await search_addresses(AddressQuery(q, community, page=page))
    return AddressesAnswer([_address(one) for one in found.addresses], found.more)


def _location(found: Location) -> LocationAnswer:
    at = found.position
    return LocationAnswer(
        found.edition_number,
        found.path,
        chain_answer(found),
        None if at is None else PositionAnswer(at.lon, at.lat),
        [OverlayAnswer(one.overlay, one.code, one.name) for one in found.overlays],
        [CandidateAnswer(one.code, one.name, one.path, one.distance_m) for one in found.candidates],
    )


def _address(found: Address) -> AddressAnswer:
    position = PositionAnswer(found.position.lon, found.position.lat)
    return AddressAnswer(
        found.id, found.code, found.text, found.building, position, found.community_code, found.cell_code
    )


ROUTES = (locate_point, area, addresses)
