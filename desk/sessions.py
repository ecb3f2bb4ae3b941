"""Sessions of staff: known secrets only, made anew at login, ended when idle or over."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import database
from reach import Reach
from registry.staff import reach_of_whom
from together import Query, Row, ask_together

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# Writing at every request would cost a commit each; a minute is fine enough for half an hour.
_TOUCH_AFTER = timedelta(minutes=1)
_AT_ONCE = 5  # sessions one account may have open; the oldest gives way
# GB/T 22239-2019 8.1.4.1 wants passwords changed regularly; assessors ask for ninety days.
PASSWORD_HOLDS = timedelta(days=90)
# A password on a slip of paper, chosen by somebody else: long enough for a weekend and a day off.
FIRST_PASSWORD_HOLDS = timedelta(days=7)
_FIND = "SELECT staff_id, seen_at, ends_at, password_until FROM desk.sessions WHERE secret_hash = $1"
_WHOSE = "(SELECT staff_id FROM session)"
_OPEN = """
INSERT INTO desk.sessions (secret_hash, staff_id, source, opened_at, seen_at, ends_at, password_until)
VALUES ($1, $2, $3, $4, $4, $5, $6)
"""
_TOUCH = "UPDATE desk.sessions SET seen_at = $2 WHERE secret_hash = $1"
_END = "DELETE FROM desk.sessions WHERE secret_hash = $1 RETURNING staff_id"
_END_OTHERS = "DELETE FROM desk.sessions WHERE staff_id = $1 AND secret_hash <> $2"
_END_ALL = "DELETE FROM desk.sessions WHERE staff_id = $1"
_SWEEP = "DELETE FROM desk.sessions WHERE ends_at < $1 OR seen_at < $2"
_CROWD_OUT = """
DELETE FROM desk.sessions WHERE secret_hash IN
    (SELECT secret_hash FROM desk.sessions WHERE staff_id = $1 ORDER BY opened_at DESC OFFSET $2)
"""


@dataclass(frozen=True, slots=True)
class Session:
    """A login that holds: whose it is, when it ends, and the token forms must send back."""

    secret: str
    staff_id: int
    ends_at: datetime
    must_change: bool = False  # the password is too old, or another's choice: it opens nothing but a new one

    @property
    def csrf_token(self) -> str:
        """What unsafe requests with this session's cookie must carry besides it."""
        return hmac.digest(self.secret.encode(), b"griddesk-csrf", "sha256").hex()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class Opening:
    """A session to be opened; `password_set` None means that the password does not grow old.

    `must_change`: the password is somebody else's choice, which is as good as too old.
    """

    staff_id: int
    source: str
    password_set: datetime | None
    must_change: bool = False

    def password_until(self, now: datetime) -> datetime | None:
        """When (UTC) the password is too old for anything but a new one; None for never."""
        if self.must_change:
            return now
        return None if self.password_set is None else self.password_set + PASSWORD_HOLDS


async def open_session(opening: Opening, now: datetime) -> Session:
    """Opens a session under a new secret; whatever secret the browser sent before means nothing."""
    until = opening.password_until(now)
    old = until is not None and until <= now
    session = Session(secrets.token_urlsafe(32), opening.staff_id, now + LONGEST, old)
    source = opening.source[:64]
    await database.execute(
        _OPEN, _hash(session.secret), opening.staff_id, source, now, session.ends_at, until
    )
    await database.execute(_CROWD_OUT, opening.staff_id, _AT_ONCE)
    return session


async def find_signed_in(
    secret: str, now: datetime, posts_at: datetime, *, attended: bool = True
) -> tuple[Session, Reach] | None:
    """The session with this secret, if it is known, not idle for too long and not over, and what its owner
    may see by the posts he holds at `posts_at`; None where he is no member of staff any more.

    One round trip. A request that a page makes by itself is not `attended` and does not keep the session
    alive.
    """
    session = Query(_FIND, (_hash(secret),), _only)
    reach = reach_of_whom(_WHOSE, posts_at)
    found = await ask_together(session=session, reach=reach)
    row, whose = found.of(session), found.of(reach)
    if row is None or whose is None:
        return None
    staff_id, seen_at, ends_at, password_until = row
    if ends_at <= now or seen_at + IDLE <= now:
        return None
    if attended and seen_at + _TOUCH_AFTER <= now:
        await database.execute(_TOUCH, _hash(secret), now)
    old = password_until is not None and password_until <= now
    ends = now if attended else seen_at
    return Session(secret, staff_id, min(ends_at, ends + IDLE), old), whose


def _only(rows: Sequence[Row]) -> Row | None:
    return rows[0] if rows else None


async def end_session(secret: str) -> int | None:
    """Logs out; returns whose session it was, None where there was none."""
    staff_id = await database.fetch_value(_END, _hash(secret))
    return None if staff_id is None else int(staff_id)


async def end_other_sessions(staff_id: int, secret: str) -> None:
    """Logs an account out everywhere but in the session with this secret."""
    await database.execute(_END_OTHERS, staff_id, _hash(secret))


async def end_all_sessions(staff_id: int) -> None:
    """Logs an account out everywhere: after a change of password, posts or activity."""
    await database.execute(_END_ALL, staff_id)


async def forget_old_sessions(now: datetime) -> int:
    """Removes sessions that are over or idle; returns how many."""
    return await database.execute(_SWEEP, now, now - IDLE)
