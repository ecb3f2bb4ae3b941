"""The words of spatial statements are those of the database, and so are Piccolo's."""

import pytest
from piccolo.table import Table
from sqlalchemy import Table as SpatialTable
from sqlalchemy.dialects.postgresql import dialect

import database
from grid import spatial, spatial_words, tables

DIALECT = dialect()  # type: ignore[no-untyped-call]
VOCABULARY = [spatial_words.EDITIONS, spatial_words.AREAS, spatial_words.OVERLAYS, spatial_words.ADDRESSES]
PICCOLO = [tables.CityRow, tables.Edition, tables.AreaRow, tables.OverlayRow, tables.AddressRow]
TYPES = {
    "BIGINT": "int8",
    "INTEGER": "int4",
    "TEXT": "text",
    "BOOLEAN": "bool",
    "DOUBLE PRECISION": "float8",
    "JSONB": "jsonb",
    "TEXT[]": "_text",
}


async def _columns(name: str) -> dict[str, str]:
    rows = await database.fetch(
        "SELECT column_name, udt_name FROM information_schema.columns"
        " WHERE table_schema = 'grid' AND table_name = $1",
        name,
    )
    return {row["column_name"]: row["udt_name"] for row in rows}


@pytest.mark.parametrize("table", VOCABULARY, ids=lambda table: str(table.name))
async def test_every_word_is_a_column_of_that_type(db: str, table: SpatialTable) -> None:
    stored = await _columns(table.name)

    spelled = {column.name: column.type.compile(dialect=DIALECT) for column in table.columns}
    assert {name: TYPES.get(kind, "geometry") for name, kind in spelled.items()} == {
        name: stored.get(name) for name in spelled
    }


@pytest.mark.parametrize("table", PICCOLO, ids=lambda table: str(table._meta.tablename))
async def test_every_piccolo_column_is_stored_and_only_shapes_are_unknown_to_it(
    db: str, table: type[Table]
) -> None:
    stored = await _columns(table._meta.tablename)

    named = {column._meta.db_column_name for column in table._meta.columns}
    assert named <= set(stored)
    assert {stored[name] for name in set(stored) - named} <= {"geometry"}


async def test_a_statement_asks_for_every_value_it_needs(db: str) -> None:
    with pytest.raises(KeyError):
        spatial.LOCATE.arguments({"lon": 119.0})
