"""What a clerk has typed and not yet handed in: sealed under a key of its own, for this clerk only."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import asyncpg
import msgspec

import database
from reach import Reach
from registry.data_keys import new_key, unwrap, wrap
from registry.errors import KeyFileProblem
from registry.text_sealing import put_away, take_out

KEPT = timedelta(days=7)
MOST = 20  # drafts of one clerk; the oldest makes room
_FIELD = "draft"
_LOG = logging.getLogger(__name__)

# What was handed in needs no draft: one that was still on its way comes to nothing.
_SAVE = """
INSERT INTO desk.drafts
    (staff_id, key, key_id, algorithm, kek_id, wrapped, sealed, commitment, parked, saved_at)
SELECT $1::bigint, $2::varchar, $3::uuid, $4, $5, $6, $7, $8, $9, $10
WHERE NOT EXISTS (SELECT 1 FROM desk.answered_requests WHERE actor = $11 AND key = $2::varchar)
ON CONFLICT (staff_id, key) DO UPDATE SET key_id = excluded.key_id, algorithm = excluded.algorithm,
    kek_id = excluded.kek_id, wrapped = excluded.wrapped, sealed = excluded.sealed,
    commitment = excluded.commitment, parked = excluded.parked, saved_at = excluded.saved_at
"""
_MAKE_ROOM = """
DELETE FROM desk.drafts WHERE staff_id = $1 AND key IN (
    SELECT key FROM desk.drafts WHERE staff_id = $1 ORDER BY saved_at DESC OFFSET $2)
"""
_OF_CLERK = """
SELECT key, key_id::text, algorithm, kek_id, wrapped, sealed, commitment, parked, saved_at
FROM desk.drafts draft
WHERE staff_id = $1::bigint AND ($2::varchar IS NULL OR key = $2::varchar) AND NOT EXISTS (
    SELECT 1 FROM desk.answered_requests WHERE actor = 'staff:' || $1::bigint AND key = draft.key)
ORDER BY saved_at DESC
"""
_DISCARD = "DELETE FROM desk.drafts WHERE staff_id = $1 AND key = $2"
_SWEEP = "DELETE FROM desk.drafts WHERE saved_at < $1"

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was typed, by field; `label` says on a list whose and what it is. `saved_at` is UTC.

    `key` is the form's own idempotency key. `parked`: put aside on purpose, not merely left behind.
    """

    key: str
    values: Values = field(repr=False)
    label: str = field(repr=False)
    parked: bool
    saved_at: datetime


class _Content(msgspec.Struct):
    values: dict[str, tuple[str, ...]]
    label: str


_decoder = msgspec.json.Decoder(_Content)


async def save_draft(reach: Reach, draft: Draft) -> bool:
    """Keeps a draft of this clerk in place of the one before; returns whether it was kept.

    It is not once the same form has been handed in.
    """
    key = new_key()
    content = msgspec.json.encode(_Content(dict(draft.values), draft.label)).decode()
    put = put_away(key, _FIELD, content)
    kept = await database.execute(
        _SAVE, int(reach.who), draft.key, key.key_id, key.algorithm, *wrap(key), put.sealed, put.commitment,
        draft.parked, draft.saved_at, reach.actor,
    )  # fmt: skip
    if kept:
        await database.execute(_MAKE_ROOM, int(reach.who), MOST)
    return bool(kept)


async def drafts_of(reach: Reach) -> list[Draft]:
    """This clerk's drafts, the last saved first."""
    rows = await database.fetch(_OF_CLERK, int(reach.who), None)
    return [draft for row in rows if (draft := _opened(row)) is not None]


async def draft_of(reach: Reach, key: str) -> Draft | None:
    """One of this clerk's drafts; None for anybody else's as for one there is not."""
    row = await database.fetch_row(_OF_CLERK, int(reach.who), key)
    return None if row is None else _opened(row)


def _opened(row: asyncpg.Record) -> Draft | None:
    try:
        key = unwrap(row)
    except KeyFileProblem as error:
        # A key-encryption key is destroyed after a rotation; a draft older than that has had its time.
        _LOG.warning("a draft cannot be opened any more: %s", error)
        return None
    if key is None:
        return None
    content = _decoder.decode(take_out(key, _FIELD, row["sealed"], row["commitment"]))
    return Draft(row["key"], content.values, content.label, row["parked"], row["saved_at"])


async def discard_draft(reach: Reach, key: str) -> None:
    """Throws away a draft of this clerk, if it is there."""
    await database.execute(_DISCARD, int(reach.who), key)


async def forget_old_drafts(now: datetime) -> int:
    """Removes drafts nobody has touched for seven days; returns how many."""
    return await database.execute(_SWEEP, now - KEPT)
