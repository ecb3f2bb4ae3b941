"""All chains that are anchored, of cases and of the audit, asked together."""

from collections.abc import Sequence
from datetime import datetime

from dispatch import anchored_cases
from registry import anchored_streams
from registry.rules.anchor_deeds import Deed, Done, parted, what_was_done
from registry.rules.anchors import MOST, Covered, Restart, Totals, is_case

Parted = tuple[list[Covered], list[Covered]]


async def moved(since: int, limit: int) -> tuple[list[Covered], bool]:
    """Chains with entries not yet anchored, at most `limit` of either kind; and whether that is all."""
    cases = await anchored_cases.moved(since, limit + 1)
    streams = await anchored_streams.moved(limit + 1)
    full = any(one.seq - one.after >= MOST for one in cases + streams)
    return cases[:limit] + streams[:limit], max(len(cases), len(streams)) <= limit and not full


async def note(covered: Sequence[Covered]) -> None:
    """Notes how far these chains are anchored; to be called where the anchor itself is noted."""
    cases, streams = _by_kind(covered)
    await anchored_cases.note(cases)
    await anchored_streams.note(streams)


async def give_up(restart: Restart) -> None:
    """Notes that chains are anchored only as far as is left of them; not at all where anchors are missing."""
    lost = restart.given_up
    await anchored_cases.set_back({one.chain: one.left for one in lost if is_case(one.chain)})
    await anchored_streams.set_back({one.chain: one.left for one in lost if not is_case(one.chain)})
    if restart.missing is not None:
        await anchored_cases.forget()
        await anchored_streams.forget()


async def differing(covered: Sequence[Covered]) -> list[Covered]:
    """Those of these chains that no longer pass through the hash that was anchored."""
    cases, streams = _by_kind(covered)
    found = await anchored_cases.differing(cases) | await anchored_streams.differing(streams)
    return [one for one in covered if one.chain in found]


async def done_to(one: Covered) -> Done:
    """What was done to a chain that no longer passes through the hash that was anchored."""
    side = anchored_cases if is_case(one.chain) else anchored_streams
    now = await side.marks_after(one.chain, one.after)
    if is_case(one.chain) and not await anchored_cases.has_row(one.chain):
        return Done(Deed.GONE, 1, one.seq)
    return what_was_done(one.after, parted(one.marks), now)


async def noted() -> Totals:
    """How many chains and entries the database notes as anchored."""
    return Totals(*await anchored_cases.noted(), *await anchored_streams.noted())


async def shorter(limit: int) -> dict[str, int]:
    """Chains that are gone, or end before what is noted as anchored, and where they end (0: gone)."""
    return {**await anchored_cases.shorter(limit), **await anchored_streams.shorter(limit)}


async def cursors() -> dict[str, int]:
    """How far each chain is noted as anchored."""
    return {**await anchored_cases.cursors(), **await anchored_streams.cursors()}


async def planted_within(covered: Sequence[Covered], before: datetime) -> dict[str, int]:
    """Which of these new entries say they were recorded before an instant (UTC): chain and first entry."""
    cases, streams = _by_kind(covered)
    return {
        **await anchored_cases.planted_within(cases, before),
        **await anchored_streams.planted_within(streams, before),
    }


async def planted_since(before: datetime, limit: int) -> dict[str, int]:
    """Which entries that are not anchored yet say they were recorded before an instant (UTC)."""
    return {
        **await anchored_cases.planted_since(before, limit),
        **await anchored_streams.planted_since(before, limit),
    }


def _by_kind(covered: Sequence[Covered]) -> Parted:
    cases = [one for one in covered if is_case(one.chain)]
    return cases, [one for one in covered if not is_case(one.chain)]
