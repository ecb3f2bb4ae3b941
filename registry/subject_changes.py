"""What becomes of a known person or organisation: one more number, something different, erasure."""

from dataclasses import dataclass, field
from datetime import datetime

import database
from reach import Reach, ReachKind
from registry import erasing, vault
from registry.data_keys import subject_owner
from registry.errors import SubjectNotFound, SubjectOutOfReach
from registry.rules.identity_numbers import NumberKind
from registry.rules.number_reading import parse
from registry.rules.phones import normalised
from registry.subject_indexes import (
    last4_index,
    number_field,
    number_indexes,
    phone_index,
    tokens_of,
)
from registry.subjects import check_may_look_up, check_name, find_by_number

_CHANGE = """
UPDATE registry.subject SET
    area_path = CASE WHEN $2 THEN $3 ELSE area_path END,
    phone_index = CASE WHEN $4 THEN $5 ELSE phone_index END,
    phone_last4_index = CASE WHEN $4 THEN $6 ELSE phone_last4_index END,
    tokens = coalesce($7::bigint[], tokens)
WHERE id = $1 AND erased_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class SubjectChanges:
    """What is different now; None leaves as it is. Former texts stay sealed as history."""

    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    area_path: str | None = None


async def attach_number(reach: Reach, subject_id: int, number: str, kind: NumberKind) -> bool:
    """Makes a subject known by one more number (passport, permit); False when it belongs to another one."""
    check_may_look_up(reach)
    indexes = number_indexes(number, kind)
    async with database.transaction():
        added = await database.fetch(
            "INSERT INTO registry.subject_number (number_index, subject_id, kind, last4_index)"
            " SELECT number.index, $1, number.kind, number.last4"
            " FROM unnest($2::bytea[], $3::text[], $4::bigint[]) AS number (index, kind, last4)"
            " ON CONFLICT (number_index) DO NOTHING RETURNING 1",
            subject_id,
            [one.index for one in indexes],
            [one.kind for one in indexes],
            [one.last4 for one in indexes],
        )
        if not added:
            return await find_by_number(reach, number, kind) == subject_id
        await vault.seal(reach, subject_owner(subject_id), *number_field(parse(number, kind)))
    return True


async def change_subject(reach: Reach, subject_id: int, changes: SubjectChanges) -> None:
    """Writes down what is different about a subject; the caller has checked that it is in reach.

    Raises SubjectNotFound, NameUnusable, PhoneUnusable.
    """
    check_may_look_up(reach)
    if changes.name is not None:
        check_name(changes.name)
    phone = changes.phone
    texts = [("name", changes.name), ("phone", phone and normalised(phone)), ("address", changes.address)]
    async with database.transaction():
        changed = await database.execute(
            _CHANGE, subject_id, changes.area_path is not None, changes.area_path, phone is not None,
            None if phone is None else phone_index(phone),
            None if phone is None else last4_index(normalised(phone)),
            None if changes.name is None else tokens_of(changes.name),
        )  # fmt: skip
        if not changed:
            raise SubjectNotFound(f"no subject {subject_id}")
        given = [(name, text.strip()) for name, text in texts if text is not None]
        await vault.seal_all(reach, subject_owner(subject_id), given)


async def erase_subject(reach: Reach, subject_id: int, at: datetime) -> bool:
    """Destroys a subject's key and indexes; whoever comes again with the same number is a new subject.

    Returns whether there was anything to erase.
    """
    if reach.kind in (ReachKind.HOLDER, ReachKind.SUBJECT) and (reach.kind, reach.who) != (
        ReachKind.SUBJECT,
        subject_id,
    ):
        raise SubjectOutOfReach("only one's own data")
    return await erasing.erase(reach, subject_owner(subject_id), at)
