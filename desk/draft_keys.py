"""The key a browser seals a clerk's drafts with while the desk is away: kept here, lent to him alone."""

import logging
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime

import database
from desk.drafts import KEPT
from desk.sealed_for_a_while import seal, unseal
from reach import Reach
from registry.errors import KeyFileProblem

_BYTES = 32  # AES-256, which every browser knows
_LOG = logging.getLogger(__name__)

_LEND = """
INSERT INTO desk.draft_keys AS kept (staff_id, key_id, sealed, lent_at) VALUES ($1, $2::uuid, $3, $4)
ON CONFLICT (staff_id) DO UPDATE SET lent_at = excluded.lent_at
RETURNING key_id::text, sealed
"""
_REPLACE = "DELETE FROM desk.draft_keys WHERE staff_id = $1 AND key_id = $2::uuid"
_SWEEP = "DELETE FROM desk.draft_keys WHERE lent_at < $1"


@dataclass(frozen=True, slots=True)
class DraftKey:
    """A clerk's key and the name it is known by: what was sealed under another name opens no more."""

    id: str
    secret: bytes = field(repr=False)


async def draft_key_of(reach: Reach, now: datetime) -> DraftKey:
    """This clerk's key (`now` UTC): the same at each sign-in, made at the first asking.

    One that has not been asked for as long as drafts are kept is destroyed, and with it what it sealed.
    """
    staff_id = int(reach.who)
    lent = await _lend(staff_id, now)
    try:
        return DraftKey(lent[0], unseal(lent[1], _place(staff_id, lent[0])))
    except KeyFileProblem as error:
        # A key-encryption key is destroyed after a rotation; what was sealed before that has had its time.
        _LOG.warning("the key of a clerk's drafts cannot be opened any more: %s", error)
    await database.execute(_REPLACE, staff_id, lent[0])
    key_id, sealed = await _lend(staff_id, now)
    return DraftKey(key_id, unseal(sealed, _place(staff_id, key_id)))


async def _lend(staff_id: int, now: datetime) -> tuple[str, bytes]:
    key_id = str(uuid.uuid4())
    sealed = seal(secrets.token_bytes(_BYTES), _place(staff_id, key_id))
    row = await database.fetch_row(_LEND, staff_id, key_id, sealed, now)
    if row is None:
        raise RuntimeError("an insert or update of one row returns it")
    return row["key_id"], row["sealed"]


async def forget_old_draft_keys(now: datetime) -> int:
    """Destroys keys nobody has asked for since drafts of then were forgotten; returns how many."""
    return await database.execute(_SWEEP, now - KEPT)


def _place(staff_id: int, key_id: str) -> str:
    return f"desk.draft_keys|sealed|{staff_id}|{key_id}"
