"""Writes entries of a case: the row moves with them, every subscriber is owed them, the pump is woken."""

from collections.abc import Sequence
from datetime import datetime

from chain import BEGINNING, Head
from dispatch import deliveries, journal, waking
from dispatch.case_store import Case
from dispatch.case_writing import Numbers, Standing, move_row, open_row
from dispatch.journal import NewEntry
from dispatch.rules.change import NOTHING_SET, CaseValues
from dispatch.rules.entry_data import EntryData, to_data
from dispatch.rules.entry_kinds import EntryKind
from reach import Reach


def entry(kind: EntryKind, data: EntryData, reach: Reach, channel: str, at: datetime) -> NewEntry:
    """A fact told by whoever looks through `reach`; `at` is UTC."""
    return NewEntry(kind.value, at, reach.actor, channel, to_data(data))


async def tell(case: Case, entries: Sequence[NewEntry], values: CaseValues, due_at: datetime | None) -> Head:
    """Appends entries to a locked case and moves its row to the state and version the last of them says."""
    linked = journal.links(case.id, Head(case.last_seq, case.last_hash), entries, journal.recorded_now())
    head = Head(linked[-1].seq, linked[-1].hash)
    await move_row(case.id, case.last_seq, values, _standing(entries[-1], head, due_at))
    await journal.append(case.id, linked)
    await _owe(case.id, head)
    return head


async def tell_first(
    case_id: int, numbers: Numbers, entries: Sequence[NewEntry], values: CaseValues, due_at: datetime | None
) -> Head:
    """Opens the row of a case with its first entries."""
    linked = journal.links(case_id, BEGINNING, entries, journal.recorded_now())
    head = Head(linked[-1].seq, linked[-1].hash)
    await open_row(case_id, numbers, values, _standing(entries[-1], head, due_at))
    await journal.append(case_id, linked)
    await _owe(case_id, head)
    return head


async def note(case: Case, kind: EntryKind, data: EntryData, told: tuple[Reach, str, datetime]) -> Head:
    """Tells something that moves neither state nor version nor clocks; `told` is by whom, where and when."""
    return await tell(case, [entry(kind, data, *told)], NOTHING_SET, case.due_at)


def _standing(last: NewEntry, head: Head, due_at: datetime | None) -> Standing:
    return Standing(str(last.data["state"]), int(str(last.data["version"])), head, due_at)


async def _owe(case_id: int, head: Head) -> None:
    await deliveries.raise_heads(case_id, head.seq)
    waking.wake_after_commit()
