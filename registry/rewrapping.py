"""Moves every data key over to the current key-encryption key, a batch at a time."""

import database
from registry.data_keys import unwrap, wrap
from registry.keys import keys

_WRAPPED_BEFORE = """
SELECT key_id::text, algorithm, kek_id, wrapped FROM registry.owner_key
WHERE kek_id IS NOT NULL AND kek_id <> $1 LIMIT $2 FOR UPDATE SKIP LOCKED
"""
_REWRAP = "UPDATE registry.owner_key SET kek_id = $2, wrapped = $3 WHERE key_id = $1::uuid"


async def rewrap(batch: int = 500) -> int:
    """Wraps every data key by the current key-encryption key; returns how many were moved. Can run twice."""
    moved = 0
    while True:
        async with database.transaction():
            rows = await database.fetch(_WRAPPED_BEFORE, keys().current, batch)
            for row in rows:
                key = unwrap(row)
                assert key is not None
                kek_id, wrapped = wrap(key)
                await database.execute(_REWRAP, key.key_id, kek_id, wrapped)
        moved += len(rows)
        if len(rows) < batch:
            return moved
