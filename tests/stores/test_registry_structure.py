"""What tables.py says of the room registry is what the migrations made."""

import pytest
from piccolo.table import Table

import database
from registry.piccolo_app import APP_CONFIG

_TYPES = {"bigserial": "bigint", "integer": "integer", "array": "ARRAY"}


def _said(table: type[Table]) -> dict[str, tuple[str, bool]]:
    said = {}
    for column in table._meta.columns:
        kind = column.column_type.lower()
        kind = "ARRAY" if kind.endswith("[]") else _TYPES.get(kind, kind)
        nullable = column._meta.null and not column._meta.primary_key
        said[column._meta.db_column_name] = (
            kind.replace("timestamptz", "timestamp with time zone"),
            nullable,
        )
    return said


@pytest.mark.parametrize("table", APP_CONFIG.table_classes, ids=lambda table: table._meta.tablename)
async def test_a_table_class_says_what_the_database_has(db: str, table: type[Table]) -> None:
    rows = await database.fetch(
        "SELECT column_name, data_type, is_nullable = 'YES' AS nullable FROM information_schema.columns"
        " WHERE table_schema = 'registry' AND table_name = $1",
        table._meta.tablename,
    )
    made = {row["column_name"]: (row["data_type"], row["nullable"]) for row in rows}

    assert _said(table) == made


async def test_every_table_of_the_room_has_a_class(db: str) -> None:
    rows = await database.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'registry'")

    assert {row["tablename"] for row in rows} == {table._meta.tablename for table in APP_CONFIG.table_classes}
