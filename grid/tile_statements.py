"""The statements that draw the tiles of an edition, one for each band of zooms, compiled once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam, func, literal_column, select
from sqlalchemy.sql import Select
from sqlalchemy.sql.elements import ColumnElement

from grid.rules.levels import Level
from grid.rules.tiles import EXTENT, MARGIN
from grid.spatial_words import AREAS, EDITIONS, Prepared, number

_FULL = 12  # from this zoom on outlines are drawn as they are


@dataclass(frozen=True, slots=True)
class Band:
    """What is drawn from a zoom on: outlines of these levels, and the names of those."""

    zoom: int
    outlines: tuple[Level, ...]
    names: tuple[Level, ...]


# A level is drawn once its areas are large enough to be told apart; what is above it stays.
BANDS = (
    Band(0, (Level.DISTRICT,), (Level.CITY,)),
    Band(6, (Level.DISTRICT, Level.STREET), (Level.DISTRICT,)),
    Band(9, (Level.DISTRICT, Level.STREET, Level.COMMUNITY), (Level.DISTRICT, Level.STREET)),
    Band(12, tuple(Level)[1:5], (Level.DISTRICT, Level.STREET, Level.COMMUNITY)),
    Band(14, tuple(Level)[1:5], (Level.STREET, Level.COMMUNITY, Level.GRID)),
    Band(15, tuple(Level)[1:], (Level.COMMUNITY, Level.GRID)),
    Band(16, tuple(Level)[1:], (Level.COMMUNITY, Level.GRID, Level.CELL)),
)
LAYERS = {
    Level.DISTRICT: "districts",
    Level.STREET: "streets",
    Level.COMMUNITY: "communities",
    Level.GRID: "grids",
    Level.CELL: "cells",
}


def _integer(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=Integer)


def _constant(value: int) -> ColumnElement[int]:
    return literal_column(str(value))


def _word(text: str) -> ColumnElement[str]:
    # A constant lets the planner see that an index on some levels serves.
    return literal_column(f"'{text}'")


_ENVELOPE = func.ST_TileEnvelope(_integer("z"), _integer("x"), _integer("y"))
_BOX = func.ST_MakeEnvelope(
    number("west"), number("south"), number("east"), number("north"), literal_column("4326")
)
# Drafts still change; whoever keeps a tile for a year must not have got it from one.
_EDITION = (
    select(EDITIONS.c.id)
    .where(EDITIONS.c.number == _integer("edition"), EDITIONS.c.status != _word("draft"))
    .scalar_subquery()
)


def _in_the_tile(shape: ColumnElement[Any], margin: int) -> ColumnElement[Any]:
    return func.ST_AsMVTGeom(shape, _ENVELOPE, _constant(EXTENT), _constant(margin)).label("geom")


def _on_the_screen(shape: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.ST_Transform(shape, literal_column("3857"))


def _as_layer(drawn: Select[Any], name: str) -> ColumnElement[bytes]:
    rows = drawn.subquery(name)
    encoded = func.ST_AsMVT(literal_column(name), _word(name), _constant(EXTENT), _word("geom"), _word("id"))
    return select(encoded).select_from(rows).scalar_subquery()


def _outlines(level: Level, simplified: bool) -> ColumnElement[bytes]:
    shape = _on_the_screen(AREAS.c.geom)
    if simplified:
        shape = func.ST_Simplify(shape, number("tolerance"), literal_column("true"))
    # Cells are many, and their names are numbers.
    named = () if level is Level.CELL else (AREAS.c.name, AREAS.c.name_en)
    drawn = select(AREAS.c.id, AREAS.c.code, *named, _in_the_tile(shape, MARGIN)).where(
        AREAS.c.edition_id == _EDITION, AREAS.c.level == _word(level), AREAS.c.geom.op("&&")(_BOX)
    )
    return _as_layer(drawn, LAYERS[level])


def _names(levels: Sequence[Level]) -> ColumnElement[bytes]:
    # An area's name is the tile's in which its label point lies, whatever else of it the tile shows.
    at = _in_the_tile(_on_the_screen(AREAS.c.label), 0)
    kept = (AREAS.c.id, AREAS.c.level, AREAS.c.code, AREAS.c.name, AREAS.c.name_en, at)
    each = [
        select(*kept).where(
            AREAS.c.edition_id == _EDITION,
            AREAS.c.level == _word(level),
            AREAS.c.geom.op("&&")(_BOX),
            AREAS.c.label.op("&&")(_BOX),
        )
        for level in levels
    ]
    return _as_layer(each[0].union_all(*each[1:]), "labels")  # type: ignore[arg-type]


def _tile(band: Band) -> Select[Any]:
    body: ColumnElement[Any] = _names(band.names)
    for level in reversed(band.outlines):
        body = _outlines(level, band.zoom < _FULL).op("||")(body)
    return select(_EDITION.label("edition_id"), body.label("body"))


DRAWING = {band.zoom: Prepared(_tile(band)) for band in BANDS}
