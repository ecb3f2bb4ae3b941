"""Counts what a source asks for by the hundred: not each request, but each lot of fifty is written down."""

from datetime import datetime

from desk.attempts import Allowed, count_attempt

LOT = 50
_MOST_SOURCES = 10_000
_left: dict[str, int] = {}  # by bucket: how many of the lot begun in this process are still free


async def count_small(bucket: str, lots: Allowed, now: datetime) -> None:
    """Counts one small request (`now` UTC); raises TooManyAttempts when a lot begins that is not allowed.

    A map asks for dozens of tiles at once, and a write for each would cost more than most tiles do. Several
    processes count lots of their own together, so the limit holds to within one lot for each.
    """
    left = _left.get(bucket, 0)
    if left == 0:
        await count_attempt(bucket, lots, now)
        if len(_left) >= _MOST_SOURCES:
            _left.clear()
        left = LOT
    _left[bucket] = left - 1
