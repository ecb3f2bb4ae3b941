"""Makes anchors: what moved since the last one, signed and put away, then noted in the database."""

from dataclasses import replace
from datetime import datetime, timedelta

import database
from dispatch import anchor_rows, anchored
from dispatch.anchor_rows import Place, Row
from registry.anchor_folder import AnchorFolder, aside
from registry.errors import AnchorsDisagree, AnchorsMissing, DatabaseSetBack
from registry.rules.anchor_sequence import follows, known, next_anchor
from registry.rules.anchors import Anchor, Known

EVERY = timedelta(hours=1)
_HARDLY = timedelta(minutes=55)  # a round that comes this early was made by somebody else's clock
AT_ONCE = 2_000  # chains of either kind in one anchor; what is over goes into the next, at once
NOWHERE = Place(0, 0)


async def due(now: datetime) -> bool:
    """Whether it is time for another anchor at `now` (UTC, real time)."""
    last = await anchor_rows.last()
    if last is None or not last.known.complete:
        return True
    return not timedelta() <= now - last.known.at < _HARDLY


async def make(folder: AnchorFolder, now: datetime, at_once: int = AT_ONCE) -> Anchor:
    """Makes the next anchor at `now` (UTC, real time); not complete if more than `at_once` chains have moved.

    Entries that commit late are in the next one: each is anchored once, whatever order they commit in.
    Raises AnchorsDisagree where nothing can follow, AnchorExists where somebody was quicker, and AnchorError
    where the folder or what lies in it cannot be used.
    """
    await settle(folder)
    async with database.transaction("repeatable_read", readonly=True):
        last, place = await anchor_rows.last(), await anchor_rows.here()
        since = _since(last, place)
        covered, complete = await anchored.moved(since, at_once)
    anchor = replace(next_anchor(last.known if last else None, now, tuple(covered)), complete=complete)
    await aside(folder.write, anchor)
    await _note(anchor, place if complete else replace(place, since=since))
    return anchor


async def settle(folder: AnchorFolder) -> int:
    """Notes anchors that were put away by a process that died before it noted them; returns how many.

    Raises AnchorsMissing, DatabaseSetBack or AnchorsDisagree where folder and database contradict each other.
    """
    last = await anchor_rows.last()
    # Listed after the database was asked: an anchor is put away before it is noted.
    numbers = await aside(folder.numbers)
    noted = last.known.number if last else 0
    if last is not None:
        await _check_last(folder, numbers, last.known)
    ahead = await ahead_of(folder, numbers, last)
    for anchor in ahead:
        if await anchored.differing(anchor.covered):
            raise DatabaseSetBack(
                f"the database knows anchors up to {noted}, and lacks what anchor {anchor.number} says"
            )
    for anchor in ahead:
        await _note(anchor, last.place if last else NOWHERE)
    return len(ahead)


def _since(last: Row | None, here: Place) -> int:
    """From which transaction on to look; from the first where the numbers of another cluster mean nothing."""
    if last is None or last.place.epoch != here.epoch or last.place.since > here.since:
        return 0
    return last.place.since


async def _check_last(folder: AnchorFolder, numbers: list[int], last: Known) -> None:
    if last.number not in numbers:
        raise AnchorsMissing(f"anchor {last.number} is not in {folder.path}, and the database knows it")
    if known(await aside(folder.read, last.number)).digest != last.digest:
        raise AnchorsDisagree(f"anchor {last.number} is another one than the database knows")


async def ahead_of(folder: AnchorFolder, numbers: list[int], last: Row | None) -> list[Anchor]:
    """The anchors beyond those the database knows; raises AnchorsDisagree where one does not follow."""
    before = last.known if last else None
    found = []
    for number in (one for one in numbers if before is None or one > (last.known.number if last else 0)):
        anchor = await aside(folder.read, number)
        why = follows(anchor, before)
        if why is not None:
            raise AnchorsDisagree(f"anchor {number} cannot be noted: {why}")
        before = known(anchor)
        found.append(anchor)
    return found


async def _note(anchor: Anchor, place: Place) -> None:
    async with database.transaction():
        await keep(anchor, place)


async def keep(anchor: Anchor, place: Place) -> None:
    """Notes an anchor in the caller's transaction; the next one goes on at `place`."""
    if anchor.restart is not None:
        await anchored.give_up(anchor.restart)
    await anchored.note(anchor.covered)
    await anchor_rows.keep(known(anchor), anchor.restart is not None, place)
