"""Gives an account its second factor and takes it away: TOTP (RFC 6238), proven by a code first."""

import base64
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import database
from desk import attempts
from desk.errors import LoginRefused
from desk.sessions import end_other_sessions
from reach import Reach
from registry import audit, credentials
from registry.rules.totp import DIGITS, SECONDS, matching_step
from registry.second_factor import code_opens, set_totp, use_totp_step

_BYTES = 20  # RFC 4226, 4 R6: 160 bits are recommended
_SECRET = re.compile(r"[A-Z2-7]{32}")
_ISSUER = "Griddesk"


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody proves to be himself with: the password once more, and a code of the factor."""

    password: str = field(repr=False)
    code: str = field(repr=False)


def new_secret() -> str:
    """A secret for an authenticator app, in base32."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode()


def key_uri(secret: str, login: str) -> str:
    """The address an authenticator app reads from a QR code (the Key Uri Format)."""
    asked = {"secret": secret, "issuer": _ISSUER, "digits": DIGITS, "period": SECONDS}
    return f"otpauth://totp/{quote(f'{_ISSUER}:{login}')}?{urlencode(asked)}"


async def enrol(reach: Reach, secret: str, proof: Proof, session_secret: str) -> None:
    """The account asks for a code of this secret from its next login on; its other sessions end.

    Raises LoginRefused for a wrong password or code, for a secret that is none and for an account that has a
    factor already, which goes only by a code of its own; and TooManyAttempts.
    """
    now, staff_id = datetime.now(UTC), int(reach.who)
    known = await _prove(reach, proof.password, now)
    if known.has_totp:
        raise await _refused(reach, now, "the account has a second factor; it is given up first")
    step = matching_step(secret, proof.code, now.timestamp()) if _SECRET.fullmatch(secret) else None
    if step is None:
        raise await _refused(reach, now, "the code does not belong to this secret")
    async with database.transaction():
        await set_totp(reach, staff_id, secret, now)
        # The code that was shown here shall not open the door once more.
        await use_totp_step(staff_id, step)
        # Whoever came in by the password alone is out.
        await end_other_sessions(staff_id, session_secret)
    await attempts.succeeded(_bucket(staff_id))


async def give_up(reach: Reach, proof: Proof) -> None:
    """The account asks for no code any more; raises LoginRefused, TooManyAttempts."""
    now, staff_id = datetime.now(UTC), int(reach.who)
    await _prove(reach, proof.password, now)
    if not await code_opens(staff_id, proof.code, now):
        raise await _refused(reach, now, "the code is wrong or has been used")
    await set_totp(reach, staff_id, None, now)
    await attempts.succeeded(_bucket(staff_id))


async def _prove(reach: Reach, password: str, now: datetime) -> credentials.Credential:
    staff_id = int(reach.who)
    await attempts.space_out(_bucket(staff_id), now)
    credential = await credentials.credential_by_id(staff_id)
    if credential is None or not await credentials.matches(credential, password):
        raise await _refused(reach, now, "the password is wrong")
    return credential


async def _refused(reach: Reach, now: datetime, why: str) -> LoginRefused:
    fact = audit.Fact("second_factor_refused", now, {"staff": int(reach.who)})
    await audit.record_failure(reach, fact)
    return LoginRefused(why)


def _bucket(staff_id: int) -> str:
    return f"password:{staff_id}"
