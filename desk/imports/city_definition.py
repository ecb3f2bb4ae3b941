"""Reads the definition of a city from a TOML file: what is wrong with it is told all at once."""

import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct
from pyproj import CRS
from pyproj.exceptions import CRSError

from desk.imports.errors import DefinitionWrong, FileUnreadable
from desk.input_errors import every_error
from grid.city import City, DefaultPoint
from grid.rules.levels import Level
from reach import NOT_POSTS, Role

Fault = tuple[str, str]
Text = Annotated[str, Meta(min_length=1, max_length=200)]
# Paths of areas begin with the city's code.
Code = Annotated[str, Meta(pattern=r"^[0-9A-Za-z-]{1,40}$")]


class PointDefinition(Struct, forbid_unknown_fields=True):
    """A place geocoders answer when they know nothing; EPSG:4326, radius in metres."""

    lon: Annotated[float, Meta(ge=-180, le=180)]
    lat: Annotated[float, Meta(ge=-90, le=90)]
    radius_m: Annotated[float, Meta(ge=0, le=10_000)] = 1.0
    why: str = ""


class StaffDefinition(Struct, forbid_unknown_fields=True):
    """One of the first members of staff; each role is held for the whole city.

    From the beginning of the local day `since`, or from the moment the city is made: cases that are handed in
    later with an earlier time need somebody who answered then.
    """

    login: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]{1,63}$")]
    name: Text
    roles: list[Role]
    since: date | None = None


class CityDefinition(Struct, forbid_unknown_fields=True):
    """What `bin/desk city new` reads; see docs/boston.md for one that is in use."""

    code: Code
    name: Text
    time_zone: Text
    metric_srid: int
    calendar: Text
    levels: Annotated[list[Level], Meta(min_length=1)]
    languages: Annotated[list[Text], Meta(min_length=1)]
    name_en: str = ""
    code_profile: Annotated[str, Meta(pattern="^(gb|plain)$")] = "plain"
    default_points: list[PointDefinition] = []
    staff: list[StaffDefinition] = []

    def city(self) -> City:
        """The city that is meant."""
        points = (DefaultPoint(one.lon, one.lat, one.radius_m, one.why) for one in self.default_points)
        return City(
            self.code,
            self.name,
            self.name_en or self.name,
            self.time_zone,
            self.metric_srid,
            self.calendar,
            self.code_profile,
            tuple(self.languages),
            tuple(self.levels),
            tuple(points),
        )


def read_definition(path: Path) -> CityDefinition:
    """The definition in a file; raises FileUnreadable, or DefinitionWrong with every fault."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileUnreadable(str(path), None, error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileUnreadable(str(path), None, f"is no TOML in UTF-8: {error}") from error
    errors = every_error(CityDefinition, given)
    if errors:
        raise DefinitionWrong(tuple((error.pointer, error.detail) for error in errors))
    definition = msgspec.convert(given, CityDefinition)
    faults = tuple(_faults(definition))
    if faults:
        raise DefinitionWrong(faults)
    return definition


def _faults(city: CityDefinition) -> Iterator[Fault]:
    yield from _zone_faults(city.time_zone)
    yield from _metre_faults(city.metric_srid)
    yield from _level_faults(city.levels)
    for at, point in enumerate(city.default_points):
        if not (isfinite(point.lon) and isfinite(point.lat)):
            yield f"/default_points/{at}", "a longitude and a latitude are numbers"
    logins = [one.login for one in city.staff]
    for at, one in enumerate(city.staff):
        if one.login in logins[:at]:
            yield f"/staff/{at}/login", f"{one.login} comes twice"
        for role in NOT_POSTS.intersection(one.roles):
            yield f"/staff/{at}/roles", f"{role} is no post of a member of staff"


def _zone_faults(name: str) -> Iterator[Fault]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield "/time_zone", f"there is no time zone {name!r}; give an IANA name like America/New_York"


def _metre_faults(srid: int) -> Iterator[Fault]:
    try:
        crs = CRS.from_epsg(srid)
    except CRSError:
        yield "/metric_srid", f"there is no EPSG:{srid}"
        return
    if not crs.is_projected or {axis.unit_name for axis in crs.axis_info} != {"metre"}:
        yield "/metric_srid", f"EPSG:{srid} ({crs.name}) does not measure in metres"


def _level_faults(levels: list[Level]) -> Iterator[Fault]:
    if levels[0] is not Level.CITY:
        yield "/levels/0", "the first level is CITY"
    for at, (one, below) in enumerate(pairwise(levels), start=1):
        if one.depth >= below.depth:
            yield f"/levels/{at}", f"{below} does not lie below {one}"
