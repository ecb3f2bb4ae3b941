"""Proves every anchor: its signature, its place in their row, its totals, and each chain it pins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import database
from dispatch import anchor_check, anchor_rows, anchored
from dispatch.anchor_check import SKEW
from dispatch.journal import recorded_now
from registry.anchor_folder import AnchorFolder, aside
from registry.rules.anchor_deeds import Doubt, Fault
from registry.rules.anchor_sequence import follows, known
from registry.rules.anchors import Covered, GivenUp, Known, Restart


@dataclass(frozen=True, slots=True)
class Broken:
    """An anchor by which somebody accepted that a restore broke their row; shown for ever."""

    number: int
    at: datetime
    restart: Restart


@dataclass(frozen=True, slots=True)
class Proof:
    """What going through all anchors has found."""

    anchors: int
    doubts: tuple[Doubt, ...]
    restarts: tuple[Broken, ...]


async def prove(folder: AnchorFolder) -> Proof:
    """Goes through all anchors, which takes time in proportion to all entries.

    To be asked together with `journal.broken_cases` and `audit_proof.verify_audit`: an anchor pins the heads
    of chains, and they prove what leads up to a head. Raises AnchorFolderUnusable.
    """
    numbers = await aside(folder.numbers)
    async with database.transaction("repeatable_read", readonly=True):
        digests = await anchor_rows.digests()
        doubts = await anchor_check.gone(folder, set(digests) - set(numbers))
        row, restarts = await _in_a_row(folder, numbers, digests, doubts)
        noted = max(digests, default=0)
        covered = await _chains(folder, [one for one in row if one <= noted], restarts, doubts)
        beyond = [await anchor_check.read(folder, one, []) for one in row if one > noted]
        doubts += await anchor_check.set_back(noted, [anchor for anchor in beyond if anchor])
        doubts += await _notes(noted, None if doubts else covered, row.get(noted))
    return Proof(len(row), _first_of_each(doubts), tuple(restarts))


async def _in_a_row(
    folder: AnchorFolder, numbers: Sequence[int], digests: Mapping[int, bytes], doubts: list[Doubt]
) -> tuple[dict[int, Known], list[Broken]]:
    """Every readable anchor without its chains, held against the one before it and the database's list."""
    row: dict[int, Known] = {}
    restarts: list[Broken] = []
    for number in numbers:
        anchor = await anchor_check.read(folder, number, doubts)
        if anchor is None:
            continue
        row[number] = known(anchor)
        before = row.get(number - 1)
        why = follows(anchor, before) if before or number == 1 else None
        if why is not None:
            doubts.append(Doubt(Fault.NOT_FOLLOWING, number, detail=why))
        if digests.get(number, row[number].digest) != row[number].digest:
            doubts.append(Doubt(Fault.UNLIKE, number))
        if anchor.restart is not None:
            restarts.append(Broken(number, anchor.at, anchor.restart))
    return row, restarts


async def _chains(
    folder: AnchorFolder, numbers: Sequence[int], restarts: Sequence[Broken], doubts: list[Doubt]
) -> dict[str, int]:
    """Holds every chain to what each anchor pins; returns how far each is anchored."""
    covered: dict[str, int] = {}
    anchored_once: dict[str, int] = {}
    complete: Known | None = None
    for number in numbers:
        anchor = await anchor_check.read(folder, number, [])
        if anchor is None:
            continue
        if anchor.restart is not None:
            complete = _restarted(covered, anchor.restart, complete)
            anchored_once |= {one.chain: one.known for one in anchor.restart.given_up}
        doubts += await anchor_check.deeds(anchor, _given_up_after(number, restarts))
        if complete is not None:
            new = _beyond(anchor.covered, anchored_once)
            # A clock that was set back after it ran ahead makes no entry look older than it is.
            found = await anchored.planted_within(new, min(complete.at, anchor.at) - SKEW)
            doubts += anchor_check.planted(complete.number, found)
        covered |= {one.chain: one.seq for one in anchor.covered}
        complete = known(anchor) if anchor.complete else complete
    return covered


def _beyond(covered: Sequence[Covered], anchored_once: Mapping[str, int]) -> list[Covered]:
    """What is new in an anchor, but for what was anchored before a restore and is so again in its place."""
    new = [replace(one, after=max(one.after, anchored_once.get(one.chain, 0))) for one in covered]
    return [one for one in new if one.after < one.seq]


def _restarted(covered: dict[str, int], restart: Restart, complete: Known | None) -> Known | None:
    """Takes back what a restart gives up; whatever is listed anew may be older than any anchor."""
    if restart.missing is not None:
        covered.clear()
        return None
    for one in restart.given_up:
        if one.left:
            covered[one.chain] = one.left
        else:
            covered.pop(one.chain, None)
    return complete


def _given_up_after(number: int, restarts: Sequence[Broken]) -> list[GivenUp]:
    later = [one for broken in restarts if broken.number > number for one in broken.restart.given_up]
    # Of two, what is left by the one that left less.
    return sorted(later, key=lambda one: -one.left)


async def _notes(noted: int, covered: Mapping[str, int] | None, last: Known | None) -> list[Doubt]:
    """Whether the database notes as anchored what the anchors say, and whether the past has grown since.

    `covered` None: anchors are wrong themselves, so that nothing can be held to them.
    """
    cursors, doubts = await anchored.cursors(), []
    if last is not None and covered is not None:
        chains = sorted({*cursors, *covered})
        doubts = [Doubt(Fault.NOTES, noted, one) for one in chains if cursors.get(one) != covered.get(one)]
    if last is not None and last.complete:
        found = await anchored.planted_since(min(last.at, recorded_now()) - SKEW, len(cursors) + 1000)
        doubts += anchor_check.planted(noted, found)
    return doubts


def _first_of_each(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """One doubt of a kind for each chain: the first anchor it does not pass through says where it broke."""
    first: dict[tuple[Fault, str, int | str], Doubt] = {}
    for doubt in sorted(doubts, key=lambda one: one.anchor):
        first.setdefault((doubt.fault, doubt.chain, doubt.chain or doubt.anchor), doubt)
    return tuple(first.values())
