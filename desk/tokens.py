"""API tokens: secrets by which a machine acts in its own name, never in that of a person."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import database

_PREFIX = "gd_"
_INSERT = """
INSERT INTO desk.api_tokens (secret_hash, service, made_by, made_at, ends_at)
VALUES ($1, $2, $3, $4, $5) RETURNING id
"""
_FIND = """
SELECT id, service FROM desk.api_tokens
WHERE secret_hash = $1 AND ends_at > $2 AND revoked_at IS NULL
"""
_REVOKE = "UPDATE desk.api_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL"
_LIST = "SELECT id, service, made_by, made_at, ends_at, revoked_at FROM desk.api_tokens ORDER BY id"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token to be made: for which service, and by whom."""

    service: str
    made_by: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """A token that holds."""

    id: int
    service: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as administrators see it: everything but its secret."""

    id: int
    service: str
    made_by: int
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


async def make_token(new: NewToken, now: datetime) -> tuple[int, str]:
    """Makes a token; returns its id and the secret, which is shown this once only."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    token_id = await database.fetch_value(_INSERT, _hash(secret), new.service, new.made_by, now, new.ends_at)
    return int(token_id), secret


async def find_token(secret: str, now: datetime) -> Token | None:
    """The token with this secret, if it is known, not revoked and not over."""
    row = await database.fetch_row(_FIND, _hash(secret), now)
    return None if row is None else Token(row["id"], row["service"])


async def revoke_token(token_id: int, now: datetime) -> bool:
    """Ends a token; returns whether there was one to end."""
    return await database.execute(_REVOKE, token_id, now) == 1


async def all_tokens() -> list[TokenRow]:
    """Every token ever made, oldest first."""
    return [TokenRow(**dict(row)) for row in await database.fetch(_LIST)]
