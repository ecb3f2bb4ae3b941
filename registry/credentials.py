"""Passwords of staff: argon2id hashes, checked in equal time."""

import asyncio
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

import database
from reach import Reach, ReachKind
from registry import audit
from registry.errors import DemoOnly, PasswordTooWeak, StaffNotFound
from registry.rules.passwords import weaknesses
from settings import settings

# 19 MiB and two passes: the smaller of the usual recommendations, so that a burst of logins fits the memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# Each hash takes that memory and a core; more than two at once would only push each other out.
_HASHING = ThreadPoolExecutor(2, thread_name_prefix="argon2")
# What an unknown login is checked against, so that it takes as long as a known one.
_NOBODY = _HASHER.hash(secrets.token_hex(16))

_CREDENTIAL = """
SELECT staff.id, staff.login, staff.display_name, password_hash, changed_at,
    totp_sealed IS NOT NULL AS has_totp, set_by_another
FROM registry.staff JOIN registry.credential ON staff_id = staff.id WHERE login = $1 AND active
"""
_CREDENTIAL_OF_ID = _CREDENTIAL.replace("login = $1", "staff.id = $1")
_SET_PASSWORD = """
INSERT INTO registry.credential (staff_id, password_hash, changed_at, set_by_another) VALUES ($1, $2, $3, $4)
ON CONFLICT (staff_id) DO UPDATE SET password_hash = excluded.password_hash,
    changed_at = excluded.changed_at, set_by_another = excluded.set_by_another
"""


@dataclass(frozen=True, slots=True)
class Credential:
    """What login needs to know of an active account; times are UTC.

    A password that a colleague has chosen (`set_by_another`) is for one thing: choosing an own one.
    """

    staff_id: int
    login: str
    display_name: str
    password_hash: str = field(repr=False)
    changed_at: datetime
    has_totp: bool
    set_by_another: bool


async def hash_password(password: str) -> str:
    """The argon2id hash of a password, computed in a thread; at most two at once."""
    return await asyncio.get_running_loop().run_in_executor(_HASHING, _HASHER.hash, password)


async def matches(credential: Credential | None, password: str) -> bool:
    """Whether a password is right; takes as long for an unknown account (None) as for a known one."""
    kept = _NOBODY if credential is None else credential.password_hash
    right = await asyncio.get_running_loop().run_in_executor(_HASHING, _verify, kept, password)
    return right and credential is not None


def _verify(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


async def credential_of(login: str) -> Credential | None:
    """The credential of an active account; one of login's own look-ups, made before there is a reach."""
    row = await database.fetch_row(_CREDENTIAL, login)
    return None if row is None else Credential(*row.values())


async def credential_by_id(staff_id: int) -> Credential | None:
    """The credential of an active account that is signed in and wants to change its password."""
    row = await database.fetch_row(_CREDENTIAL_OF_ID, staff_id)
    return None if row is None else Credential(*row.values())


async def set_password(reach: Reach, staff_id: int, password: str, at: datetime) -> None:
    """Sets somebody's password; raises PasswordTooWeak with the codes, StaffNotFound."""
    login = await database.fetch_value("SELECT login FROM registry.staff WHERE id = $1", staff_id)
    if login is None:
        raise StaffNotFound(f"no staff {staff_id}")
    await put_hash(reach, staff_id, await hash_of_new(login, password), at)


async def hash_of_new(login: str, password: str) -> str:
    """The hash of a password chosen for an account; raises PasswordTooWeak with the codes of its faults.

    Takes a while: made before the transaction that stores it with `put_hash`.
    """
    found = weaknesses(password, login)
    if found:
        raise PasswordTooWeak(", ".join(found))
    return await hash_password(password)


async def put_hash(reach: Reach, staff_id: int, hashed: str, at: datetime, *, for_once: bool = False) -> None:
    """Stores the hash of a new password, in the caller's transaction or one of its own.

    Set by a colleague, or `for_once` at the machine itself, it is known to two, so its holder has to choose
    another before anything else.
    """
    of_another = for_once or (reach.kind is ReachKind.STAFF and reach.actor != f"staff:{staff_id}")
    async with database.transaction():
        await database.execute(_SET_PASSWORD, staff_id, hashed, at, of_another)
        await audit.append(reach, audit.SECURITY, audit.Fact("password_set", at, {"staff": staff_id}))


async def set_same_password(reach: Reach, staff_ids: Sequence[int], password: str, at: datetime) -> None:
    """Gives many accounts one password with one hash; raises DemoOnly outside a demo, PasswordTooWeak."""
    if not settings.demo:
        raise DemoOnly("accounts with one password for all are for DEMO=1 only")
    found = weaknesses(password, "")
    if set(found) - {"HOLDS_LOGIN"}:
        raise PasswordTooWeak(", ".join(found))
    hashed = await hash_password(password)
    async with database.transaction():
        await database.execute_many(_SET_PASSWORD, [(staff_id, hashed, at, False) for staff_id in staff_ids])
        said = audit.Fact("demo_passwords_set", at, {"staff": list(staff_ids)})
        await audit.append(reach, audit.SECURITY, said)
