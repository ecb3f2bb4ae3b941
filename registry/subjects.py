"""Persons and organisations, each kept once: found by a number, or made."""

from dataclasses import dataclass

import asyncpg

import database
import pinyin
from reach import Reach, ReachKind
from registry import text_sealing, vault
from registry.data_keys import new_key, subject_owner, wrap
from registry.errors import NameDiffers, NameUnusable, SubjectNotFound, SubjectOutOfReach
from registry.rules.identity_numbers import NumberKind
from registry.rules.names import is_name
from registry.rules.number_reading import parse
from registry.rules.phones import normalised
from registry.subject_indexes import (
    NewSubject,
    identities,
    last4_index,
    number_field,
    number_indexes,
    phone_index,
    sealed_fields,
    tokens_of,
)

_ATTEMPTS = 3

# The sealed name of `owner`, with its key's columns.
_NAME = "name.field, name.sealed, name.commitment, key.key_id::text, key.algorithm, key.kek_id, key.wrapped"
_NAMED = """
LEFT JOIN registry.owner_key key ON key.owner_kind = 'subject' AND key.owner_id = owner.id
LEFT JOIN LATERAL (
    SELECT field, sealed, commitment FROM registry.sealed_text text
    WHERE text.key_id = key.key_id AND text.field = 'name' ORDER BY text.id DESC LIMIT 1
) name ON true
"""
# One round trip: who claims the first index of an identity makes the subject, its key and its texts.
_FIND_OR_MAKE = f"""
WITH found AS (
    SELECT subject_id AS id FROM registry.subject_number WHERE number_index = ANY($1::bytea[])
    ORDER BY array_position($1::bytea[], number_index) LIMIT 1
), fresh AS (
    SELECT nextval(pg_get_serial_sequence('registry.subject', 'id')) AS id
    WHERE NOT EXISTS (SELECT 1 FROM found)
), claimed AS (
    INSERT INTO registry.subject_number (number_index, subject_id, kind, last4_index)
    SELECT ($1::bytea[])[1], fresh.id, ($2::text[])[1], ($3::bigint[])[1] FROM fresh
    ON CONFLICT (number_index) DO NOTHING RETURNING subject_id
), made AS (
    INSERT INTO registry.subject (id, kind, area_path, phone_index, phone_last4_index, tokens, made_by)
    SELECT subject_id, $4, $5, $6, $7, $8::bigint[], $9 FROM claimed RETURNING id
), owner AS (SELECT id FROM found UNION ALL SELECT id FROM made),
attached AS (
    INSERT INTO registry.subject_number (number_index, subject_id, kind, last4_index)
    SELECT number.index, owner.id, number.kind, number.last4
    FROM owner, unnest($1::bytea[], $2::text[], $3::bigint[]) WITH ORDINALITY
        AS number (index, kind, last4, place)
    WHERE number.place > 1 OR EXISTS (SELECT 1 FROM found)
    ON CONFLICT (number_index) DO NOTHING RETURNING 1
), keyed AS (
    INSERT INTO registry.owner_key (key_id, owner_kind, owner_id, algorithm, kek_id, wrapped)
    SELECT $10::uuid, 'subject', made.id, $11, $12, $13 FROM made RETURNING key_id
), sealed AS (
    INSERT INTO registry.sealed_text (key_id, field, sealed, commitment, sealed_by)
    SELECT keyed.key_id, text.field, text.sealed, text.commitment, $9
    FROM keyed, unnest($14::text[], $15::bytea[], $16::text[]) AS text (field, sealed, commitment)
)
SELECT owner.id, EXISTS (SELECT 1 FROM made) AS created, EXISTS (SELECT 1 FROM attached) AS attached,
    {_NAME}
FROM owner {_NAMED}
"""
_KNOWN = f"""
SELECT owner.id, {_NAME} FROM (
    SELECT subject_id AS id FROM registry.subject_number WHERE number_index = ANY($1::bytea[])
    ORDER BY array_position($1::bytea[], number_index) LIMIT 1
) owner {_NAMED}
"""


@dataclass(frozen=True, slots=True)
class SubjectFound:
    """The one subject that is meant, and whether it was made just now."""

    id: int
    created: bool


