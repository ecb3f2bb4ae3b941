"""The bus desk's view of entries a subscriber refused: they wait, are mended at their source and replayed."""

import json
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch.errors import BusDeskOnly
from reach import Reach, ReachKind, Role

# Case ids through the areas of the bus desk, or all where it is bound to none.
_IN_REACH = """AND ({0}::text[] IS NULL OR EXISTS (
    SELECT 1 FROM dispatch.cases c, unnest({0}::text[]) AS mine (path)
    WHERE c.id = case_id AND starts_with(c.area_path, mine.path)))"""
_WAITING = f"""
SELECT subscriber, case_id, head_seq, refused FROM dispatch.deliveries
WHERE subscriber = $1 AND refused IS NOT NULL AND case_id > $2 {_IN_REACH.format("$4")}
ORDER BY case_id LIMIT $3
"""
# Whatever is under way loses its lease, so that its outcome cannot undo the replay.
_REPLAY = f"""
UPDATE dispatch.deliveries SET refused = NULL, next_try = NULL, tries = 0, last_error = NULL,
    lease_token = NULL, lease_until = NULL, waiting_since = clock_timestamp(),
    next_seq = LEAST(next_seq, $3::int)
WHERE subscriber = $1 AND case_id = $2 {_IN_REACH.format("$4")}
"""
_REPLAY_ALL = f"""
UPDATE dispatch.deliveries SET refused = NULL, next_try = NULL, tries = 0, last_error = NULL,
    waiting_since = clock_timestamp()
WHERE subscriber = $1 AND refused IS NOT NULL {_IN_REACH.format("$2")}
"""


@dataclass(frozen=True, slots=True)
class RefusedCase:
    """A case whose next entry a subscriber refused; later entries wait behind it. `at` is UTC."""

    subscriber: str
    case_id: int
    seq: int
    head_seq: int
    status: int
    reason: str
    at: datetime


def bus_areas(reach: Reach) -> list[str] | None:
    """The areas whose cases this bus desk mends, None for all; raises BusDeskOnly."""
    if reach.kind is ReachKind.SYSTEM:
        return None
    held = [post.area_path for post in reach.posts if post.role is Role.BUS_DESK]
    if not held:
        raise BusDeskOnly(reach.actor)
    areas = [path for path in held if path is not None]
    return None if len(areas) < len(held) else areas


async def waiting(reach: Reach, subscriber: str, after_case: int = 0, limit: int = 100) -> list[RefusedCase]:
    """The refused cases of a subscriber within the desk's areas, by case id.

    Raises BusDeskOnly for everybody but the bus desk.
    """
    rows = await database.fetch(_WAITING, subscriber, after_case, limit, bus_areas(reach))
    return [_read(row["subscriber"], row["case_id"], row["head_seq"], row["refused"]) for row in rows]


def _read(subscriber: str, case_id: int, head_seq: int, stored: str) -> RefusedCase:
    refused = json.loads(stored)
    at = datetime.fromisoformat(refused["at"])
    return RefusedCase(
        subscriber, case_id, refused["seq"], head_seq, refused["status"], refused["reason"], at
    )


async def replay(reach: Reach, subscriber: str, case_id: int, from_seq: int | None = None) -> bool:
    """Makes a case due again at the refused entry, or from an earlier one; False if none is in reach.

    Receivers know an entry by case and seq, so what they already have changes nothing. Raises BusDeskOnly,
    and ValueError for a seq below 1.
    """
    areas = bus_areas(reach)
    if from_seq is not None and from_seq < 1:
        raise ValueError("entries are counted from 1")
    return await database.execute(_REPLAY, subscriber, case_id, from_seq, areas) == 1


async def replay_all(reach: Reach, subscriber: str) -> int:
    """Makes every refused case of a subscriber in reach due again; returns how many. Raises BusDeskOnly."""
    return await database.execute(_REPLAY_ALL, subscriber, bus_areas(reach))
