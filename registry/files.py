"""Attachments: checked, sealed under their owner's key, kept on disk by a keyed hash of their content."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg

import chain
import database
from reach import Reach
from registry import audit
from registry.data_keys import Owner, key_of, unwrap
from registry.errors import FileMissing, OwnerErased, SealBroken
from registry.file_disk import older_than, read_sealed, remove_drafts, remove_older, write_sealed
from registry.keys import keyed_index
from registry.rules import sealing
from registry.rules.sealing import DataKey
from registry.small_pictures import MEDIA_TYPE, small_picture
from registry.upload_checks import check_upload
from registry.uploads import Capture, Checked, Upload
from registry.vault import purpose_of

# A large picture takes some 200 MB while it is re-encoded, so they follow each other.
_CHECKING = ThreadPoolExecutor(1, thread_name_prefix="uploads")

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_ADD = """
WITH living AS (
    SELECT key_id FROM registry.owner_key WHERE key_id = $1::uuid AND wrapped IS NOT NULL FOR SHARE
)
INSERT INTO registry.stored_file
    (key_id, address, media_type, size, width, height, commitment, stored_by)
SELECT key_id, $2, $3, $4, $5, $6, $7, $8 FROM living
ON CONFLICT (address) DO UPDATE SET address = excluded.address
RETURNING id
"""
_FILES = """
SELECT file.id, file.address, file.media_type, file.commitment, key.key_id::text, key.owner_kind,
    key.owner_id, key.algorithm, key.kek_id, key.wrapped
FROM registry.stored_file file JOIN registry.owner_key key USING (key_id)
"""
_FILE = f"{_FILES} WHERE file.id = $1"
_PICTURES = f"""{_FILES}
WHERE file.id = ANY($1::bigint[]) AND key.owner_kind = $2 AND key.owner_id = $3
    AND key.wrapped IS NOT NULL AND file.media_type LIKE 'image/%' ORDER BY file.id
"""
_KIND = "SELECT media_type FROM registry.stored_file WHERE id = $1"
_LIVING = """
SELECT 1 FROM registry.stored_file file JOIN registry.owner_key key USING (key_id)
WHERE file.address = $1 AND key.wrapped IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment put away: the id and commitment may stand in a journal, the capture may not."""

    id: int
    media_type: str
    size: int
    width: int | None
    height: int | None
    commitment: str
    capture: Capture = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileContent:
    """An attachment opened."""

    media_type: str
    content: bytes = field(repr=False)


async def store_file(reach: Reach, owner: Owner, upload: Upload, zone: ZoneInfo) -> StoredFile:
    """Checks an upload and puts it away; the same content of the same owner is kept once.

    The file is on disk before the row commits, so a committed row always has its file. Raises UploadRefused,
    OwnerErased.
    """
    return await put_file(reach, owner, await checked(upload, zone))


async def checked(upload: Upload, zone: ZoneInfo, side: int | None = None) -> Checked:
    """`check_upload` in a thread, one at a time; for callers that check before they open a transaction."""
    return await asyncio.get_running_loop().run_in_executor(_CHECKING, check_upload, upload, zone, side)


async def put_file(reach: Reach, owner: Owner, upload: Checked) -> StoredFile:
    """Puts a checked upload away, in the caller's transaction. Raises OwnerErased."""
    async with database.transaction():
        key = await key_of(owner)
        digest = chain.sm3(upload.content).hex()
        address = keyed_index("file", f"{key.key_id}|{digest}").hex()
        salt = _salt(key, address)
        commitment = chain.commitment(salt, digest)
        # The sweeper takes the same lock, so it cannot remove what is being put here.
        await database.execute(_LOCK, address)
        await asyncio.to_thread(write_sealed, key, address, upload.content)
        file_id = await database.fetch_value(
            _ADD, key.key_id, address, upload.media_type, len(upload.content), upload.width,
            upload.height, commitment, reach.actor,
        )  # fmt: skip
        if file_id is None:
            raise OwnerErased(f"{owner.kind} {owner.id} has been erased")
    return StoredFile(
        file_id, upload.media_type, len(upload.content), upload.width, upload.height, commitment,
        upload.capture,
    )  # fmt: skip