async def find_or_create(reach: Reach, subject: NewSubject) -> SubjectFound:
    """The subject known by this identity, made if there is none; one round trip, in the caller's transaction.

    An existing one is left as it is. Of two windows that make the same person at once, one makes it and both
    get it. Whoever knows a number only does not get the person: raises NameDiffers where it is kept under
    another name, and then the caller's transaction must not commit. Raises NameUnusable,
    SubjectUnidentified, BadNumber, PhoneUnusable, SubjectOutOfReach.
    """
    check_may_look_up(reach)
    check_name(subject.name)
    if database.in_transaction():
        return await _find_or_create(reach, subject)
    async with database.transaction():
        return await _find_or_create(reach, subject)


async def _find_or_create(reach: Reach, subject: NewSubject) -> SubjectFound:
    numbers = identities(subject)
    key = new_key()
    put = [text_sealing.put_away(key, name, text) for name, text in sealed_fields(subject)]
    phone = subject.phone
    values = (
        [number.index for number in numbers],
        [number.kind for number in numbers],
        [number.last4 for number in numbers],
        subject.kind,
        subject.area_path,
        None if phone is None else phone_index(phone),
        None if phone is None else last4_index(normalised(phone)),
        tokens_of(subject.name),
        reach.actor,
        key.key_id,
        key.algorithm,
        *wrap(key),
        [one.field for one in put],
        [one.sealed for one in put],
        [one.commitment for one in put],
    )
    for _ in range(_ATTEMPTS):
        row = await database.fetch_row(_FIND_OR_MAKE, *values)
        if row is not None:
            _check_name(row, subject)
            if row["attached"] and not row["created"]:
                await _seal_number(reach, row["id"], subject)
            return SubjectFound(row["id"], row["created"])
        # A rival has claimed the number and not yet been seen; its commit shows in the next statement.
    raise SubjectNotFound("the subject is being made by somebody else; try again")


def _check_name(row: asyncpg.Record, subject: NewSubject) -> None:
    """Names are compared as they are searched, without spaces; a person just made has none to compare yet."""
    kept = vault.open_row(row) if row["field"] is not None else None
    if kept is not None and _compared(kept) != _compared(subject.name):
        raise NameDiffers("the number is known under another name")


def _compared(name: str) -> str:
    return pinyin.folded(name).replace(" ", "")


async def _seal_number(reach: Reach, subject_id: int, subject: NewSubject) -> None:
    if subject.number is not None and subject.number_kind is not None:
        text = number_field(parse(subject.number, subject.number_kind))
        await vault.seal(reach, subject_owner(subject_id), *text)


async def known_as(reach: Reach, subject: NewSubject) -> int | None:
    """The id of the one known by this identity; makes nobody. None if nobody is.

    Raises NameDiffers where it is kept under another name, and what else `find_or_create` raises.
    """
    check_may_look_up(reach)
    row = await database.fetch_row(_KNOWN, [one.index for one in identities(subject)])
    if row is None:
        return None
    _check_name(row, subject)
    return int(row["id"])


async def find_by_number(reach: Reach, number: str, kind: NumberKind) -> int | None:
    """The id of the subject with this number in any of its spellings; raises BadNumber, SubjectOutOfReach."""
    check_may_look_up(reach)
    indexes = [one.index for one in number_indexes(number, kind)]
    found = await database.fetch_value(
        "SELECT subject_id FROM registry.subject_number WHERE number_index = ANY($1)"
        " ORDER BY array_position($1, number_index) LIMIT 1",
        indexes,
    )
    return None if found is None else int(found)


async def find_by_phone(reach: Reach, phone: str) -> list[int]:
    """The ids of those with this phone number, oldest first; raises PhoneUnusable, SubjectOutOfReach."""
    check_may_look_up(reach)
    rows = await database.fetch(
        "SELECT id FROM registry.subject WHERE phone_index = $1 ORDER BY id LIMIT 50", phone_index(phone)
    )
    return [row["id"] for row in rows]


def check_name(name: str) -> None:
    """A number once claimed under no name would be nobody's for ever; raises NameUnusable."""
    if not is_name(name):
        raise NameUnusable("a name has a letter, a character or a digit")


def check_may_look_up(reach: Reach) -> None:
    """Residents and holders of a number do not look other people up; raises SubjectOutOfReach."""
    if reach.kind in (ReachKind.HOLDER, ReachKind.SUBJECT):
        raise SubjectOutOfReach("looking people up is for staff and services")
