"""Tells subscribers of the bus again what they refused, on record; and shows what they would be told."""

import json

import database
from desk.feedback import PROFILES
from dispatch import refusals, subscribers
from dispatch.case_numbers import case_id_of
from dispatch.deliveries import Untold
from dispatch.present import present
from dispatch.told import entries_to_tell
from reach import Reach
from registry import audit


async def replay_case(reach: Reach, subscriber: str, case_no: str, from_seq: int | None = None) -> bool:
    """Makes a case due again at the refused entry, or from an earlier one; False where there is none.

    Receivers know entries by case and seq, so nothing happens twice. Raises BusDeskOnly; ValueError for a
    seq below 1.
    """
    case_id = await case_id_of(reach, case_no)
    if case_id is None:
        return False
    async with database.transaction():
        if not await refusals.replay(reach, subscriber, case_id, from_seq):
            return False
        await _note(reach, {"case": case_id, "subscriber": subscriber, "from": from_seq})
    return True


async def replay_every_case(reach: Reach, subscriber: str) -> int:
    """Makes every refused case of a subscriber in reach due again; returns how many. Raises BusDeskOnly."""
    async with database.transaction():
        cases = await refusals.replay_all(reach, subscriber)
        await _note(reach, {"subscriber": subscriber, "cases": cases})
    return cases


async def refused_message(refused: refusals.RefusedCase) -> str:
    """The message a subscriber refused, as it would be sent again, spelled for reading.

    `refused` comes from `refusals.waiting`, which looks at the reach.
    """
    standing = await subscribers.get(refused.subscriber)
    asked = Untold(refused.case_id, refused.seq, refused.seq)
    entries = (await entries_to_tell([asked]))[refused.case_id]
    if standing is None or not entries:
        return ""
    return json.dumps(json.loads(PROFILES[standing.profile](entries[0])), ensure_ascii=False, indent=2)


async def _note(reach: Reach, said: dict[str, object]) -> None:
    await audit.append(reach, audit.CONFIG, audit.Fact("bus_replayed", await present(), said))
