"""Brings coordinates of a stated system to EPSG:4326 and says which system is likely where none is."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError, ProjError

from grid.errors import BadPosition, UnknownCrs
from grid.rules.coordinates import Crs, Position, crs_named, distance, from_wgs84, to_wgs84

Points = NDArray[np.float64]
_EPSG = re.compile(
    r"(?:EPSG:+|URN:OGC:DEF:CRS:EPSG:[\d.]*:|HTTPS?://WWW\.OPENGIS\.NET/DEF/CRS/EPSG/[\d.]+/)?(\d{4,6})"
)
_CRS84 = re.compile(
    r"(?:URN:OGC:DEF:CRS:OGC:[\d.]*:|HTTPS?://WWW\.OPENGIS\.NET/DEF/CRS/OGC/[\d.]+/|OGC:)?CRS84"
)
_NEAR_M = 100_000.0  # a city's layers lie no farther than this from its middle


@dataclass(frozen=True, slots=True)
class System:
    """A stated coordinate system; `to_degrees` takes rows of x, y (longitude first) to EPSG:4326."""

    name: str
    to_degrees: Callable[[Points], Points]


def stated_system(name: str) -> System:
    """The system meant by `EPSG:2249`, `2249`, an OGC name, WKT, or `CRS84`, `WGS84`, `GCJ02` and the like.

    Raises UnknownCrs.
    """
    if "[" in name:
        return _written_out(name)
    plain = name.strip().upper()
    if _CRS84.fullmatch(plain):
        return System("EPSG:4326", _as_they_are)
    number = _EPSG.fullmatch(plain)
    if number is None:
        crs = crs_named(name)
        return System(crs.value, by_formula(crs) if crs in (Crs.GCJ02, Crs.BD09) else _as_they_are)
    code = int(number.group(1))
    try:
        return System(f"EPSG:{code}", _as_they_are if code in (4326, 4490) else _by_transformer(code, 4326))
    except CRSError as error:
        raise UnknownCrs(f"EPSG:{code} is not known to the projection library") from error


def _written_out(text: str) -> System:
    try:
        crs = CRS.from_wkt(text)
        code = crs.to_epsg()
        return stated_system(f"EPSG:{code}") if code else System(crs.name, _by_transformer(text, 4326))
    except (CRSError, ProjError) as error:
        raise UnknownCrs("the system it names is not known to the projection library") from error


def to_metres(metric_srid: int) -> Callable[[Points], Points]:
    """From EPSG:4326 to the metres of a city's own system."""
    return _by_transformer(4326, metric_srid)


def to_degrees(metric_srid: int) -> Callable[[Points], Points]:
    """From the metres of a city's own system back to EPSG:4326, to a tenth of a millimetre."""
    return _by_transformer(metric_srid, 4326)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a city lies: its middle (EPSG:4326) and the EPSG code of its own system of metres."""

    middle: Position
    metric_srid: int


def likely_system(x: float, y: float, city: Whereabouts) -> str | None:
    """A sentence's end naming the system that puts a point closest to the city's middle.

    Of several that agree to the kilometre (the datums of a country) the city's own counts first, then the
    oldest code. None where no known system puts the point within 100 km.
    """
    near = city.middle
    if abs(x) <= 180 and abs(y) <= 180:
        return _likely_degrees(x, y, near)
    measured = (_distance_in(code, x, y, near) for code in _projected_near(near))
    found = [hit for hit in measured if hit]
    if not found:
        return None
    _, _, code = min((round(metres, -3), code != city.metric_srid, code) for metres, code in found)
    return f"EPSG:{code} ({CRS.from_epsg(code).name})"


def _likely_degrees(x: float, y: float, near: Position) -> str | None:
    if not _is_near(x, y, near):
        swapped = "EPSG:4326 with latitude and longitude exchanged"
        return swapped if _is_near(y, x, near) else None
    if from_wgs84(near, Crs.GCJ02) != near:
        return "EPSG:4326 or EPSG:4490; data of Chinese web maps are GCJ02 or BD09, some 500 or 1200 m off"
    return "EPSG:4326 (WGS 84)"


def _is_near(lon: float, lat: float, near: Position) -> bool:
    return abs(lat) <= 90 and distance(Position(lon, lat), near) <= _NEAR_M


def _projected_near(near: Position) -> list[int]:
    here = AreaOfInterest(near.lon - 0.01, near.lat - 0.01, near.lon + 0.01, near.lat + 0.01)
    listed = query_crs_info(
        auth_name="EPSG", pj_types=[PJType.PROJECTED_CRS], area_of_interest=here, contains=True
    )
    return [int(info.code) for info in listed]


def _distance_in(code: int, x: float, y: float, near: Position) -> tuple[float, int] | None:
    try:
        lon, lat = Transformer.from_crs(code, 4326, always_xy=True).transform(x, y, errcheck=True)
        metres = distance(Position(lon, lat), near)
    except (CRSError, ProjError, BadPosition):
        # Some entries of the list are no systems one can compute with, and some end before the point.
        return None
    return (metres, code) if metres <= _NEAR_M else None


def _by_transformer(source: int | str, target: int) -> Callable[[Points], Points]:
    transformer = Transformer.from_crs(source, target, always_xy=True)

    def move(points: Points) -> Points:
        moved: Points = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        return np.round(moved, 9) if target == 4326 else moved

    return move


def by_formula(crs: Crs) -> Callable[[Points], Points]:
    """From a shifted system of Chinese web maps to EPSG:4326, point by point, which is slow."""

    def move(points: Points) -> Points:
        places = (to_wgs84(Position(x, y), crs) for x, y in points.tolist())
        return np.array([(place.lon, place.lat) for place in places]).reshape(-1, 2)

    return move


def _as_they_are(points: Points) -> Points:
    return points
