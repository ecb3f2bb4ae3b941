"""Erases a subject or a case by destroying its key, remembers it, and repeats it after a restore."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

import database
from reach import SYSTEM, Reach
from registry import audit
from registry.data_keys import Owner, OwnerKind
from settings import settings

LOG = "erasures.log"

_DESTROY = """
WITH destroyed AS (
    UPDATE registry.owner_key SET wrapped = NULL, kek_id = NULL, erased_at = $3
    WHERE owner_kind = $1 AND owner_id = $2 AND wrapped IS NOT NULL
    RETURNING key_id
)
INSERT INTO registry.erasure (key_id, owner_kind, owner_id, erased_by, erased_at)
SELECT key_id, $1, $2, $4, $3 FROM destroyed
ON CONFLICT (key_id) DO NOTHING RETURNING key_id::text
"""
_FORGET_SUBJECT = """
UPDATE registry.subject SET erased_at = $2, area_path = NULL, phone_index = NULL, phone_last4_index = NULL,
    tokens = '{}' WHERE id = $1 AND erased_at IS NULL
"""
_ERASURES = """
SELECT key_id::text, owner_kind, owner_id, erased_by, erased_at
FROM registry.erasure ORDER BY erased_at, key_id
"""
_STILL_THERE = """
SELECT key_id::text, owner_kind, owner_id FROM registry.owner_key
WHERE key_id = ANY($1::uuid[]) AND wrapped IS NOT NULL ORDER BY key_id
"""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One owner whose key was destroyed; the key's id tells it from a later owner with the same number."""

    key_id: str
    owner: Owner
    erased_by: str
    erased_at: datetime


async def erase(reach: Reach, owner: Owner, at: datetime) -> bool:
    """Destroys an owner's key, so that its texts and files open no more; returns whether there was one.

    Journals keep ids and commitments, so no chain breaks. For a subject the keyed indexes go too. The erasure
    is also written beside the keys (`erasures.log`) after the commit, for when an older database comes back.
    """
    async with database.transaction():
        key_id = await database.fetch_value(_DESTROY, owner.kind, owner.id, at, reach.actor)
        if owner.kind is OwnerKind.SUBJECT:
            await database.execute("DELETE FROM registry.subject_number WHERE subject_id = $1", owner.id)
            await database.execute(_FORGET_SUBJECT, owner.id, at)
        if key_id is None:
            return False
        fact = audit.Fact("owner_erased", at, {"owner": f"{owner.kind}:{owner.id}", "key": key_id})
        await audit.append(reach, audit.SECURITY, fact)
        done = Erasure(key_id, owner, reach.actor, at)

        async def remember() -> None:
            _write_down([done])

        database.after_commit(remember)
    return True


def _write_down(erasures: list[Erasure]) -> None:
    path = settings.keys_dir / LOG
    lines = "".join(_line(erasure) + "\n" for erasure in erasures)
    # One write of whole lines to a file opened for appending is not mixed with another process's.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab", buffering=0) as file:
        file.write(lines.encode())
        os.fsync(file.fileno())


def _line(erasure: Erasure) -> str:
    owner = erasure.owner
    said = [erasure.key_id, owner.kind.value, owner.id, erasure.erased_by, erasure.erased_at.isoformat()]
    return json.dumps(said, ensure_ascii=False)


def _written_down(path: Path) -> dict[str, Erasure]:
    if not path.exists():
        return {}
    found = {}
    for line in path.read_text().splitlines():
        key_id, kind, owner_id, erased_by, at = json.loads(line)
        owner = Owner(OwnerKind(kind), int(owner_id))
        found[key_id] = Erasure(key_id, owner, erased_by, datetime.fromisoformat(at))
    return found


async def replay_erasures() -> int:
    """Erases again whom a restored database has brought back; returns how many that were.

    Also writes into `erasures.log` what the database knows and the file does not (a process that died between
    the commit and the writing). Run at start-up and after every restore.
    """
    written = _written_down(settings.keys_dir / LOG)
    rows = await database.fetch(_ERASURES)
    known = [Erasure(row["key_id"], _owner(row), row["erased_by"], row["erased_at"]) for row in rows]
    missing = [erasure for erasure in known if erasure.key_id not in written]
    if missing:
        _write_down(missing)
    again = 0
    for row in await database.fetch(_STILL_THERE, list(written)):
        again += await erase(SYSTEM, _owner(row), written[row["key_id"]].erased_at)
    return again


def _owner(row: asyncpg.Record) -> Owner:
    return Owner(OwnerKind(row["owner_kind"]), row["owner_id"])
