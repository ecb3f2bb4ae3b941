"""Counts attempts by source and by account, and refuses more than are human."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import database

_COUNT = """
INSERT INTO desk.attempts AS a (bucket, window_start, tried) VALUES ($1, $2, 1)
ON CONFLICT (bucket) DO UPDATE SET
    tried = CASE WHEN a.window_start + $3 <= $2 THEN 1 ELSE a.tried + 1 END,
    window_start = CASE WHEN a.window_start + $3 <= $2 THEN $2 ELSE a.window_start END
RETURNING tried, window_start
"""
# Tries without success and the pause after each; the window starts anew at every try that was let through.
_SPACE_OUT = """
INSERT INTO desk.attempts AS a (bucket, window_start, tried) VALUES ($1, $2, 1)
ON CONFLICT (bucket) DO UPDATE SET
    tried = CASE WHEN a.window_start + ($3::interval[])[LEAST(a.tried, array_length($3, 1))] > $2 THEN a.tried
        WHEN a.window_start + $4 <= $2 THEN 1 ELSE a.tried + 1 END,
    window_start = CASE
        WHEN a.window_start + ($3::interval[])[LEAST(a.tried, array_length($3, 1))] > $2 THEN a.window_start
        ELSE $2 END
RETURNING window_start,
    window_start + ($3::interval[])[LEAST(tried, array_length($3, 1))] AS free_at
"""
_GIVE_BACK = "UPDATE desk.attempts SET tried = tried - 1 WHERE bucket = $1 AND tried > 0"
_FORGET = "DELETE FROM desk.attempts WHERE bucket = $1"
_SWEEP = "DELETE FROM desk.attempts WHERE window_start < $1"


class TooManyAttempts(Exception):
    """Raised when a source or an account has tried too often; says for how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"too many attempts, wait {int(wait.total_seconds())} s")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Allowed:
    """So many attempts in so long a time."""

    attempts: int
    within: timedelta


LOGIN_BY_SOURCE = Allowed(30, timedelta(minutes=5))
LOGIN_BY_ACCOUNT = Allowed(10, timedelta(minutes=15))
PROGRESS_BY_NUMBER = Allowed(6, timedelta(minutes=15))
PROGRESS_BY_SOURCE = Allowed(60, timedelta(minutes=5))
REPORT_BY_SOURCE = Allowed(20, timedelta(minutes=10))
PHOTO_BY_SOURCE = Allowed(60, timedelta(minutes=10))
LOOK_BY_SOURCE = Allowed(120, timedelta(minutes=5))
FORM_BY_SOURCE = Allowed(60, timedelta(minutes=10))
TILE_LOTS_BY_SOURCE = Allowed(80, timedelta(minutes=5))  # lots of fifty: `desk.small_requests`


async def count_attempt(bucket: str, allowed: Allowed, now: datetime) -> None:
    """Counts one attempt; raises TooManyAttempts beyond what is allowed. Survives the caller's roll-back.

    Call it outside the transaction of the attempt itself.
    """
    row = await database.fetch_row(_COUNT, bucket, now, allowed.within)
    if row is not None and row["tried"] > allowed.attempts:
        raise TooManyAttempts(row["window_start"] + allowed.within - now)


async def give_back(bucket: str) -> None:
    """Takes one counted attempt back: it was none, as a whole office may sign in from one address."""
    await database.execute(_GIVE_BACK, bucket)


# After the fifth failure in a row a quarter of an hour (GB/T 22239-2019 8.1.4.1).
_PAUSES = tuple(map(timedelta, (0, 0, 0, 0, 0), (0, 1, 4, 15, 900)))


async def space_out(bucket: str, now: datetime) -> None:
    """Lets attempts that keep failing through at growing distances; raises TooManyAttempts in between.

    Counts before the attempt, so that many at once cannot slip through; `succeeded` forgets the count.
    """
    row = await database.fetch_row(_SPACE_OUT, bucket, now, list(_PAUSES), _PAUSES[-1])
    if row is not None and row["window_start"] != now:
        raise TooManyAttempts(row["free_at"] - now)


async def succeeded(bucket: str) -> None:
    """Forgets what failed before a success."""
    await database.execute(_FORGET, bucket)


async def forget_old_attempts(now: datetime) -> int:
    """Removes counts older than any stretch of time in use; returns how many."""
    return await database.execute(_SWEEP, now - timedelta(days=1))
