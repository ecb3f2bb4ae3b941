"""Hands rows to a running desk by many clients at once, remembers how far it came, and doubles nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from desk.imports.columns import BadRow, Findings
from desk.imports.csv_files import CsvRow
from desk.imports.errors import Finding, ImportRefused


class Outcome(StrEnum):
    """What became of a row."""

    TAKEN = "taken"  # the desk opened a case
    KNOWN = "known"  # the desk had it under this reference already
    REFUSED = "refused"  # the desk, or the file itself, would not have it


class ReplayStopped(ImportRefused):
    """Raised when the desk cannot be reached or does not let us in, so the rest of the rows must wait."""


@dataclass(slots=True)
class Tally:
    """How a run goes: rows by outcome, the findings, and the line up to which every row is done."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    findings: Findings = field(default_factory=lambda: Findings([]))
    done_to: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk said to one row; a refusal says why."""

    outcome: Outcome
    finding: Finding | None = None


Send = Callable[[CsvRow], Awaitable[Answer]]
Told = Callable[[Tally], None]


@dataclass(slots=True)
class Run:
    """One run through a file: `clients` rows are under way at any time, the others stay in the file.

    `tell` hears of every row that is done. Set `stopping` and what is under way ends, nothing more begins.
    """

    send: Send
    tell: Told
    clients: int = 16
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    tally: Tally = field(default_factory=Tally)
    _under_way: set[int] = field(default_factory=set)
    _begun_to: int = 0

    async def through(self, rows: Iterable[CsvRow]) -> Tally:
        """Sends the rows in the order of the file, finishing in whatever order the answers come.

        Raises ReplayStopped, and FileUnreadable where the file breaks off; `tally` says how far it came.
        """
        waiting = iter(rows)
        stops: list[BaseException] = []
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self.clients):
                    group.create_task(self._client(waiting))
        except* ImportRefused as stopped:
            stops += stopped.exceptions
        if stops:
            # Whoever stopped first says why; the others were ended for it. Raised here and not above, since
            # some versions of Python wrap what is raised inside `except*` in a group again.
            raise stops[0]
        return self.tally

    async def _client(self, waiting: Iterator[CsvRow]) -> None:
        while not self.stopping.is_set():
            row = next(waiting, None)
            if row is None:
                return
            self._under_way.add(row.line)
            self._begun_to = row.line
            answer = await self._answer(row)
            self._under_way.discard(row.line)
            self._count(answer)

    async def _answer(self, row: CsvRow) -> Answer:
        try:
            return await self.send(row)
        except BadRow as bad:
            return Answer(Outcome.REFUSED, bad.finding)

    def _count(self, answer: Answer) -> None:
        self.tally.counts[answer.outcome] += 1
        if answer.finding is not None:
            self.tally.findings.add(answer.finding)
        # Whatever is before the first row still under way is done, in whichever order it ended.
        self.tally.done_to = min(self._under_way, default=self._begun_to + 1) - 1
        self.tell(self.tally)
