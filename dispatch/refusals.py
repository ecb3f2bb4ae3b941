"""The bus desk's view of entries a subscriber refused: they wait, are mended at their source and replayed."""

import json
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch.errors import BusDeskOnly
from reach import Reach, ReachKind, Role

_WAITING = """
SELECT subscriber, case_id, head_seq, refused FROM dispatch.deliveries
WHERE subscriber = $1 AND refused IS NOT NULL AND case_id > $2 ORDER BY case_id LIMIT $3
"""
# Whatever is under way loses its lease, so that its outcome cannot undo the replay.
_REPLAY = """
UPDATE dispatch.deliveries SET refused = NULL, next_try = NULL, tries = 0, last_error = NULL,
    lease_token = NULL, lease_until = NULL, waiting_since = clock_timestamp(),
    next_seq = LEAST(next_seq, $3::int)
WHERE subscriber = $1 AND case_id = $2
"""
_REPLAY_ALL = """
UPDATE dispatch.deliveries SET refused = NULL, next_try = NULL, tries = 0, last_error = NULL,
    waiting_since = clock_timestamp()
WHERE subscriber = $1 AND refused IS NOT NULL
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


def _only_bus_desk(reach: Reach) -> None:
    if reach.kind is not ReachKind.SYSTEM and Role.BUS_DESK not in reach.roles:
        raise BusDeskOnly(reach.actor)


async def waiting(reach: Reach, subscriber: str, after_case: int = 0, limit: int = 100) -> list[RefusedCase]:
    """The refused cases of a subscriber by case id; raises BusDeskOnly for everybody but the bus desk."""
    _only_bus_desk(reach)
    rows = await database.fetch(_WAITING, subscriber, after_case, limit)
    return [_read(row["subscriber"], row["case_id"], row["head_seq"], row["refused"]) for row in rows]


def _read(subscriber: str, case_id: int, head_seq: int, stored: str) -> RefusedCase:
    refused = json.loads(stored)
    at = datetime.fromisoformat(refused["at"])
    return RefusedCase(
        subscriber, case_id, refused["seq"], head_seq, refused["status"], refused["reason"], at
    )


async def replay(reach: Reach, subscriber: str, case_id: int, from_seq: int | None = None) -> bool:
    """Makes a case due again at the refused entry, or from an earlier one; False if no such delivery is.

    Receivers know an entry by case and seq, so what they already have changes nothing. Raises BusDeskOnly,
    and ValueError for a seq below 1.
    """
    _only_bus_desk(reach)
    if from_seq is not None and from_seq < 1:
        raise ValueError("entries are counted from 1")
    return await database.execute(_REPLAY, subscriber, case_id, from_seq) == 1


async def replay_all(reach: Reach, subscriber: str) -> int:
    """Makes every refused case of a subscriber due again; returns how many. Raises BusDeskOnly."""
    _only_bus_desk(reach)
    return await database.execute(_REPLAY_ALL, subscriber)
