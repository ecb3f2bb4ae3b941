"""Writes entries of a case: the row moves with them, every subscriber is owed them, the pump is woken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chain import BEGINNING, Head
from dispatch import deliveries, journal, waking
from dispatch.case_store import Case
from dispatch.case_writing import Numbers, Standing, moving_row, opening_row
from dispatch.errors import StaleVersion
from dispatch.journal import NewEntry
from dispatch.rules.change import NOTHING_SET, CaseValues
from dispatch.rules.entry_data import EntryData, to_data
from dispatch.rules.entry_kinds import EntryKind
from reach import Reach
from together import Write, together


@dataclass(frozen=True, slots=True)
class Opened:
    """What a new row holds beside the values of its entries: its numbers and first due time (UTC)."""

    numbers: Numbers
    due_at: datetime | None


def entry(kind: EntryKind, data: EntryData, reach: Reach, channel: str, at: datetime) -> NewEntry:
    """A fact told by whoever looks through `reach`; `at` is UTC."""
    return NewEntry(kind.value, at, reach.actor, channel, to_data(data))


async def tell(case: Case, entries: Sequence[NewEntry], values: CaseValues, due_at: datetime | None) -> Head:
    """Appends entries to a locked case and moves its row to the state and version the last of them says.

    Raises StaleVersion where another entry came in between; the caller's transaction is then to be given up.
    """
    linked = journal.links(case.id, Head(case.last_seq, case.last_hash), entries, journal.recorded_now())
    head = Head(linked[-1].seq, linked[-1].hash)
    moved, *_ = await together(
        moving_row(case.id, case.last_seq, values, _standing(entries[-1], head, due_at)),
        journal.appending(case.id, linked),
        deliveries.raising(case.id, head.seq),
    )
    if moved != 1:
        raise StaleVersion(case.last_seq, head.seq)
    waking.wake_after_commit()
    return head


async def tell_first(
    case_id: int, row: Opened, entries: Sequence[NewEntry], values: CaseValues, *also: Write
) -> Head:
    """Opens the row of a case with its first entries; `also` are the other rows it begins with."""
    linked = journal.links(case_id, BEGINNING, entries, journal.recorded_now())
    head = Head(linked[-1].seq, linked[-1].hash)
    await together(
        opening_row(case_id, row.numbers, values, _standing(entries[-1], head, row.due_at)),
        journal.appending(case_id, linked),
        deliveries.raising(case_id, head.seq),
        *also,
    )
    waking.wake_after_commit()
    return head


async def note(case: Case, kind: EntryKind, data: EntryData, told: tuple[Reach, str, datetime]) -> Head:
    """Tells something that moves neither state nor version nor clocks; `told` is by whom, where and when."""
    return await tell(case, [entry(kind, data, *told)], NOTHING_SET, case.due_at)


def _standing(last: NewEntry, head: Head, due_at: datetime | None) -> Standing:
    return Standing(str(last.data["state"]), int(str(last.data["version"])), head, due_at)
