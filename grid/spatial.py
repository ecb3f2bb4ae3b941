"""Knows SQLAlchemy and GeoAlchemy2: the words of spatial statements, and those compiled once from them."""

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
    case,
    cast,
    collate,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by, distinct_on
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql import ClauseElement, Select
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

    def arguments(self, values: Mapping[str, object]) -> list[Any]:
        """The values in the order of `$1…`; raises KeyError when one is missing."""
        given = {name: value for name, value in self._fixed.items() if value is not None} | dict(values)
        return [given[name] for name in self._names]


def _number(name: str) -> ColumnElement[float]:
    return bindparam(name, type_=Double)


def _plainly(text: ColumnElement[str]) -> ColumnElement[str]:
    # The order must be the same on every machine and in Python, whatever the database's language.
    return collate(text, "C")


def _metres_nearby(shape: ColumnElement[Any], place: ColumnElement[Any]) -> ColumnElement[float]:
    # Degrees scaled to metres by the ellipsoid's radii at the place: right to millimetres within some hundred
    # metres, and many times cheaper than a distance between geographies.
    lat = func.radians(func.ST_Y(place))
    bulge = 1 - _SQUARED_ECCENTRICITY * func.power(func.sin(lat), 2)
    east = func.radians(_AXIS) * func.cos(lat) / func.sqrt(bulge)
    north = func.radians(_AXIS * (1 - _SQUARED_ECCENTRICITY)) / func.power(bulge, 1.5)
    scaled = (func.ST_Scale(each, east, north) for each in (shape, place))
    return func.ST_Distance(*scaled, type_=Double)


def _metres(shape: ColumnElement[Any], place: ColumnElement[Any]) -> ColumnElement[float]:
    return func.ST_Distance(cast(shape, Geography()), cast(place, Geography()), type_=Double)


def _as_object(pairs: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    fields = [part for name, column in pairs.items() for part in (literal_column(f"'{name}'"), column)]
    return func.json_build_object(*fields)


def _as_list(pairs: Mapping[str, ColumnElement[Any]], *order: ColumnElement[Any]) -> ColumnElement[Any]:
    listed = func.json_agg(aggregate_order_by(_as_object(pairs), *order))
    return func.coalesce(listed, literal_column("'[]'::json"))


def _chain(path: ColumnElement[str], edition: ColumnElement[int]) -> ColumnElement[Any]:
    area = AREAS.alias("step")
    pairs = {name: area.c[name] for name in ("level", "code", "name", "name_en", "path")}
    codes = func.string_to_array(path, literal_column("'/'"))
    steps = select(_as_list(pairs, func.length(area.c.path))).where(
        area.c.edition_id == edition, area.c.code == func.any(codes)
    )
    return steps.scalar_subquery()


def _overlays(place: ColumnElement[Any], edition: ColumnElement[int]) -> ColumnElement[Any]:
    names = ("overlay", "code", "name")
    zones = (
        select(*(OVERLAYS.c[name] for name in names))
        .ext(distinct_on(OVERLAYS.c.overlay))
        .where(OVERLAYS.c.edition_id == edition, func.ST_Intersects(OVERLAYS.c.geom, place))
        .order_by(OVERLAYS.c.overlay, _plainly(OVERLAYS.c.code))
        .subquery("zone")
    )
    return select(
        _as_list({name: zones.c[name] for name in names}, _plainly(zones.c.overlay))
    ).scalar_subquery()


def _nearest(place: ColumnElement[Any], edition: ColumnElement[int]) -> ColumnElement[Any]:
    # Degrees are not metres, so the nearest few by degrees are measured and the best of them is taken.
    few = (
        select(AREAS.c.code, AREAS.c.geom)
        .where(AREAS.c.edition_id == edition, AREAS.c.is_lowest)
        .order_by(AREAS.c.geom.op("<->")(place))
        .limit(literal_column("8"))
        .subquery("few")
    )
    metres = _metres(few.c.geom, place)
    answer = _as_object({"code": few.c.code, "distance_m": metres})
    return select(answer).order_by(metres).limit(literal_column("1")).scalar_subquery()


def _locating(place: ColumnElement[Any], edition: ColumnElement[int]) -> Select[Any]:
    window = func.ST_Expand(place, _number("east"), _number("north"))
    covers = func.ST_Intersects(AREAS.c.geom, place)
    near = (
        select(
            AREAS.c.code,
            AREAS.c.name,
            AREAS.c.path,
            covers.label("covers"),
            case((covers, literal_column("0.0")), else_=_metres_nearby(AREAS.c.geom, place)).label(
                "distance_m"
            ),
        )
        .where(AREAS.c.edition_id == edition, AREAS.c.is_lowest, AREAS.c.geom.op("&&")(window))
        .cte("near")
        .prefix_with("MATERIALIZED")
    )
    hit = (
        select(near.c.path)
        .where(near.c.covers)
        .order_by(_plainly(near.c.path))
        .limit(literal_column("1"))
        .cte("hit")
    )
    path = select(hit.c.path).scalar_subquery()
    others = {name: near.c[name] for name in ("code", "name", "path", "distance_m")}
    candidates = select(_as_list(others, near.c.distance_m, _plainly(near.c.path))).where(
        near.c.path != path, near.c.distance_m <= _number("precision_m")
    )
    return select(
        edition.label("edition_id"),
        select(EDITIONS.c.number).where(EDITIONS.c.id == edition).scalar_subquery().label("edition_number"),
        func.ST_X(place).label("lon"),
        func.ST_Y(place).label("lat"),
        _chain(path, edition).label("chain"),
        _overlays(place, edition).label("overlays"),
        candidates.scalar_subquery().label("candidates"),
        case((path.is_(None), _nearest(place, edition))).label("nearest"),
    )


def _locating_area(edition: ColumnElement[int]) -> Select[Any]:
    path = (
        select(AREAS.c.path)
        .where(AREAS.c.edition_id == edition, AREAS.c.code == bindparam("code", type_=Text))
        .scalar_subquery()
    )
    return select(
        edition.label("edition_id"),
        select(EDITIONS.c.number).where(EDITIONS.c.id == edition).scalar_subquery().label("edition_number"),
        _chain(path, edition).label("chain"),
    )


_POINT = func.ST_SetSRID(func.ST_MakePoint(_number("lon"), _number("lat")), literal_column("4326"))
_OF_ADDRESS = (
    select(func.ST_SetSRID(ADDRESSES.c.geom, literal_column("4326")))
    .where(ADDRESSES.c.id == bindparam("address_id", type_=BigInteger))
    .scalar_subquery()
)
_PUBLISHED = select(EDITIONS.c.id).where(EDITIONS.c.status == literal_column("'published'")).scalar_subquery()
_GIVEN = (
    select(EDITIONS.c.id).where(EDITIONS.c.id == bindparam("edition", type_=BigInteger)).scalar_subquery()
)

LOCATE = Prepared(_locating(_POINT, _PUBLISHED))
LOCATE_IN = Prepared(_locating(_POINT, _GIVEN))
LOCATE_ADDRESS = Prepared(_locating(_OF_ADDRESS, _PUBLISHED))
LOCATE_ADDRESS_IN = Prepared(_locating(_OF_ADDRESS, _GIVEN))
LOCATE_AREA = Prepared(_locating_area(_PUBLISHED))
LOCATE_AREA_IN = Prepared(_locating_area(_GIVEN))
