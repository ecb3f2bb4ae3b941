"""The sealed secret of a second factor (TOTP), and the guard against using one code twice."""

import secrets
from datetime import datetime

import database
from reach import Reach
from registry import audit
from registry.errors import KeyFileProblem, SealBroken, StaffNotFound
from registry.keys import keys
from registry.rules import sealing
from registry.rules.totp import matching_step


async def set_totp(reach: Reach, staff_id: int, secret: str | None, at: datetime) -> None:
    """Seals the secret of somebody's second factor, or takes it away; StaffNotFound without a password."""
    current = keys().current
    sealed = None
    if secret is not None:
        key = sealing.wrapping_key(sealing.AES, keys().keks[current], current)
        nonce = secrets.token_bytes(sealing.NONCE)
        sealed = sealing.seal(key, nonce, secret.encode(), _totp_place(staff_id))
    async with database.transaction():
        if not await database.execute(
            "UPDATE registry.credential SET totp_sealed = $2, totp_kek_id = $3, totp_last_step = NULL"
            " WHERE staff_id = $1",
            staff_id,
            sealed,
            current if sealed else None,
        ):
            raise StaffNotFound(f"staff {staff_id} has no password yet")
        said = {"staff": staff_id, "on": secret is not None}
        await audit.append(reach, audit.SECURITY, audit.Fact("second_factor_set", at, said))


async def totp_secret(staff_id: int) -> str | None:
    """The secret of somebody's second factor; one of login's own look-ups. Raises SealBroken."""
    row = await database.fetch_row(
        "SELECT totp_sealed, totp_kek_id FROM registry.credential WHERE staff_id = $1", staff_id
    )
    if row is None or row["totp_sealed"] is None:
        return None
    kek = keys().keks.get(row["totp_kek_id"])
    if kek is None:
        raise KeyFileProblem(f"kek-{row['totp_kek_id']}.key is missing")
    key = sealing.wrapping_key(sealing.AES, kek, row["totp_kek_id"])
    try:
        return sealing.unseal(key, row["totp_sealed"], _totp_place(staff_id)).decode()
    except sealing.DoesNotOpen as error:
        raise SealBroken(f"the second factor of staff {staff_id} does not open") from error


async def code_opens(staff_id: int, code: str, at: datetime) -> bool:
    """Whether a code is right at this time and not used before; a right one is used up by asking."""
    secret = await totp_secret(staff_id)
    step = None if secret is None else matching_step(secret, code, at.timestamp())
    return step is not None and await use_totp_step(staff_id, step)


async def use_totp_step(staff_id: int, step: int) -> bool:
    """Marks a time step as used; False when it or a later one has been used before (a replayed code)."""
    return bool(
        await database.execute(
            "UPDATE registry.credential SET totp_last_step = $2"
            " WHERE staff_id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2)",
            staff_id,
            step,
        )
    )


def _totp_place(staff_id: int) -> str:
    return f"registry.credential|totp_sealed|{staff_id}"
