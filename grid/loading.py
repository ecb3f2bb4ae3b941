"""Fills a draft of the map with areas, overlays and addresses, many rows at a time."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import shapely

import database
from grid.rules.address_tokens import searchable
from grid.rules.shapes import AddressPoint, AreaShape, Nested, OverlayShape, nested
from pinyin import Pinyin

T = TypeVar("T")
_CHUNK = 5_000
_AREAS = """
INSERT INTO grid.areas (edition_id, level, code, name, name_en, parent_code, path, is_lowest, attributes,
                        geom, label, area_m2)
SELECT $1, level, code, name, name_en, parent_code, path, is_lowest, attributes::jsonb,
       geom, ST_PointOnSurface(geom), ST_Area(ST_Transform(geom, $2::int))
FROM (
    SELECT *, ST_Multi(ST_GeomFromWKB(wkb, 4326)) AS geom
    FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bool[],
                $10::text[], $11::bytea[])
      AS given (level, code, name, name_en, parent_code, path, is_lowest, attributes, wkb)
) AS shaped
"""
_OVERLAYS = """
INSERT INTO grid.overlays (edition_id, overlay, code, name, geom)
SELECT $1, overlay, code, name, ST_Multi(ST_GeomFromWKB(wkb, 4326))
FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[]) AS given (overlay, code, name, wkb)
"""
_ADDRESSES = """
INSERT INTO grid.addresses (code, text, street, number, building, folded, pinyin, initials, tokens, geom)
SELECT code, text, street, number, building, folded, pinyin, initials, string_to_array(tokens, ' '),
       ST_SetSRID(ST_MakePoint(lon, lat), 4326)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::text[], $10::float8[], $11::float8[])
  AS given (code, text, street, number, building, folded, pinyin, initials, tokens, lon, lat)
ON CONFLICT (code) DO UPDATE SET (text, street, number, building, folded, pinyin, initials, tokens, geom)
    = (excluded.text, excluded.street, excluded.number, excluded.building, excluded.folded, excluded.pinyin, 
       excluded.initials, excluded.tokens, excluded.geom)
"""


async def add_areas(edition_id: int, areas: Iterable[AreaShape], metric_srid: int) -> int:
    """Writes the tree of areas into a draft and returns how many they are; all or none.

    Paths, lowest areas, label points and sizes (m² in `metric_srid`) are worked out here. Raises
    MapNotNested; asyncpg.IntegrityConstraintViolationError where the edition is no draft.
    """
    tree = nested(areas)
    async with database.transaction():
        for chunk in _chunks(tree):
            await database.execute(_AREAS, edition_id, metric_srid, *_area_columns(chunk))
    return len(tree)


async def add_overlays(edition_id: int, zones: Iterable[OverlayShape]) -> int:
    """Writes zones into a draft and returns how many they are; all or none."""
    count = 0
    async with database.transaction():
        for chunk in _chunks(zones):
            names = ([getattr(zone, name) for zone in chunk] for name in ("overlay", "code", "name"))
            wkb = [shapely.to_wkb(zone.geometry) for zone in chunk]
            count += await database.execute(_OVERLAYS, edition_id, *names, wkb)
    return count


async def add_addresses(addresses: Iterable[AddressPoint], readings: Pinyin) -> int:
    """Writes standard addresses, or corrects those whose code is known, and returns how many; all or none.

    The areas they lie in are worked out when an edition is published.
    """
    count = 0
    async with database.transaction():
        for chunk in _chunks(addresses):
            plain = ("code", "text", "street", "number", "building")
            found = [searchable(address.text, readings) for address in chunk]
            count += await database.execute(
                _ADDRESSES,
                *([getattr(address, name) for address in chunk] for name in plain),
                [words.folded for words in found],
                [words.pinyin for words in found],
                [words.initials for words in found],
                [" ".join(words.tokens) for words in found],
                [address.lon for address in chunk],
                [address.lat for address in chunk],
            )
    return count


def _area_columns(chunk: Sequence[Nested]) -> list[list[object]]:
    rows = [
        (
            item.area.level.value,
            item.area.code,
            item.area.name,
            item.area.name_en,
            item.area.parent_code,
            item.path,
            item.is_lowest,
            json.dumps(dict(item.area.attributes), ensure_ascii=False),
            shapely.to_wkb(item.area.geometry),
        )
        for item in chunk
    ]
    return [list(column) for column in zip(*rows, strict=True)]


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
