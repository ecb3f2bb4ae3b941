"""The data keys of subjects and cases: one each, wrapped by the key-encryption key, made at need."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import asyncpg

import database
from registry.errors import KeyFileProblem, OwnerErased, SealBroken
from registry.keys import keys
from registry.rules import sealing
from registry.rules.sealing import DataKey
from settings import settings
from together import Write

_KEY_OF = """
SELECT key_id::text, algorithm, kek_id, wrapped FROM registry.owner_key
WHERE owner_kind = $1 AND owner_id = $2
"""
_FIRST_KEY = """
INSERT INTO registry.owner_key (key_id, owner_kind, owner_id, algorithm, kek_id, wrapped)
VALUES ($1::uuid, $2, $3, $4, $5, $6)
"""
_MAKE_KEY = f"{_FIRST_KEY} ON CONFLICT ON CONSTRAINT owner_key_owner DO NOTHING"


class OwnerKind(StrEnum):
    """Whose key a text is sealed under."""

    SUBJECT = "subject"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Owner:
    """A subject or a case, to whom sealed texts and files belong and with whom they can be erased."""

    kind: OwnerKind
    id: int


def subject_owner(subject_id: int) -> Owner:
    """The owner of what belongs to a person or organisation."""
    return Owner(OwnerKind.SUBJECT, subject_id)


def case_owner(case_id: int) -> Owner:
    """The owner of what belongs to a case."""
    return Owner(OwnerKind.CASE, case_id)


def new_key() -> DataKey:
    """A fresh data key of the algorithm the setting SEALING names."""
    algorithm = settings.sealing
    return DataKey(str(uuid.uuid4()), algorithm, secrets.token_bytes(sealing.KEY_SIZES[algorithm]))


def wrap(key: DataKey) -> tuple[str, bytes]:
    """The current key-encryption key's id, and the data key wrapped by it."""
    current = keys().current
    wrapping = sealing.wrapping_key(key.algorithm, keys().keks[current], current)
    nonce = secrets.token_bytes(sealing.NONCE)
    return current, sealing.seal(wrapping, nonce, key.key, f"registry.owner_key|wrapped|{key.key_id}")


def unwrap(row: asyncpg.Record | Mapping[str, object]) -> DataKey | None:
    """The data key of a row with key_id, algorithm, kek_id and wrapped; None when it has been destroyed."""
    key_id, algorithm, wrapped = str(row["key_id"]), str(row["algorithm"]), row["wrapped"]
    if not isinstance(wrapped, bytes):
        return None
    kek_id = str(row["kek_id"])
    kek = keys().keks.get(kek_id)
    if kek is None:
        raise KeyFileProblem(f"{settings.keys_dir}/kek-{kek_id}.key is missing, or newer than this process")
    wrapping = sealing.wrapping_key(algorithm, kek, kek_id)
    try:
        key = sealing.unseal(wrapping, wrapped, f"registry.owner_key|wrapped|{key_id}")
    except sealing.DoesNotOpen as error:
        raise SealBroken(f"the data key {key_id} does not open") from error
    return DataKey(key_id, algorithm, key)


async def key_of(owner: Owner) -> DataKey:
    """The data key of an owner, made at the first asking; raises OwnerErased."""
    row = await database.fetch_row(_KEY_OF, owner.kind, owner.id)
    if row is None:
        key = new_key()
        made = await database.execute(_MAKE_KEY, *_row(owner, key))
        if made:
            return key
        row = await database.fetch_row(_KEY_OF, owner.kind, owner.id)
        assert row is not None
    found = unwrap(row)
    if found is None:
        raise OwnerErased(f"{owner.kind} {owner.id} has been erased")
    return found


def making_key(owner: Owner, key: DataKey) -> Write:
    """Gives an owner who is being made his first key, which a second owner of his name would not survive."""
    return Write(_FIRST_KEY, _row(owner, key))


def _row(owner: Owner, key: DataKey) -> tuple[object, ...]:
    return (key.key_id, owner.kind, owner.id, key.algorithm, *wrap(key))
