"""Entries written at a rate, each in a transaction of its own, with the moment its commit was over."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import database
from dispatch import telling
from dispatch.case_store import case_by_id
from dispatch.present import present
from dispatch.rules.entry_data import Plain
from dispatch.rules.entry_kinds import EntryKind
from reach import SYSTEM

Entry = tuple[str, int]  # number of the case, and of the entry in it


@dataclass(slots=True)
class Writer:
    """Writes to case after case, so that each has its turn."""

    cases: Sequence[int]
    committed: dict[Entry, float] = field(default_factory=dict)  # time.time()
    _next: "itertools.count[int]" = field(default_factory=itertools.count)

    async def at(self, rate: float, seconds: float) -> None:
        """So many a second for so long, whatever comes of them; ends when the last one is committed."""
        began, writing = time.perf_counter(), []
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            writing.append(asyncio.create_task(self._one()))
        await asyncio.gather(*writing)

    async def _one(self) -> None:
        case_id = self.cases[next(self._next) % len(self.cases)]
        async with database.transaction():
            case = await case_by_id(SYSTEM, case_id, for_act=True)
            data = Plain(state=case.state, version=case.version)
            head = await telling.note(case, EntryKind.URGED, data, (SYSTEM, "SYSTEM", await present()))
        self.committed[case.case_no, head.seq] = time.time()