def _salt(key: DataKey, address: str) -> bytes:
    # Derived, not drawn: two uploads of one content at once must make the same commitment. Gone with the key.
    return chain.hmac_sm3(key.key, f"salt|{address}".encode())[: sealing.SALT]


async def open_file(reach: Reach, file_id: int, at: datetime) -> FileContent:
    """The content of an attachment; the caller has checked that its case or subject is in reach.

    Needs `reach.purpose`, records the look. Raises PurposeRequired, SealBroken, FileMissing (erased too).
    """
    purpose_of(reach)
    row = await database.fetch_row(_FILE, file_id)
    key = None if row is None else unwrap(row)
    if row is None or key is None:
        raise FileMissing(f"there is no file {file_id}")
    await _record(reach, [row], at)
    content = await asyncio.to_thread(_read, key, row)
    return FileContent(row["media_type"], content)


async def open_small(reach: Reach, file_id: int, at: datetime) -> FileContent:
    """A small JPEG of a stored picture, on the terms of `open_file` and recorded as such a look.

    Raises as that does, and FileMissing for a document, of which there is none.
    """
    if not str(await database.fetch_value(_KIND, file_id)).startswith("image/"):
        raise FileMissing(f"there is no small picture of {file_id}")
    whole = await open_file(reach, file_id, at)
    return FileContent(MEDIA_TYPE, await made_small(whole.content))


async def open_all_small(reach: Reach, owner: Owner, ids: Sequence[int], at: datetime) -> tuple[bytes, ...]:
    """Small JPEGs of those of these files that are pictures of this owner, in the order in which they came.

    On the terms of `open_file`; what is no picture, somebody else's or erased is left out.
    """
    purpose_of(reach)
    rows = await database.fetch(_PICTURES, list(ids), owner.kind, owner.id) if ids else []
    opened = [(key, row) for row in rows if (key := unwrap(row)) is not None]
    await _record(reach, [row for _, row in opened], at)
    return tuple([await made_small(await asyncio.to_thread(_read, key, row)) for key, row in opened])


async def _record(reach: Reach, rows: Sequence[asyncpg.Record], at: datetime) -> None:
    purpose = purpose_of(reach)
    looks = [
        {"purpose": purpose, "owner": f"{row['owner_kind']}:{row['owner_id']}", "file": row["id"]}
        for row in rows
    ]
    facts = [audit.Fact("file_opened", at, looked) for looked in looks]
    await audit.append(reach, audit.access_stream(reach), *facts)


async def made_small(content: bytes) -> bytes:
    """`small_picture` in the thread of the checks: it holds whole pictures in memory as they do."""
    return await asyncio.get_running_loop().run_in_executor(_CHECKING, small_picture, content)


def _read(key: DataKey, row: asyncpg.Record) -> bytes:
    address = row["address"]
    try:
        content = read_sealed(key, address)
    except FileNotFoundError as error:
        raise FileMissing(f"file {row['id']} is not on the disk") from error
    except sealing.DoesNotOpen as error:
        raise SealBroken(f"file {row['id']} does not open") from error
    if chain.commitment(_salt(key, address), chain.sm3(content).hex()) != row["commitment"]:
        raise SealBroken(f"file {row['id']} does not keep its commitment")
    return content


async def sweep_files(now: datetime, grace: timedelta = timedelta(days=1)) -> int:
    """Removes from the disk what no row owns (an upload that failed or broke off) or whose owner is erased.

    Leaves alone what is younger than `grace`; returns how many files went. Can run twice and at any time.
    """
    oldest = (now - grace).timestamp()
    removed = await asyncio.to_thread(remove_drafts, oldest)
    addresses = await asyncio.to_thread(older_than, oldest)
    for address in addresses:
        async with database.transaction():
            await database.execute(_LOCK, address)
            kept = await database.fetch_value(_LIVING, address)
            if not kept:
                removed += await asyncio.to_thread(remove_older, address, oldest)
    return removed
