"""Accounts of staff from the first day to the last: engaged, given a new password, dismissed."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

import database
from desk.errors import OwnAccount, SeparatedAccount
from desk.input_errors import FieldError, InvalidInput, told_at
from desk.sessions import end_all_sessions
from dispatch import roster
from dispatch.present import present
from dispatch.rules.permissions import SEPARATED
from reach import Reach, ReachKind
from registry.accounts import account, add_account
from registry.credentials import hash_of_new, put_hash
from registry.errors import LoginTaken, StaffNotFound
from registry.rules.passwords import weaknesses
from registry.second_factor import set_totp
from registry.staff import dismiss, reach_of

LONGEST_LOGIN, LONGEST_NAME = 64, 64
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
# Without what is read or heard as something else (0 o, 1 l i); 16 of them are 79 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A password for one sign-in, to be told to its holder and to nobody else; kept nowhere."""

    staff_id: int
    login: str
    password: str = field(repr=False)


async def engage(reach: Reach, login: str, name: str) -> FirstPassword:
    """Adds an account with a password that has to be changed at the first sign-in.

    Raises InvalidInput with the faults of login and name.
    """
    login, name = login.strip().lower(), " ".join(name.split())
    faults = (
        [] if _LOGIN.fullmatch(login) else [FieldError("/login", "login_shape", "letters, digits, . _ -")]
    )
    if not 0 < len(name) <= LONGEST_NAME:
        faults.append(FieldError("/name", "length" if name else "required", "1 to 64 characters"))
    if faults:
        raise InvalidInput(*faults)
    password, now = new_password(login), datetime.now(UTC)
    hashed = await hash_of_new(login, password)
    with told_at("/login", "login_taken", LoginTaken):
        async with database.transaction():
            staff_id = await add_account(reach, login, name, now)
            await put_hash(reach, staff_id, hashed, now)
    return FirstPassword(staff_id, login, password)


def new_password(login: str) -> str:
    """A password nobody has chosen, strong enough by our own rule."""
    while True:
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        password = "-".join(groups)
        if not weaknesses(password, login):
            return password


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
