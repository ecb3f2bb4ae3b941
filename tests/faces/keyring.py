"""Session secrets of the demo's accounts, opened in the database instead of at the login form."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from desk.sessions import Opening, open_session
from registry.credentials import credential_of
from tests.pools import pool_of

_FRESH = 20 * 60.0  # seconds; sessions nobody uses end after thirty minutes


@dataclass(slots=True)
class Keyring:
    """Each account's session is opened when it is first needed, in the database of a running town."""

    database: str
    _keys: dict[str, tuple[str, float]] = field(default_factory=dict)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, login: str) -> str:
        """The secret of a session of this account; raises LookupError for one the demo does not have."""
        # Each opening borrows the process's one pool.
        async with self._one_at_a_time:
            secret, opened = self._keys.get(login, ("", 0.0))
            if not secret or opened + _FRESH < time.monotonic():
                secret = await self._open(login)
                self._keys[login] = (secret, time.monotonic())
            return secret

    async def _open(self, login: str) -> str:
        async with pool_of(self.database):
            credential = await credential_of(login)
            if credential is None:
                raise LookupError(f"the demo has no account {login}")
            session = await open_session(Opening(credential.staff_id, "faces", None), datetime.now(UTC))
        return session.secret
