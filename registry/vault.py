"""Texts sealed under their owner's key, with salted commitments; opened for a stated purpose only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

import database
from reach import Reach
from registry import audit
from registry.data_keys import Owner, key_of, making_key, new_key, unwrap
from registry.errors import OwnerErased, PurposeRequired
from registry.rules.purposes import is_purpose
from registry.text_sealing import Put, put_away, take_out
from together import Query, Write

# The share lock makes a concurrent erasure wait, or be seen: nothing is sealed under a destroyed key.
_ADD = """
WITH living AS (
    SELECT key_id FROM registry.owner_key WHERE key_id = $1::uuid AND wrapped IS NOT NULL FOR SHARE
)
INSERT INTO registry.sealed_text (key_id, field, sealed, commitment, sealed_by)
SELECT living.key_id, text.field, text.sealed, text.commitment, $5
FROM living, unnest($2::text[], $3::bytea[], $4::text[]) WITH ORDINALITY
    AS text (field, sealed, commitment, place)
ORDER BY text.place RETURNING id
"""
_NEW_IDS = """
SELECT nextval(pg_get_serial_sequence('registry.sealed_text', 'id')) FROM generate_series(1, $1::int)
"""
_KEEP = """
INSERT INTO registry.sealed_text (id, key_id, field, sealed, commitment, sealed_by)
SELECT text.id, $1::uuid, text.field, text.sealed, text.commitment, $6
FROM unnest($2::bigint[], $3::text[], $4::bytea[], $5::text[]) AS text (id, field, sealed, commitment)
"""
_TEXTS = """
SELECT text.id, text.field, text.sealed, text.commitment, key.key_id::text, key.owner_kind, key.owner_id,
    key.algorithm, key.kek_id, key.wrapped
FROM registry.sealed_text text JOIN registry.owner_key key USING (key_id)
WHERE text.id = ANY($1::bigint[]) ORDER BY text.id
"""


@dataclass(frozen=True, slots=True)
class SealedText:
    """A text put away: its id, and the salted commitment that may stand in a journal."""

    id: int
    field: str
    commitment: str


async def seal(reach: Reach, owner: Owner, field: str, text: str) -> SealedText:
    """Puts one text away under its owner's key; raises OwnerErased when that has been destroyed."""
    return (await seal_all(reach, owner, [(field, text)]))[0]


async def seal_all(reach: Reach, owner: Owner, texts: Sequence[tuple[str, str]]) -> list[SealedText]:
    """Puts (field, text) pairs away, in order, in the caller's transaction; raises OwnerErased."""
    if not texts:
        return []
    key = await key_of(owner)
    put = [put_away(key, field, text) for field, text in texts]
    fields, sealed, commitments = _columns(put)
    rows = await database.fetch(_ADD, key.key_id, fields, sealed, commitments, reach.actor)
    if not rows:
        raise OwnerErased(f"{owner.kind} {owner.id} has been erased")
    return _stored([row["id"] for row in rows], put)


def new_text_ids(many: int) -> Query[tuple[int, ...]]:
    """Ids nobody has, for texts that are named before they are written."""
    return Query(_NEW_IDS, (many,), lambda rows: tuple(row[0] for row in rows))


def keeping_first_texts(
    reach: Reach, owner: Owner, ids: Sequence[int], texts: Sequence[tuple[str, str]]
) -> tuple[list[SealedText], list[Write]]:
    """(field, text) pairs sealed under new ids for an owner about to be made, who has no key yet.

    With the writes of his key and of the texts, to be done in the statement that makes him.
    """
    if not texts:
        return [], []
    key = new_key()
    put = [put_away(key, field, text) for field, text in texts]
    return _stored(ids, put), [
        making_key(owner, key),
        Write(_KEEP, (key.key_id, list(ids), *_columns(put), reach.actor)),
    ]


def _stored(ids: Sequence[int], put: Sequence[Put]) -> list[SealedText]:
    return [SealedText(id_, one.field, one.commitment) for id_, one in zip(ids, put, strict=True)]


def _columns(put: Sequence[Put]) -> tuple[list[str], list[bytes], list[str]]:
    return [one.field for one in put], [one.sealed for one in put], [one.commitment for one in put]


async def open_texts(reach: Reach, ids: Sequence[int], at: datetime) -> dict[int, str | None]:
    """The texts with these ids; None where the owner has been erased, absent where there is no such text.

    The caller has checked that the case or subject is in reach. Needs `reach.purpose`, a code like `case:12`
    or `identity_check`, and records the look in the access stream. Raises PurposeRequired, SealBroken.
    """
    purpose = purpose_of(reach)
    rows = await database.fetch(_TEXTS, list(ids))
    if rows:
        owners = sorted({f"{row['owner_kind']}:{row['owner_id']}" for row in rows})
        looked = {"purpose": purpose, "owners": owners, "texts": [row["id"] for row in rows]}
        await audit.append(reach, audit.access_stream(reach), audit.Fact("texts_opened", at, looked))
    return {row["id"]: open_row(row) for row in rows}


def open_row(row: asyncpg.Record) -> str | None:
    """The text of a row with its key's columns; None when the key has been destroyed."""
    key = unwrap(row)
    return None if key is None else take_out(key, row["field"], row["sealed"], row["commitment"])


def purpose_of(reach: Reach) -> str:
    """The stated purpose; it goes into a chain nobody can erase, so it is a code and never free text."""
    if reach.purpose is None or not is_purpose(reach.purpose):
        raise PurposeRequired("opening personal data needs a purpose such as case:12 or identity_check")
    return reach.purpose
