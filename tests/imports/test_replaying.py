"""A run hands in every row once, knows how far it came in whatever order rows end, and can be stopped."""

import asyncio
from collections.abc import Iterable

import pytest

from desk.imports.columns import BadRow
from desk.imports.csv_files import CsvRow
from desk.imports.errors import Finding
from desk.imports.replaying import Answer, Outcome, ReplayStopped, Run, Tally


def rows(*lines: int) -> Iterable[CsvRow]:
    return (CsvRow(line, {"id": str(line)}) for line in lines)


def nobody(_: Tally) -> None:
    """Listens to nothing."""


async def test_every_row_is_handed_in_once_by_many_clients() -> None:
    sent: list[int] = []

    async def send(row: CsvRow) -> Answer:
        await asyncio.sleep(0)
        sent.append(row.line)
        return Answer(Outcome.TAKEN)

    tally = await Run(send, nobody, clients=4).through(rows(*range(2, 50)))

    assert sorted(sent) == list(range(2, 50))
    assert (tally.counts[Outcome.TAKEN], tally.done_to) == (48, 49)


async def test_a_run_is_done_only_to_the_row_before_the_first_under_way() -> None:
    release = asyncio.Event()
    heard: list[int] = []

    async def send(row: CsvRow) -> Answer:
        if row.line == 5:
            await release.wait()
        return Answer(Outcome.TAKEN)

    def tell(tally: Tally) -> None:
        heard.append(tally.done_to)
        if sum(tally.counts.values()) == 5:
            release.set()

    await Run(send, tell, clients=2).through(rows(3, 5, 8, 9, 10, 12))

    assert heard == [3, 4, 4, 4, 4, 12]


async def test_a_run_that_is_stopped_ends_what_is_under_way_and_begins_nothing() -> None:
    run = Run(lambda row: send(row), nobody, clients=2)

    async def send(row: CsvRow) -> Answer:
        if row.line == 4:
            run.stopping.set()
        await asyncio.sleep(0)
        return Answer(Outcome.TAKEN)

    tally = await run.through(rows(*range(2, 100)))

    assert tally.done_to == 2 + tally.counts[Outcome.TAKEN] - 1
    assert tally.counts[Outcome.TAKEN] <= 5


async def test_a_desk_that_lets_nobody_in_stops_all_clients_with_its_reason() -> None:
    async def send(row: CsvRow) -> Answer:
        if row.line == 6:
            raise ReplayStopped("the desk refuses every report")
        await asyncio.sleep(0 if row.line < 6 else 60)
        return Answer(Outcome.TAKEN)

    run = Run(send, nobody, clients=3)
    with pytest.raises(ReplayStopped, match="refuses every report"):
        await run.through(rows(*range(2, 20)))

    assert run.tally.done_to <= 5


async def test_a_row_that_cannot_be_read_is_refused_and_the_run_goes_on() -> None:
    async def send(row: CsvRow) -> Answer:
        if row.line == 3:
            raise BadRow(Finding(3, "lat", "not_a_number", "'x' is no number"))
        return Answer(Outcome.TAKEN)

    tally = await Run(send, nobody).through(rows(2, 3, 4))

    assert (tally.counts[Outcome.TAKEN], tally.counts[Outcome.REFUSED]) == (2, 1)
    assert [finding.line for finding in tally.findings.kept] == [3]
