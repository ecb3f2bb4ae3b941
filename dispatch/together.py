"""Runs several writes in one round trip to the database: all of them happen, in one statement, or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import database

_PARAMETER = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Write:
    """One INSERT or UPDATE without RETURNING, with the values of its `$1…`."""

    sql: str
    values: tuple[object, ...]


async def together(*writes: Write) -> tuple[int, ...]:
    """Does the writes as one statement and says how many rows each touched; for the caller's transaction.

    They all see the database as it was before, so none may read what another writes. Foreign keys among them
    are checked at the end, when every row is there.
    """
    row = await database.fetch_row(
        _combined(tuple((one.sql, len(one.values)) for one in writes)),
        *(value for one in writes for value in one.values),
    )
    if row is None:
        raise RuntimeError("a count always answers with one row")
    return tuple(row)


@lru_cache(maxsize=64)
def _combined(writes: Sequence[tuple[str, int]]) -> str:
    parts: list[str] = []
    before = 0
    for place, (sql, values) in enumerate(writes):
        parts.append(f"w{place} AS ({_moved(sql, before).strip()} RETURNING 1)")
        before += values
    counts = ", ".join(f"(SELECT count(*) FROM w{place})" for place in range(len(parts)))
    return f"WITH {', '.join(parts)} SELECT {counts}"


def _moved(sql: str, by: int) -> str:
    return _PARAMETER.sub(lambda found: f"${int(found[1]) + by}", sql)
