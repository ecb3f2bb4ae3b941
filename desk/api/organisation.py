"""Departments and service points over HTTP."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter
from msgspec import Struct

from desk.guards import signed_in
from desk.input_errors import FieldError, InvalidInput
from grid.rules.coordinates import Position, distance
from registry.departments import open_departments
from registry.service_points import ServicePoint, service_points


class DepartmentAnswer(Struct):
    """An authority or unit and the area it answers for."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    level: str
    area_path: str


class HoursAnswer(Struct):
    """One stretch of a weekday (1 Monday … 7 Sunday), local times."""

    weekday: int
    opens: str
    closes: str


class WindowAnswer(Struct):
    """One counter."""

    id: int
    number: str
    name: str
    name_en: str
    kind: str


class ServicePointAnswer(Struct, omit_defaults=True):
    """A place where people are served; longitude and latitude, EPSG:4326."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    level: str
    area_path: str
    address: str
    lon: float
    lat: float
    hours: list[HoursAnswer]
    windows: list[WindowAnswer]
    phone: str | None = None
    distance_m: int | None = None


@get("/departments", guards=[signed_in], tags=["catalogue"], summary="All departments")
async def list_departments() -> list[DepartmentAnswer]:
    """Every open department, by area and kind."""
    return [
        DepartmentAnswer(**{name: getattr(one, name) for name in DepartmentAnswer.__struct_fields__})
        for one in await open_departments()
    ]


@get("/service-points", guards=[signed_in], tags=["catalogue"], summary="Where people are served")
async def list_service_points(
    near: Annotated[
        str | None,
        QueryParameter(
            required=False,
            pattern=r"^-?[0-9]{1,3}(\.[0-9]{1,12})?,-?[0-9]{1,2}(\.[0-9]{1,12})?$",
            description="`lon,lat` in EPSG:4326: the nearest come first",
        ),
    ] = None,
) -> list[ServicePointAnswer]:
    """Every open service point with its windows and hours."""
    found = await service_points()
    if near is None:
        return [_answer(one, None) for one in found]
    lon, _, lat = near.partition(",")
    if abs(float(lon)) > 180 or abs(float(lat)) > 90:
        raise InvalidInput(FieldError("?near", "bad_position", "is no place on earth"))
    here = Position(float(lon), float(lat))
    away = [(round(distance(here, Position(one.lon, one.lat))), one) for one in found]
    return [_answer(one, metres) for metres, one in sorted(away, key=lambda pair: (pair[0], pair[1].code))]


def _answer(point: ServicePoint, metres: int | None) -> ServicePointAnswer:
    plain = ("id", "code", "name", "name_en", "kind", "level", "area_path", "address", "lon", "lat", "phone")
    return ServicePointAnswer(
        **{name: getattr(point, name) for name in plain},
        hours=[HoursAnswer(one.weekday, one.opens, one.closes) for one in point.hours],
        windows=[WindowAnswer(one.id, one.number, one.name, one.name_en, one.kind) for one in point.windows],
        distance_m=metres,
    )


ROUTES = (list_departments, list_service_points)
