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


async def count_attempt(bucket: str, allowed: Allowed, now: datetime) -> None:
    """Counts one attempt; raises TooManyAttempts beyond what is allowed. Survives the caller's roll-back.

    Call it outside the transaction of the attempt itself.
    """
    row = await database.fetch_row(_COUNT, bucket, now, allowed.within)
    if row is not None and row["tried"] > allowed.attempts:
        raise TooManyAttempts(row["window_start"] + allowed.within - now)


async def forget_old_attempts(now: datetime) -> int:
    """Removes counts older than any stretch of time in use; returns how many."""
    return await database.execute(_SWEEP, now - timedelta(days=1))
