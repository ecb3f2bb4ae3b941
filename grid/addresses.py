"""Finds standard addresses by fragments of their text, letters of their reading, or building."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

import database
from grid.errors import QueryTooShort, UnknownAddress
from grid.rules.address_tokens import fragments, tokens_of
from grid.rules.coordinates import Position

_MOST = 100
_ENOUGH = 300


@dataclass(frozen=True, slots=True)
class Address:
    """A standard address; position in EPSG:4326; the area codes are those of the published edition."""

    id: int
    code: str
    text: str
    street: str
    number: str
    building: str
    position: Position
    community_code: str | None
    cell_code: str | None


@dataclass(frozen=True, slots=True)
class AddressPage:
    """One page of answers, best first; `more` says whether another page follows."""

    addresses: tuple[Address, ...]
    more: bool


_COLUMNS = """id, code, text, street, number, building, community_code, cell_code,
       ST_X(geom) AS lon, ST_Y(geom) AS lat"""
# An address that ends with the question is the one meant; then the shortest, so that 12号 comes before 120号.
_SEARCH = f"""
SELECT {_COLUMNS}
FROM grid.addresses
WHERE tokens @> $1::text[]
  AND (SELECT bool_and(strpos(folded, part) > 0 OR strpos(pinyin, part) > 0 OR strpos(initials, part) > 0)
       FROM unnest($2::text[]) AS part)
  AND ($3::text IS NULL OR community_code = $3)
  AND ($4::text IS NULL OR building = $4)
ORDER BY right(folded, length($5)) = $5 DESC, strpos(folded, ($2::text[])[1]) > 0 DESC,
         length(folded), folded, id
LIMIT $6 OFFSET $7
"""
_NEAREST = """
SELECT asked.place::int AS place, near.text, near.street || near.number || near.building AS short,
    round(ST_Distance(near.geom::geography, asked.geom::geography))::int AS metres
FROM (SELECT place, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS geom
    FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS given (lon, lat, place)) AS asked
CROSS JOIN LATERAL (
    SELECT text, street, number, building, geom FROM grid.addresses
    ORDER BY geom <-> asked.geom LIMIT 1) AS near
WHERE ST_DWithin(near.geom::geography, asked.geom::geography, $3)
"""
# While somebody types, the best of some that fit are enough: all of a district need not be put in order.
_SUGGEST = f"""
WITH fitting AS MATERIALIZED (
    SELECT {_COLUMNS}, folded FROM grid.addresses
    WHERE tokens @> $1::text[] AND (
        SELECT bool_and(strpos(folded, part) > 0 OR strpos(pinyin, part) > 0 OR strpos(initials, part) > 0)
        FROM unnest($2::text[]) AS part)
    LIMIT {_ENOUGH}
)
SELECT * FROM fitting
ORDER BY right(folded, length($3)) = $3 DESC, strpos(folded, ($2::text[])[1]) > 0 DESC,
         length(folded), folded, id
LIMIT $4
"""
# With so few wanted a plan without the index looks cheap, and is not where the words fit nowhere.
_BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true)"
_ONE = f"SELECT {_COLUMNS} FROM grid.addresses WHERE id = $1"


@dataclass(frozen=True, slots=True)
class AddressQuery:
    """What is looked for: fragments in any order, perhaps in one community or building; pages from 0."""

    words: str
    community_code: str | None = None
    building: str | None = None
    page: int = 0
    size: int = 20


async def search_addresses(query: AddressQuery) -> AddressPage:
    """The addresses that contain every fragment as text (文献路12), reading (wenxianlu) or initials (wxl12).

    Raises QueryTooShort unless some fragment has two characters; ValueError for a page below 0 or of a size
    not in 1 … 100.
    """
    if query.page < 0 or not 1 <= query.size <= _MOST:
        raise ValueError(f"pages count from 0 and hold 1 to {_MOST} addresses")
    parts = fragments(query.words)
    tokens = tokens_of(parts)
    if not tokens:
        raise QueryTooShort("an address is searched by two letters or characters that stand together")
    rows = await database.fetch(
        _SEARCH,
        tokens,
        parts,
        query.community_code,
        query.building,
        "".join(parts),
        query.size + 1,
        query.page * query.size,
    )
    return AddressPage(tuple(map(_address, rows[: query.size])), len(rows) > query.size)


@dataclass(frozen=True, slots=True)
class Near:
    """A standard address close to a point, and how far away in metres; `short` leaves out the areas."""

    text: str
    metres: int
    short: str


async def nearest_addresses(
    points: Sequence[tuple[float, float]], within: float = 200.0
) -> dict[tuple[float, float], Near]:
    """The standard address nearest to each point (lon, lat; EPSG:4326), if one lies within so many metres."""
    distinct = list(dict.fromkeys(points))
    if not distinct:
        return {}
    lons, lats = [lon for lon, _ in distinct], [lat for _, lat in distinct]
    rows = await database.fetch(_NEAREST, lons, lats, within)
    return {distinct[row["place"] - 1]: Near(row["text"], row["metres"], row["short"]) for row in rows}


async def suggest_addresses(words: str, size: int = 10) -> tuple[Address, ...]:
    """Addresses for words still being typed, best first, as `search_addresses`; of very many, some.

    Raises QueryTooShort as `search_addresses` does.
    """
    parts = fragments(words)
    tokens = tokens_of(parts)
    if not tokens:
        raise QueryTooShort("an address is suggested for two letters or characters that stand together")
    async with database.transaction():
        await database.execute(_BY_INDEX)
        rows = await database.fetch(_SUGGEST, tokens, parts, "".join(parts), size)
    return tuple(map(_address, rows))


async def address(address_id: int) -> Address:
    """One standard address; raises UnknownAddress."""
    row = await database.fetch_row(_ONE, address_id)
    if row is None:
        raise UnknownAddress(address_id)
    return _address(row)


def _address(row: asyncpg.Record) -> Address:
    return Address(
        row["id"],
        row["code"],
        row["text"],
        row["street"],
        row["number"],
        row["building"],
        Position(row["lon"], row["lat"]),
        row["community_code"],
        row["cell_code"],
    )
