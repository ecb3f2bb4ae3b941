"""Positions in the coordinate systems met in China, turned into WGS-84 and back, and their distance."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import asin, atan, atan2, cos, hypot, isfinite, pi, radians, sin, sqrt, tan

from grid.errors import PositionNotFinite, PositionOutOfRange, UnknownCrs


class Crs(StrEnum):
    """The coordinate systems we can turn into WGS-84.

    CGCS2000 (EPSG:4490) differs from WGS-84 (EPSG:4326) by a tenth of a millimetre in one axis of its
    ellipsoid and is taken as equal. GCJ02 and BD09 are the shifted systems of Chinese web maps.
    """

    WGS84 = "WGS84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ02"
    BD09 = "BD09"


_NAMES = {
    "EPSG:4326": Crs.WGS84,
    "EPSG:4490": Crs.CGCS2000,
    "BD09LL": Crs.BD09,
    **{crs.value: crs for crs in Crs},
}


def crs_named(name: str) -> Crs:
    """The system meant by a name such as `GCJ-02`, `wgs84` or `EPSG:4490`.

    Raises UnknownCrs for any other name and for none: a place without its system can be 500 m off.
    """
    plain = name.strip().upper()
    found = _NAMES.get(plain) or _NAMES.get(plain.replace("-", "").replace("_", ""))
    if found is None:
        raise UnknownCrs(f"{name!r} is none of {', '.join(_NAMES)}")
    return found


@dataclass(frozen=True, slots=True)
class Position:
    """A longitude and a latitude in degrees, in that order; the system is said by whoever holds it.

    Raises PositionNotFinite or PositionOutOfRange, so a position that exists can be a place.
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (isfinite(self.lon) and isfinite(self.lat)):
            raise PositionNotFinite("a longitude and a latitude are finite numbers")
        if abs(self.lon) > 180 or abs(self.lat) > 90:
            raise PositionOutOfRange("a longitude lies within ±180° and a latitude within ±90°")


def is_null_island(position: Position) -> bool:
    """Whether a position is what devices send when they have none: within 100 m of (0, 0).

    Ask it of the position as it came; converting moves it.
    """
    return abs(position.lon) < 0.0009 and abs(position.lat) < 0.0009


def to_wgs84(position: Position, crs: Crs) -> Position:
    """The same place in WGS-84 (EPSG:4326), exact to a micrometre for the formulas of the shifted systems."""
    if crs is Crs.BD09:
        return _gcj02_to_wgs84(_inverse(_gcj02_to_bd09, position))
    if crs is Crs.GCJ02:
        return _gcj02_to_wgs84(position)
    return position


def from_wgs84(position: Position, crs: Crs) -> Position:
    """A WGS-84 place in another system; raises PositionOutOfRange where BD-09 would leave the globe."""
    if crs is Crs.BD09:
        return _gcj02_to_bd09(_wgs84_to_gcj02(position))
    if crs is Crs.GCJ02:
        return _wgs84_to_gcj02(position)
    return position


_KRASOVSKY_AXIS = 6378245.0
_KRASOVSKY_SQUARED_ECCENTRICITY = 0.00669342162296594323
_BD09_WAVE = 3000 * pi / 180


def _is_shifted(position: Position) -> bool:
    return 72.004 <= position.lon <= 137.8347 and 0.8293 <= position.lat <= 55.8271


def _wgs84_to_gcj02(position: Position) -> Position:
    return _shift(position) if _is_shifted(position) else position


def _gcj02_to_wgs84(position: Position) -> Position:
    # On the very border of the box the formula is not one to one; nothing of China lies there.
    return _inverse(_shift, position) if _is_shifted(position) else position


def _shift(position: Position) -> Position:
    x, y = position.lon - 105, position.lat - 35
    root, waves = sqrt(abs(x)), 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    lat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    lat += 2 / 3 * (waves + 20 * sin(pi * y) + 40 * sin(pi / 3 * y))
    lat += 2 / 3 * (160 * sin(pi / 12 * y) + 320 * sin(pi / 30 * y))
    lon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    lon += 2 / 3 * (waves + 20 * sin(pi * x) + 40 * sin(pi / 3 * x))
    lon += 2 / 3 * (150 * sin(pi / 12 * x) + 300 * sin(pi / 30 * x))
    phi = radians(position.lat)
    m = 1 - _KRASOVSKY_SQUARED_ECCENTRICITY * sin(phi) ** 2
    meridian = _KRASOVSKY_AXIS * (1 - _KRASOVSKY_SQUARED_ECCENTRICITY) / (m * sqrt(m))
    parallel = _KRASOVSKY_AXIS / sqrt(m) * cos(phi)
    return Position(position.lon + lon * 180 / (parallel * pi), position.lat + lat * 180 / (meridian * pi))


def _gcj02_to_bd09(position: Position) -> Position:
    z = hypot(position.lon, position.lat) + 0.00002 * sin(position.lat * _BD09_WAVE)
    theta = atan2(position.lat, position.lon) + 0.000003 * cos(position.lon * _BD09_WAVE)
    return Position(z * cos(theta) + 0.0065, z * sin(theta) + 0.006)


def _inverse(forward: Callable[[Position], Position], target: Position) -> Position:
    # One step would leave metres of error; the shift changes slowly, so a few rounds take it away.
    guess = target
    for _ in range(30):
        there = forward(guess)
        east, north = target.lon - there.lon, target.lat - there.lat
        guess = Position(guess.lon + east, guess.lat + north)
        if abs(east) < 1e-13 and abs(north) < 1e-13:
            break
    return guess


_WGS84_AXIS = 6378137.0
_WGS84_FLATTENING = 1 / 298.257223563


def distance(one: Position, other: Position) -> float:
    """Metres between two WGS-84 places along the ellipsoid, by Lambert's formula.

    Off by less than one in 50 000, save for places on opposite sides of the earth.
    """
    first, second = (atan((1 - _WGS84_FLATTENING) * tan(radians(place.lat))) for place in (one, other))
    half = sin(radians(other.lon - one.lon) / 2)
    chord = sin((second - first) / 2) ** 2 + cos(first) * cos(second) * half * half
    angle = 2 * asin(sqrt(min(1.0, chord)))
    if not 0 < angle < pi - 1e-9:
        return _WGS84_AXIS * angle
    middle, apart = (first + second) / 2, (second - first) / 2
    # Neither quotient exceeds one but by rounding, near the same place or the opposite one.
    across = (angle - sin(angle)) * min(1.0, abs(sin(middle) * cos(apart) / cos(angle / 2))) ** 2
    along = (angle + sin(angle)) * min(1.0, abs(cos(middle) * sin(apart) / sin(angle / 2))) ** 2
    return _WGS84_AXIS * (angle - _WGS84_FLATTENING / 2 * (across + along))
