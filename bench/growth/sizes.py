"""What rows weigh on disk: table and indexes, for each row and for each case they belong to."""

from collections.abc import Mapping

import database
from bench.growth.slopes import Point, Shape

_WEIGHT = """
SELECT pg_table_size($1::regclass) AS heap, pg_indexes_size($1::regclass) AS indexes
"""
Weights = dict[str, tuple[int, int]]  # table to bytes of its rows and of its indexes


async def weights(tables: Mapping[str, str]) -> Weights:
    """Bytes of each of these tables as they stand on disk now."""
    found: Weights = {}
    for table in tables:
        row = await database.fetch_row(_WEIGHT, table)
        if row is None:
            raise LookupError(table)
        found[table] = row["heap"], row["indexes"]
    return found


async def per_unit(tables: Mapping[str, str], empty: Weights | None = None) -> list[Point]:
    """Bytes of each table for each of the units named with it, which a statement counts.

    What the tables weighed `empty`, before units were added that are counted, is not theirs.
    """
    points = []
    for table, (heap, indexes) in (await weights(tables)).items():
        units = int(await database.fetch_value(tables[table]))
        before = (empty or {}).get(table, (0, 0))
        name = table.partition(".")[2]
        points += [
            Point(f"{name}, rows", (heap - before[0]) / units, "B", Shape.EACH),
            Point(f"{name}, indexes", (indexes - before[1]) / units, "B", Shape.EACH),
        ]
    return points
