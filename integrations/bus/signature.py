"""Signs what we send over the bus, after Standard Webhooks (symmetric, v1)."""

import base64
import binascii
import hashlib
import hmac
import secrets
from pathlib import Path

from integrations.errors import UnusableSecret

PREFIX = "whsec_"
_FEWEST, _MOST = 24, 64  # bytes, as the specification recommends


def new_secret() -> str:
    """A new random secret in the specification's spelling."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def parse_secret(text: str) -> bytes:
    """The key in a secret's spelling; raises UnusableSecret, which never repeats the text."""
    try:
        key = base64.b64decode(text.strip().removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise UnusableSecret("a secret is base64 after whsec_") from None
    if not _FEWEST <= len(key) <= _MOST:
        raise UnusableSecret(f"a secret has {_FEWEST} to {_MOST} bytes, not {len(key)}")
    return key


def read_secret(path: Path) -> bytes:
    """The key in a secret file; raises UnusableSecret naming the file."""
    try:
        return parse_secret(path.read_text())
    except OSError as error:
        raise UnusableSecret(f"{path}: {error.strerror}") from None


def message_id(body: bytes) -> str:
    """The id of a request: the same body always has the same, so a receiver knows a repetition."""
    return f"msg_{hashlib.sha256(body).hexdigest()[:32]}"


def signature(key: bytes, identity: str, timestamp: int, body: bytes) -> str:
    """The v1 signature over id, time (whole seconds since 1970, UTC) and body."""
    digest = hmac.new(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def signed_headers(key: bytes, body: bytes, timestamp: int) -> dict[str, str]:
    """The three headers of a signed request; `timestamp` in whole seconds since 1970 (UTC)."""
    identity = message_id(body)
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(key, identity, timestamp, body),
    }
