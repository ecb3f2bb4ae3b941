"""What time it is: the real time, or in a demo the real time moved on by a settable offset."""

from datetime import UTC, datetime, timedelta

import database
from settings import settings

_READ = "SELECT moved_by FROM dispatch.demo_clock"
_SET = """
INSERT INTO dispatch.demo_clock (only_one, moved_by) VALUES (true, $1)
ON CONFLICT (only_one) DO UPDATE SET moved_by = excluded.moved_by
"""
# What waits must not be left in a future that has been taken back.
_BRING_FORWARD = "UPDATE dispatch.jobs SET due_at = $1 WHERE due_at > $1"


class NotADemo(Exception):
    """Raised when somebody wants to set the clock of an installation that is not a demo."""


async def present() -> datetime:
    """The time (UTC) at which acts happen; read at the edge and passed down as `now`.

    Web, pump and sweeps of a demo read the same offset, so a day can be tried in seconds.
    """
    moved_by = await database.fetch_value(_READ) if settings.demo else None
    return datetime.now(UTC) + (moved_by or timedelta())


async def set_present(to: datetime) -> timedelta:
    """Sets a demo's clock (UTC); returns how far it is from the real one; raises NotADemo elsewhere.

    Set back, it makes what waits in the queue due at once, or sweeps would stand still for as long.
    """
    if not settings.demo:
        raise NotADemo("the clock can be set with DEMO=1 only")
    moved_by = to - datetime.now(UTC)
    async with database.transaction():
        await database.execute(_SET, moved_by)
        await database.execute(_BRING_FORWARD, to)
    return moved_by
