"""Knows GeoAlchemy2: the tables of the map, and the words spatial statements are made of."""

from collections.abc import Mapping
from typing import Any

from geoalchemy2 import Geography, Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Double,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    collate,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.elements import ColumnElement

_DIALECT = dialect()  # type: ignore[no-untyped-call]
_AXIS: ColumnElement[float] = literal_column("6378137.0::float8")  # WGS-84
_SQUARED_ECCENTRICITY: ColumnElement[float] = literal_column("0.00669437999014::float8")
_MAP = MetaData(schema="grid")


def _shape(kind: str) -> Geometry:
    # The migrations make the indexes; this is a vocabulary only.
    return Geometry(kind, srid=4326, spatial_index=False)


EDITIONS = Table(
    "editions", _MAP, Column("id", BigInteger), Column("number", Integer), Column("status", Text)
)
AREAS = Table(
    "areas",
    _MAP,
    Column("id", BigInteger),
    Column("edition_id", BigInteger),
    Column("level", Text),
    Column("code", Text),
    Column("name", Text),
    Column("name_en", Text),
    Column("parent_code", Text),
    Column("path", Text),
    Column("is_lowest", Boolean),
    Column("area_m2", Double),
    Column("attributes", JSONB),
    Column("geom", _shape("MULTIPOLYGON")),
    Column("label", _shape("POINT")),
)
OVERLAYS = Table(
    "overlays",
    _MAP,
    Column("id", BigInteger),
    Column("edition_id", BigInteger),
    Column("overlay", Text),
    Column("code", Text),
    Column("name", Text),
    Column("geom", _shape("MULTIPOLYGON")),
)
ADDRESSES = Table(
    "addresses",
    _MAP,
    Column("id", BigInteger),
    Column("code", Text),
    Column("text", Text),
    Column("street", Text),
    Column("number", Text),
    Column("building", Text),
    Column("folded", Text),
    Column("pinyin", Text),
    Column("initials", Text),
    Column("tokens", ARRAY(Text)),
    Column("community_code", Text),
    Column("cell_code", Text),
    Column("geom", _shape("POINT")),
)


class Prepared:
    """A statement compiled once for asyncpg, to be run by `database.fetch*`; plain values only, no lists."""

    def __init__(self, statement: ClauseElement) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self._names: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or ())
        self._fixed = dict(compiled.params)

    def arguments(self, values: Mapping[str, object]) -> tuple[Any, ...]:
        """The values in the order of `$1…`; raises KeyError when one is missing."""
        given = {name: value for name, value in self._fixed.items() if value is not None} | dict(values)
        return tuple(given[name] for name in self._names)


def number(name: str) -> ColumnElement[float]:
    """A parameter that is a number."""
    return bindparam(name, type_=Double)


def plainly(text: ColumnElement[str]) -> ColumnElement[str]:
    """Text in the order of its code points."""
    # The order must be the same on every machine and in Python, whatever the database's language.
    return collate(text, "C")


def metres_nearby(shape: ColumnElement[Any], place: ColumnElement[Any]) -> ColumnElement[float]:
    """Metres from a shape to a point (both EPSG:4326) some hundred metres away at most."""
    # Degrees scaled to metres by the ellipsoid's radii at the place: right to millimetres within some hundred
    # metres, and many times cheaper than a distance between geographies.
    lat = func.radians(func.ST_Y(place))
    bulge = 1 - _SQUARED_ECCENTRICITY * func.power(func.sin(lat), 2)
    east = func.radians(_AXIS) * func.cos(lat) / func.sqrt(bulge)
    north = func.radians(_AXIS * (1 - _SQUARED_ECCENTRICITY)) / func.power(bulge, 1.5)
    scaled = (func.ST_Scale(each, east, north) for each in (shape, place))
    return func.ST_Distance(*scaled, type_=Double)


def metres(shape: ColumnElement[Any], place: ColumnElement[Any]) -> ColumnElement[float]:
    """Metres between two shapes (EPSG:4326), however far apart."""
    return func.ST_Distance(cast(shape, Geography()), cast(place, Geography()), type_=Double)


def as_object(pairs: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """Named columns as one JSON object."""
    fields = [part for name, column in pairs.items() for part in (literal_column(f"'{name}'"), column)]
    return func.json_build_object(*fields)


def as_list(pairs: Mapping[str, ColumnElement[Any]], *order: ColumnElement[Any]) -> ColumnElement[Any]:
    """The rows as a JSON list of objects in an order; an empty list where there is none."""
    listed = func.json_agg(aggregate_order_by(as_object(pairs), *order))
    return func.coalesce(listed, literal_column("'[]'::json"))
