"""Which time step a code of a second factor belongs to (RFC 6238: SHA-1, 30 seconds, six digits)."""

import base64
import binascii
import hmac

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

SECONDS = 30
DIGITS = 6
# A phone's clock may be wrong by a step either way (RFC 6238, 5.2).
_DRIFT = (0, -1, 1)


def matching_step(secret: str, code: str, unix_time: float) -> int | None:
    """The time step for which `code` is right, or None; `secret` is base32, the time seconds since 1970.

    Looks at the present step, the one before and the one after, each compared in equal time.
    """
    now, found = int(unix_time // SECONDS), None
    generator = HOTP(_key(secret), DIGITS, SHA1(), enforce_key_length=False)
    for step in (now + drift for drift in _DRIFT):
        if step >= 0 and hmac.compare_digest(generator.generate(step), code.encode()) and found is None:
            found = step
    return found


def _key(secret: str) -> bytes:
    """The bytes of a base32 text; authenticator apps leave out the padding and take small letters."""
    plain = secret.replace(" ", "").upper().rstrip("=")
    try:
        return base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error as error:
        raise ValueError("the secret of a second factor is no base32") from error
