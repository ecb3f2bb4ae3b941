"""Whose attachments are whose, for those who look at the owner before they open or name a file."""

from collections.abc import Sequence

import database
from registry.data_keys import Owner, OwnerKind
from registry.errors import FileMissing

_OWNER = """
SELECT key.owner_kind, key.owner_id FROM registry.stored_file file JOIN registry.owner_key key USING (key_id)
WHERE file.id = $1 AND key.wrapped IS NOT NULL
"""
_COUNT = """
SELECT count(*) FROM registry.stored_file file JOIN registry.owner_key key USING (key_id)
WHERE key.owner_kind = $1 AND key.owner_id = $2
"""
_PICTURES = """
SELECT key.owner_id, count(*)::int AS number
FROM registry.stored_file file JOIN registry.owner_key key USING (key_id)
WHERE key.owner_kind = 'case' AND key.owner_id = ANY($1::bigint[]) AND key.wrapped IS NOT NULL
    AND file.media_type LIKE 'image/%'
GROUP BY key.owner_id
"""
_KINDS = """
SELECT file.id, file.media_type FROM registry.stored_file file JOIN registry.owner_key key USING (key_id)
WHERE file.id = ANY($1::bigint[]) AND key.owner_kind = $2 AND key.owner_id = $3 AND key.wrapped IS NOT NULL
"""
_OWNED = """
SELECT file.id FROM registry.stored_file file JOIN registry.owner_key key USING (key_id)
WHERE file.id = ANY($1::bigint[]) AND key.owner_kind = $2 AND key.owner_id = $3
"""


async def owner_of(file_id: int) -> Owner:
    """The subject or case an attachment belongs to; raises FileMissing, also for erased ones."""
    row = await database.fetch_row(_OWNER, file_id)
    if row is None:
        raise FileMissing(f"there is no file {file_id}")
    return Owner(OwnerKind(row["owner_kind"]), row["owner_id"])


async def files_of(owner: Owner) -> int:
    """How many attachments the owner has."""
    return int(await database.fetch_value(_COUNT, owner.kind, owner.id))


async def pictures_of_cases(case_ids: Sequence[int]) -> dict[int, int]:
    """How many pictures each of these cases has; cases without any are left out."""
    rows = await database.fetch(_PICTURES, list(case_ids)) if case_ids else []
    return {row["owner_id"]: row["number"] for row in rows}


async def media_types(owner: Owner, ids: Sequence[int]) -> dict[int, str]:
    """What kind of file each of these is; those of others, and erased ones, are left out."""
    rows = await database.fetch(_KINDS, list(ids), owner.kind, owner.id)
    return {row["id"]: row["media_type"] for row in rows}


async def not_owned(owner: Owner, ids: Sequence[int]) -> list[int]:
    """Those of these files that do not belong to the owner, in the order given."""
    rows = await database.fetch(_OWNED, list(ids), owner.kind, owner.id)
    owned = {row["id"] for row in rows}
    return [file_id for file_id in ids if file_id not in owned]
