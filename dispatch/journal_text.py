"""The journals of all cases as text, one line an entry, for whoever wants to compare them without us."""

import json
from collections.abc import AsyncIterator

import database
from canonical import canonical

_ALL = """
SELECT opened.case_no, split_part(opened.area_path, '/', 1) AS city, entry.seq, entry.at, entry.recorded_at,
    entry.kind, entry.actor, entry.channel, entry.data, encode(entry.hash, 'hex') AS hash
FROM dispatch.journal AS entry JOIN dispatch.cases AS opened ON opened.id = entry.case_id
ORDER BY entry.case_id, entry.seq
"""
_AT_ONCE = 500


async def lines() -> AsyncIterator[bytes]:
    """Every entry as a line of JSON, by case and number, all as of one instant.

    Its times are UTC; its data hold codes, ids and numbers, as in the journal. `city` is the city's code.
    """
    async with database.transaction("repeatable_read", readonly=True) as connection:
        async for row in connection.cursor(_ALL, prefetch=_AT_ONCE):
            yield canonical(dict(row) | {"data": json.loads(row["data"])}) + b"\n"
