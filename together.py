"""Several statements in one round trip to the database: writes that all happen, or queries told apart."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

import asyncpg

import database

Row = asyncpg.Record  # read by position: rows of a query asked beside others have no names
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_PARAMETER = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Write:
    """One INSERT or UPDATE without RETURNING, with the values of its `$1…`."""

    sql: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Query(Generic[T_co]):
    """One statement that answers with rows, the values of its `$1…`, and what its rows mean.

    Its columns are plain values without lists. Beside others it may name those before it, as tables.
    """

    sql: str
    values: tuple[object, ...]
    meaning: Callable[[Sequence[Row]], T_co]


class Answers:
    """What queries asked together are answered."""

    def __init__(self, rows: Mapping[Query[Any], Sequence[Row]]) -> None:
        self._rows = rows

    def of(self, query: Query[T]) -> T:
        """What one of them means; raises what its meaning raises."""
        return query.meaning(self._rows[query])


async def together(*writes: Write) -> tuple[int, ...]:
    """Does the writes as one statement and says how many rows each touched; for the caller's transaction.

    They all see the database as it was before, so none may read what another writes. Foreign keys among them
    are checked at the end, when every row is there.
    """
    row = await database.fetch_row(
        _combined(tuple([(one.sql, len(one.values)) for one in writes])),
        *[value for one in writes for value in one.values],
    )
    if row is None:
        raise RuntimeError("a count always answers with one row")
    return tuple(row)


async def ask(query: Query[T]) -> T:
    """What one query is answered."""
    return query.meaning(await database.fetch(query.sql, *query.values))


async def ask_together(**queries: Query[Any]) -> Answers:
    """Asks all of them in one statement: they see the database as it was when it began."""
    row = await database.fetch_row(
        _asked(tuple([(name, one.sql, len(one.values)) for name, one in queries.items()])),
        *[value for one in queries.values() for value in one.values],
    )
    if row is None:
        raise RuntimeError("lists always answer with one row")
    return Answers(dict(zip(queries.values(), row, strict=True)))


@lru_cache(maxsize=256)
def filled(sql: str, **parts: str) -> str:
    """A statement with the SQL of its named parts: the same text for the same parts, so it is hashed once."""
    return sql.format(**parts)


@lru_cache(maxsize=64)
def _combined(writes: Sequence[tuple[str, int]]) -> str:
    named = ((f"w{place}", f"{sql.strip()} RETURNING 1", many) for place, (sql, many) in enumerate(writes))
    counts = ", ".join(f"(SELECT count(*) FROM w{place})" for place in range(len(writes)))
    return f"WITH {_parts(named)} SELECT {counts}"


@lru_cache(maxsize=64)
def _asked(queries: Sequence[tuple[str, str, int]]) -> str:
    lists = ", ".join(f'ARRAY(SELECT part FROM "{name}" AS part)' for name, _, _ in queries)
    return f"WITH {_parts(queries)} SELECT {lists}"


def _parts(statements: Iterable[tuple[str, str, int]]) -> str:
    """Named statements with the number of their values, as the beginning of one."""
    parts: list[str] = []
    before = 0
    for name, sql, values in statements:
        parts.append(f'"{name}" AS ({_moved(sql, before).strip()})')
        before += values
    return ", ".join(parts)


def _moved(sql: str, by: int) -> str:
    return _PARAMETER.sub(lambda found: f"${int(found[1]) + by}", sql)
