"""What the table classes of duty say is what the migrations made."""

import pytest
from piccolo.table import Table

import database
from dispatch.responsibility_tables import Duties, Responsibilities, ResponsibilityEditions

_TYPES = {
    "bigint": "bigint",
    "integer": "integer",
    "jsonb": "jsonb",
    "text": "text",
    "text[]": "ARRAY",
    "timestamptz": "timestamp with time zone",
    "varchar": "character varying",
}


@pytest.mark.parametrize("table", [Duties, Responsibilities, ResponsibilityEditions])
async def test_a_table_class_says_what_the_database_has(db: str, table: type[Table]) -> None:
    rows = await database.fetch(
        "SELECT column_name, data_type, character_maximum_length AS length, is_nullable = 'YES' AS nullable"
        " FROM information_schema.columns WHERE table_schema = 'dispatch' AND table_name = $1",
        table._meta.tablename,
    )

    made = {row["column_name"]: (row["data_type"], row["length"], row["nullable"]) for row in rows}
    said = {
        column._meta.db_column_name: (
            _TYPES[column.column_type.lower().split("(")[0]],
            getattr(column, "length", None),
            column._meta.null,
        )
        for column in table._meta.columns
    }
    assert said == made
