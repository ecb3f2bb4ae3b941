"""Under faults nothing is lost, doubled or mixed up; and who compares both sides finds what is planted."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.strain import faults
from bench.strain.comparer import compared
from bench.strain.comparing import Fault, Finding
from bench.strain.running import Asked, Run, Verdict, judge, prepared
from bench.strain.town import Town
from tests.bus import tampering

# Those that end sooner than the lease of a dead worker; bin/strain goes through all of them.
SHORT = (
    faults.city_refuses,
    faults.city_reorders,
    faults.pump_killed,
    faults.city_fails,
    faults.city_doubles,
    faults.database_restarted,
    faults.city_killed,
)


@dataclass(frozen=True, slots=True)
class Endured:
    """A run that is over, the dump of its journals, and what was found."""

    run: Run
    dump: Path
    verdict: Verdict


@pytest.fixture(scope="session")
async def endured(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Endured]:
    dump = tmp_path_factory.mktemp("dump") / "journals.jsonl"
    asked = Asked(cases=60, seed=7, clients=6, lasting=0.4, per_second=12, faults=SHORT)
    async with prepared(town, asked, lambda _: None) as run:
        await run.through()
        await run.until_quiet()
        yield Endured(run, dump, await judge(town, run.cases, dump))


async def test_after_faults_of_all_sorts_the_record_is_the_journals_entry_for_entry(endured: Endured) -> None:
    assert endured.verdict.holds, endured.verdict
    assert endured.run.never == []


async def test_every_case_was_told_of(endured: Endured) -> None:
    both, cases = endured.verdict.compared, endured.run.cases.numbers

    assert len(cases) >= 60
    assert both.entries == both.messages >= 2 * len(cases)


async def test_one_loss_and_one_swap_are_found_among_all_that_is_well(town: Town, endured: Endured) -> None:
    lacking, mixed = random.Random(8).sample(sorted(endured.run.cases.numbers), 2)
    tampering.delete(town.store, lacking, 2)
    tampering.swap(town.store, mixed, 1, 2)

    found = compared(endured.dump, f"{town.city}/record").findings

    assert set(found) == {Finding(lacking, 2, Fault.LOST), Finding(mixed, 1, Fault.SWAPPED)}
