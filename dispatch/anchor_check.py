"""Compares the database with its last anchors, in bounded time: at start-up, and for the health page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import database
from dispatch import anchor_rows, anchored
from dispatch.anchor_rows import Row
from dispatch.journal import recorded_now
from registry.anchor_folder import AnchorFolder, aside
from registry.errors import AnchorError, AnchorMissing
from registry.rules.anchor_deeds import Deed, Done, Doubt, Fault
from registry.rules.anchor_sequence import known
from registry.rules.anchors import Anchor, GivenUp, Known

# How long before an anchor an entry may have been recorded that is not in it: transactions take their time,
# and the clocks of two machines differ.
SKEW = timedelta(hours=1)
_NAMED = 20  # chains that are named one by one
_OLDEST_ENTRY = """
SELECT recorded_at FROM dispatch.journal WHERE case_id = (SELECT min(id) FROM dispatch.cases) AND seq = 1
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a comparison has found: what is wrong, the last anchor, and how many restores were accepted.

    `since`: since when (UTC) there is something to be anchored; None where there is nothing.
    """

    doubts: tuple[Doubt, ...]
    last: Known | None
    restarts: int
    since: datetime | None


async def look(folder: AnchorFolder) -> Standing:
    """Compares counts, heads and what the last anchor pins; what was anchored earlier is for `anchor_proof`.

    A database that is older than its anchors, a case that is gone, a shortened or changed chain that moved
    lately, an entry added to the past, anchors that are gone: all show here. Raises AnchorFolderUnusable.
    """
    # Asked before the database, which learns of an anchor after the folder does.
    numbers = await aside(folder.numbers)
    async with database.transaction("repeatable_read", readonly=True):
        row = await anchor_rows.last()
        restarts = await anchor_rows.restarts()
        doubts = [*await _of_the_folder(folder, numbers, row), *await _of_the_database(row)]
        since = row.known.at if row else await database.fetch_value(_OLDEST_ENTRY)
    return Standing(tuple(doubts), row.known if row else None, len(restarts), since)


async def _of_the_folder(folder: AnchorFolder, numbers: list[int], row: Row | None) -> list[Doubt]:
    noted = row.known.number if row else 0
    doubts: list[Doubt] = []
    if row is not None:
        doubts += await gone(folder, set(await anchor_rows.digests()) - set(numbers))
        last = await read(folder, noted, doubts)
        if last is not None and known(last).digest != row.known.digest:
            doubts.append(Doubt(Fault.UNLIKE, noted))
        if last is not None:
            doubts += await deeds(last, ())
    ahead = [one for one in numbers if one > noted]
    found = [anchor for number in ahead if (anchor := await read(folder, number, doubts))]
    return doubts + await set_back(noted, found)


async def read(folder: AnchorFolder, number: int, doubts: list[Doubt]) -> Anchor | None:
    """An anchor, or None and one doubt more; a missing one is told by `gone`."""
    try:
        return await aside(folder.read, number)
    except AnchorMissing:
        return None
    except AnchorError as error:
        doubts.append(Doubt(Fault.NOT_OURS, number, detail=str(error)))
        return None


async def gone(folder: AnchorFolder, missing: Iterable[int]) -> list[Doubt]:
    """A doubt for each run of anchors that are not in the folder, except those that were given up."""
    left = set(missing)
    for number in await anchor_rows.restarts() if left else ():
        restart = anchor.restart if (anchor := await read(folder, number, [])) else None
        if restart is not None and restart.missing is not None:
            left -= set(range(restart.missing[0], restart.missing[1] + 1))
    # Looked for once more: an anchor may have been put away since the folder was listed.
    left -= set(await aside(folder.numbers)) if left else set()
    first = [one for one in sorted(left) if one - 1 not in left]
    last = [one for one in sorted(left) if one + 1 not in left]
    runs = zip(first, last, strict=True)
    return [Doubt(Fault.MISSING, end, detail=f"{one} to {end}" if end > one else "") for one, end in runs]


async def set_back(noted: int, ahead: Sequence[Anchor]) -> list[Doubt]:
    """A doubt if the database lacks what anchors beyond its list say; none if it only did not note them."""
    wanted: dict[str, int] = {}
    for anchor in ahead:
        for one in await anchored.differing(anchor.covered):
            wanted[one.chain] = max(wanted.get(one.chain, 0), one.seq)
    if not wanted:
        return []
    detail = f"the database knows anchors up to {noted}; {len(wanted)} chains lack entries"
    return [Doubt(Fault.SET_BACK, ahead[-1].number, detail=detail)]


async def deeds(anchor: Anchor, given_up: Sequence[GivenUp]) -> list[Doubt]:
    """What was done to chains after this anchor, but for what was given up when a restore was accepted."""
    left = {one.chain: one.left for one in given_up}
    checked = [one for one in anchor.covered if one.seq <= left.get(one.chain, one.seq)]
    found = await anchored.differing(checked)
    doubts = []
    for at, one in enumerate(found):
        # Finding out what was done reads the whole rest of a chain; beyond some only that it was is told.
        changed = Done(Deed.REWRITTEN, one.after + 1, one.seq - one.after)
        done = await anchored.done_to(one) if at < _NAMED else changed
        doubts.append(Doubt(Fault.DEED, anchor.number, one.chain, done))
    return doubts


async def _of_the_database(row: Row | None) -> list[Doubt]:
    """Whether what is noted as anchored is still there, and whether the past has grown."""
    if row is None:
        return []
    doubts = []
    last = row.known
    if await anchored.noted() != last.totals:
        doubts.append(Doubt(Fault.NOTES, last.number))
    for chain, seq in (await anchored.shorter(_NAMED)).items():
        done = Done(Deed.CUT, seq + 1, 0) if seq else Done(Deed.GONE, 1, 0)
        doubts.append(Doubt(Fault.DEED, last.number, chain, done))
    if last.complete:
        # A clock that was set back after it ran ahead makes no entry look older than it is.
        before = min(last.at, recorded_now()) - SKEW
        doubts += planted(last.number, await anchored.planted_since(before, _NAMED))
    return doubts


def planted(number: int, found: dict[str, int]) -> list[Doubt]:
    """The doubts about entries that claim to be older than an anchor that does not know them."""
    return [Doubt(Fault.DEED, number, chain, Done(Deed.PLANTED, seq, 1)) for chain, seq in found.items()]
