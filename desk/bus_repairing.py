"""Mends what reconciliation found: a case is put aside there from its first wrong entry on, and told anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import httpx

from desk.bus_replaying import replay_case
from desk.feedback import compose
from dispatch import deliveries, waking
from dispatch.case_numbers import case_id_of
from dispatch.deliveries import Batch, Untold
from dispatch.subscribers import Subscriber
from integrations.bus.reconciliation import Entries, entry_for_entry
from integrations.bus.records import ask_anew, their_messages
from reach import Reach

_IN_HAND = timedelta(seconds=60)


class Mended(StrEnum):
    """What came of a case about which the two sides differed."""

    TOLD_AGAIN = "is told again"
    AGREES = "agrees by now"
    UNDER_WAY = "is being told just now; look again"
    NOT_OURS = "was never told: no entry of ours stands behind it"
    NOT_OFFERED = "cannot be put aside at the subscriber, who has to mend it itself"


@dataclass(frozen=True, slots=True)
class Line:
    """How a subscriber and its record are reached; `counts_url` is where its counts are asked."""

    client: httpx.AsyncClient
    subscriber: Subscriber
    secret_of: Callable[[str], bytes]
    counts_url: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A case looked at entry for entry, and what was done about it."""

    case_no: str
    entries: Entries
    mended: Mended


async def look(reach: Reach, line: Line, case_no: str, *, mend: bool) -> Looked:
    """Compares a case entry for entry and, with `mend`, has it told again from the first wrong entry.

    Where all the difference is what we never told, nothing is done: only a person can know whether our
    database was set back. Raises BusDeskOnly, RecordUnavailable and UnusableSecret.
    """
    case_id = await case_id_of(reach, case_no)
    held = None
    if case_id is not None:
        held = await deliveries.hold(line.subscriber.code, case_id, _IN_HAND)
        if held is None:
            return Looked(case_no, Entries((), (), ()), Mended.UNDER_WAY)
    try:
        told = [] if held is None else await _told(line, held)
        theirs = await their_messages(line.client, line.counts_url, case_no)
        entries = entry_for_entry(told, theirs)
        return Looked(case_no, entries, await _mended(reach, line, (case_no, held, entries), mend))
    finally:
        if held is not None:
            await deliveries.let_go(held)


async def _told(line: Line, held: Batch) -> list[bytes]:
    case = held.cases[0]
    if case.next_seq == 1:
        return []
    (worded,) = await compose(line.subscriber.profile, [Untold(case.case_id, 1, case.next_seq - 1)])
    return list(worded.bodies)


async def _mended(reach: Reach, line: Line, case: tuple[str, Batch | None, Entries], mend: bool) -> Mended:
    case_no, held, entries = case
    first = entries.first_to_mend
    if first is None or held is None:
        owed = 0 if held is None else held.cases[0].head_seq
        return _without_fault(entries, owed)
    if not mend:
        return Mended.TOLD_AGAIN
    key = line.secret_of(line.subscriber.secret_name)
    # In this order: what was told before it was put aside would be known there, and kept as it is.
    if not await ask_anew(line.client, key, line.counts_url, case_no, first) and entries.altered:
        return Mended.NOT_OFFERED
    await replay_case(reach, line.subscriber.code, case_no, first)
    await waking.wake()
    return Mended.TOLD_AGAIN


def _without_fault(entries: Entries, owed: int) -> Mended:
    if not entries.surplus:
        return Mended.AGREES
    # Taken there, but not noted here, as when a worker is killed: it is told again by itself.
    return Mended.UNDER_WAY if entries.surplus[-1] <= owed else Mended.NOT_OURS
