"""Accounts of staff from the first day to the last: engaged, renamed, given a password, dismissed, back."""

import re
from datetime import UTC, datetime

import database
from desk.errors import OwnAccount, SeparatedAccount
from desk.first_passwords import FirstPassword, new_password
from desk.input_errors import FieldError, InvalidInput, told_at
from desk.sessions import end_all_sessions
from dispatch import roster
from dispatch.present import present
from dispatch.rules.permissions import SEPARATED
from reach import Reach, ReachKind
from registry.account_changes import rename_account, revive_account
from registry.accounts import account, add_account
from registry.credentials import hash_of_new, put_hash
from registry.errors import LoginTaken, StaffNotFound
from registry.second_factor import set_totp
from registry.staff import dismiss, reach_of

LONGEST_LOGIN, LONGEST_NAME = 64, 64
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


async def engage(reach: Reach, login: str, name: str) -> FirstPassword:
    """Adds an account with a password that has to be changed at the first sign-in.

    Raises InvalidInput with the faults of login and name.
    """
    login, name = login.strip().lower(), _usual(name)
    faults = (
        [] if _LOGIN.fullmatch(login) else [FieldError("/login", "login_shape", "letters, digits, . _ -")]
    )
    faults += _name_faults(name)
    if faults:
        raise InvalidInput(*faults)
    password, now = new_password(login), datetime.now(UTC)
    hashed = await hash_of_new(login, password)
    with told_at("/login", "login_taken", LoginTaken):
        async with database.transaction():
            staff_id = await add_account(reach, login, name, now)
            await put_hash(reach, staff_id, hashed, now)
    return FirstPassword(staff_id, login, password)


def _usual(name: str) -> str:
    return " ".join(name.split())


def _name_faults(name: str) -> list[FieldError]:
    if 0 < len(name) <= LONGEST_NAME:
        return []
    return [FieldError("/name", "length" if name else "required", "1 to 64 characters")]


async def rename(reach: Reach, staff_id: int, name: str) -> None:
    """Gives somebody another name, as after a marriage or a slip of the pen; his login stays.

    Raises InvalidInput, OwnAccount, StaffNotFound.
    """
    await _somebody_else(reach, staff_id)
    name = _usual(name)
    if faults := _name_faults(name):
        raise InvalidInput(*faults)
    await rename_account(reach, staff_id, name, datetime.now(UTC))


async def take_back(reach: Reach, staff_id: int) -> FirstPassword:
    """Revives an account that was dismissed: a password for one sign-in, no post, no second factor.

    What it may do is another administrator's to say, so that nobody alone brings anybody back to his rights.
    Raises OwnAccount, StaffNotFound for an account that is not there or not dismissed.
    """
    if reach.actor == f"staff:{staff_id}":
        raise OwnAccount("another administrator has to do this to your account")
    known = await account(staff_id)
    password, now = new_password(known.login), datetime.now(UTC)
    hashed = await hash_of_new(known.login, password)
    async with database.transaction():
        await revive_account(reach, staff_id, await present())
        await put_hash(reach, staff_id, hashed, now, for_once=True)
        if known.has_second_factor:
            await set_totp(reach, staff_id, None, now)
    return FirstPassword(staff_id, known.login, password)


async def reset_password(reach: Reach, staff_id: int) -> FirstPassword:
    """A new password for one sign-in; ends every session of the account.

    Raises OwnAccount, SeparatedAccount, StaffNotFound for an account that is not there or not active.
    """
    known = await _somebody_else(reach, staff_id)
    await _nobody_separated(reach, staff_id)
    password, now = new_password(known), datetime.now(UTC)
    hashed = await hash_of_new(known, password)
    async with database.transaction():
        await put_hash(reach, staff_id, hashed, now, for_once=True)
        await end_all_sessions(staff_id)
    return FirstPassword(staff_id, known, password)


async def remove_second_factor(reach: Reach, staff_id: int) -> None:
    """Takes a lost second factor away and ends every session.

    Raises OwnAccount, SeparatedAccount, StaffNotFound.
    """
    await _somebody_else(reach, staff_id)
    await _nobody_separated(reach, staff_id)
    async with database.transaction():
        await set_totp(reach, staff_id, None, datetime.now(UTC))
        await end_all_sessions(staff_id)


async def let_go(reach: Reach, staff_id: int) -> None:
    """Dismisses somebody: no sign-in any more, no session, no duty; raises OwnAccount, StaffNotFound."""
    await _somebody_else(reach, staff_id)
    async with database.transaction():
        await dismiss(reach, staff_id, datetime.now(UTC))
        await end_all_sessions(staff_id)
        await roster.relieve(reach, staff_id, await present())


async def _somebody_else(reach: Reach, staff_id: int) -> str:
    """The login of an active account that is not the asker's own."""
    if reach.actor == f"staff:{staff_id}":
        raise OwnAccount("another administrator has to do this to your account")
    known = await account(staff_id)
    if not known.active:
        raise StaffNotFound(f"no active staff {staff_id}")
    return known.login


async def _nobody_separated(reach: Reach, staff_id: int) -> None:
    """三员分立 (GB/T 22239-2019 8.1.5): who can sign in as another administrator could do his work.

    Whoever sits at the machine itself recovers such an account with `bin/desk password`.
    """
    if reach.kind is ReachKind.SYSTEM:
        return
    held = (await reach_of(staff_id, await present())).roles
    if held & SEPARATED:
        raise SeparatedAccount("an administrator's password is not another administrator's to know")
