"""Erases a person with the cases of his own, or one case: texts, files, indexes and exact points."""

from collections.abc import Sequence
from datetime import datetime

import database
from desk.errors import RoleNeeded, StillOpen
from dispatch import captures, case_store, places
from reach import SYSTEM, Reach, ReachKind, Role
from registry import erasing
from registry.data_keys import Owner, case_owner, key_of, subject_owner
from registry.errors import OwnerErased, SubjectNotFound

_CASES_OF = "SELECT id FROM dispatch.cases WHERE subject_id = $1 ORDER BY id"
_IS_THERE = "SELECT 1 FROM registry.subject WHERE id = $1"


async def erase_subject(reach: Reach, subject_id: int, at: datetime) -> tuple[str, ...]:
    """Erases a person or organisation and every case it is the subject of; `at` is UTC.

    Returns the numbers of these cases. Journals, areas, states and the chains stay; names, numbers, texts,
    attachments and points are gone for good, here and in every copy that is restored later. Twice is once.
    Raises RoleNeeded, SubjectNotFound, and StillOpen while the subject waits for something.
    """
    _check_may(reach)
    async with database.transaction():
        if await database.fetch_value(_IS_THERE, subject_id) is None:
            raise SubjectNotFound(f"no subject {subject_id}")
        own = [row["id"] for row in await database.fetch(_CASES_OF, subject_id)]
        numbers = await _erase_cases(reach, own, at)
        await _erase(reach, subject_owner(subject_id), at)
    return numbers


async def erase_case(reach: Reach, case_id: int, at: datetime) -> None:
    """Erases what one case holds of people; its subject stays known. `at` is UTC; twice is once.

    Raises RoleNeeded, NotVisible for a case that is not there, StillOpen.
    """
    _check_may(reach)
    async with database.transaction():
        await _erase_cases(reach, [case_id], at)


async def replay() -> int:
    """Erases again what a restored database has brought back; returns how many keys that were.

    Runs at the start of every process; where nothing came back it only looks.
    """
    again = await erasing.replay_erasures()
    await places.erase_of_erased(SYSTEM)
    await captures.forget_captures_of_erased(SYSTEM)
    return again


def _check_may(reach: Reach) -> None:
    if reach.kind is not ReachKind.SYSTEM and Role.SECURITY_ADMIN not in reach.roles:
        raise RoleNeeded([Role.SECURITY_ADMIN])


async def _erase_cases(reach: Reach, ids: Sequence[int], at: datetime) -> tuple[str, ...]:
    # Locked first, so that no act under way seals anything behind the erasure.
    cases = [await case_store.case_by_id(SYSTEM, case_id, for_act=True) for case_id in ids]
    still_open = [case.case_no for case in cases if case.closed_at is None]
    if still_open:
        raise StillOpen(still_open)
    for case in cases:
        await _erase(reach, case_owner(case.id), at)
        await places.erase(reach, case.id)
        await captures.forget_captures(reach, case.id)
    return tuple(case.case_no for case in cases)


async def _erase(reach: Reach, owner: Owner, at: datetime) -> None:
    try:
        # Whoever has no key has sealed nothing, but a restore must know of the erasure all the same.
        await key_of(owner)
    except OwnerErased:
        return
    await erasing.erase(reach, owner, at)
