"""Goes on after a restore: an anchor that says why the row of anchors broke and what is given up by it."""

from dataclasses import replace
from datetime import datetime

import database
from dispatch import anchor_rows, anchored
from dispatch.anchoring import AT_ONCE, NOWHERE, ahead_of, keep
from reach import Reach
from registry import audit
from registry.anchor_folder import AnchorFolder, aside
from registry.errors import NothingToAccept
from registry.rules.anchor_sequence import next_anchor
from registry.rules.anchors import Anchor, GivenUp, Restart


async def accept_restore(reach: Reach, folder: AnchorFolder, reason: str, now: datetime) -> Anchor:
    """Goes on after a restore: an anchor that says why, and what of the anchored is given up; audited.

    `now` is UTC, real time. What the database still holds of earlier anchors must hold as before. Raises
    NothingToAccept where anchors and database agree, and otherwise what `make` raises.
    """
    async with database.transaction():
        last = await anchor_rows.last()
        numbers = await aside(folder.numbers)
        ahead = await ahead_of(folder, numbers, last)
        lost = await _given_up(ahead)
        for anchor in ahead:
            await keep(anchor, last.place if last else NOWHERE)
        missing = await _missing(folder, numbers)
        if not lost and missing is None:
            raise NothingToAccept("database and anchors agree")
        restart = Restart(reason, missing, tuple(lost))
        await anchored.give_up(restart)
        place = await anchor_rows.here()
        covered, complete = await anchored.moved(0, AT_ONCE)
        before = await anchor_rows.last()
        made = next_anchor(before.known if before else None, now, tuple(covered), restart)
        made = replace(made, complete=complete)
        entries = sum(one.known - one.left for one in lost)
        fact = {"number": made.number, "chains": len(lost), "entries": entries}
        await audit.append(reach, audit.CONFIG, audit.Fact("restore_accepted", now, fact))
        await keep(made, place if complete else replace(place, since=0))
        # Last of all, so that what goes wrong before leaves no anchor; what goes wrong after is settled.
        await aside(folder.write, made)
    return made


async def _given_up(ahead: list[Anchor]) -> list[GivenUp]:
    """Of every chain the database has lost entries of, up to where it still is what was anchored."""
    holds, wanted = await anchored.cursors() if ahead else {}, {}
    for anchor in ahead:
        broken = {one.chain for one in await anchored.differing(anchor.covered)}
        for one in anchor.covered:
            wanted[one.chain] = one.seq
            if one.chain not in broken:
                holds[one.chain] = one.seq
    lost = [(chain, seq, holds.get(chain, 0)) for chain, seq in sorted(wanted.items())]
    return [GivenUp(chain, seq, left) for chain, seq, left in lost if left < seq]


async def _missing(folder: AnchorFolder, numbers: list[int]) -> tuple[int, int] | None:
    """The first and last anchor that is gone and was not given up before."""
    gone = set(await anchor_rows.digests()) - set(numbers)
    for number in await anchor_rows.restarts():
        if number not in gone and (restart := (await aside(folder.read, number)).restart):
            first, last = restart.missing or (0, -1)
            gone -= set(range(first, last + 1))
    return (min(gone), max(gone)) if gone else None
