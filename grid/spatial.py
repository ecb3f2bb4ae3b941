"""The spatial statements of look-ups, compiled once."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Text,
    bindparam,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql import Select
from sqlalchemy.sql.elements import ColumnElement

from grid.spatial_words import (
    ADDRESSES,
    AREAS,
    EDITIONS,
    OVERLAYS,
    Prepared,
    as_list,
    as_object,
    metres,
    metres_nearby,
    number,
    plainly,
)


def _chain(path: ColumnElement[str], edition: ColumnElement[int]) -> ColumnElement[Any]:
    area = AREAS.alias("step")
    pairs = {name: area.c[name] for name in ("level", "code", "name", "name_en", "path")}
    codes = func.string_to_array(path, literal_column("'/'"))
    steps = select(as_list(pairs, func.length(area.c.path))).where(
        area.c.edition_id == edition, area.c.code == func.any(codes)
    )
    return steps.scalar_subquery()


def _overlays(place: ColumnElement[Any], edition: ColumnElement[int]) -> ColumnElement[Any]:
    names = ("overlay", "code", "name")
    zones = (
        select(*(OVERLAYS.c[name] for name in names))
        .ext(distinct_on(OVERLAYS.c.overlay))
        .where(OVERLAYS.c.edition_id == edition, func.ST_Intersects(OVERLAYS.c.geom, place))
        .order_by(OVERLAYS.c.overlay, plainly(OVERLAYS.c.code))
        .subquery("zone")
    )
    return select(
        as_list({name: zones.c[name] for name in names}, plainly(zones.c.overlay))
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
    distance = metres(few.c.geom, place)
    answer = as_object({"code": few.c.code, "distance_m": distance})
    return select(answer).order_by(distance).limit(literal_column("1")).scalar_subquery()


def _locating(place: ColumnElement[Any], edition: ColumnElement[int]) -> Select[Any]:
    window = func.ST_Expand(place, number("east"), number("north"))
    covers = func.ST_Intersects(AREAS.c.geom, place)
    near = (
        select(
            AREAS.c.code,
            AREAS.c.name,
            AREAS.c.path,
            covers.label("covers"),
            case((covers, literal_column("0.0")), else_=metres_nearby(AREAS.c.geom, place)).label(
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
        .order_by(plainly(near.c.path))
        .limit(literal_column("1"))
        .cte("hit")
    )
    path = select(hit.c.path).scalar_subquery()
    others = {name: near.c[name] for name in ("code", "name", "path", "distance_m")}
    candidates = select(as_list(others, near.c.distance_m, plainly(near.c.path))).where(
        near.c.path != path, near.c.distance_m <= number("precision_m")
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
        literal_column("'[]'::json").label("candidates"),
    )


_POINT = func.ST_SetSRID(func.ST_MakePoint(number("lon"), number("lat")), literal_column("4326"))
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
