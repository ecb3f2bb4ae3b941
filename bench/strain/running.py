"""Drives cases while faults are at work, waits until all is told, and then compares both sides."""

import asyncio
import itertools
import json
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.strain.cases import Acknowledged, Cases
from bench.strain.comparer import Compared, compared
from bench.strain.faults import FAULTS, Fault, Strain, tell_refused_again
from bench.strain.people import People
from bench.strain.town import Town, until
from bench.strain.watching import Watch

_HEALTH = "/api/v1/bus/health"
_A_FAULT = 90.0  # seconds after which a take-over counts as never
_PROGRESS_EVERY = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """How much is done: faults of `lasting` seconds, at most `per_second` cases (0: as fast as it goes)."""

    cases: int
    seed: int = 1
    clients: int = 16
    lasting: float = 4.0
    per_second: float = 0.0
    faults: Sequence[Fault] = FAULTS


@dataclass(slots=True)
class Run:
    """One run over a town; `say` is told how far it is."""

    town: Town
    asked: Asked
    strain: Strain
    cases: Cases
    say: Callable[[str], None]
    stop: bool = False  # set, it ends with the fault under way
    faults: int = 0
    never: list[str] = field(default_factory=list)
    _present: str = ""
    _over: bool = False

    async def through(self) -> None:
        """Cases and faults together, until there are enough cases and every fault had its turn."""
        telling = asyncio.create_task(self._tell())
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._all_cases())
                group.create_task(self._all_faults())
        finally:
            telling.cancel()
            await self.town.switch()

    async def _all_cases(self) -> None:
        numbers = itertools.count()
        began = asyncio.get_running_loop().time()

        async def bring() -> None:
            for number in numbers:
                if self._over:
                    return
                if self.asked.per_second:
                    passed = asyncio.get_running_loop().time() - began
                    await asyncio.sleep(max(0.0, number / self.asked.per_second - passed))
                await self.cases.bring(number)

        async with asyncio.TaskGroup() as group:
            for _ in range(self.asked.clients):
                group.create_task(bring())

    async def _all_faults(self) -> None:
        """Fault after fault; cases flow until the last one is over, so that each take-over can be seen."""
        chance = random.Random(self.asked.seed)
        try:
            while not self._enough():
                await asyncio.sleep(self.asked.lasting / 4)
                for fault in chance.sample(self.asked.faults, len(self.asked.faults)):
                    await self._one_fault(fault)
                    if self._enough():
                        return
                    self._present = "a pause"
                    await asyncio.sleep(self.asked.lasting / 4)
        finally:
            self._over = True

    def _enough(self) -> bool:
        all_had_their_turn = self.faults >= len(self.asked.faults)
        return self.stop or (all_had_their_turn and len(self.cases.numbers) >= self.asked.cases)

    async def _one_fault(self, fault: Fault) -> None:
        self._present = fault.__name__.replace("_", " ")
        try:
            async with asyncio.timeout(_A_FAULT):
                await fault(self.strain)
        except TimeoutError:
            self.never.append(self._present)
        self.faults += 1

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(_PROGRESS_EVERY)
            told = f"{self.strain.watch.arrived} messages · {self.strain.people.asked_again} asked again"
            self.say(f"  {len(self.cases.numbers)} cases · {told} · fault {self.faults + 1}: {self._present}")

    async def until_quiet(self) -> None:
        """Waits until the city was told everything, what it refused too."""

        async def quiet() -> bool:
            await tell_refused_again(self.strain.people)
            (line,) = await self.strain.people.get("bus.city", _HEALTH)
            return line["entries_waiting"] == 0 and line["cases_refused"] == 0

        await until(quiet)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found afterwards: both sides compared, chains verified, every answer held to its word."""

    compared: Compared
    chains: str
    chains_hold: bool
    unkept: tuple[Acknowledged, ...]  # written down, said the answer; the journal does not know it
    unasked: tuple[str, ...]  # cases nobody was told of: brought once, opened twice

    @property
    def holds(self) -> bool:
        """Whether nothing at all is wrong."""
        return not (self.compared.findings or self.unkept or self.unasked) and self.chains_hold


async def judge(town: Town, cases: Cases, dump: Path) -> Verdict:
    """Dumps the journals and holds record, chains and answers to them."""
    status, said = await town.run("desk.cli", "dump-journals", str(dump))
    if status:
        raise RuntimeError(said)
    both = await asyncio.to_thread(compared, dump, f"{town.city}/record")
    status, chains = await town.run("desk.cli", "verify-journal")
    written = await asyncio.to_thread(_written, dump)
    unkept = [one for one in cases.acknowledged if written.get((one.case, one.seq)) != one.kind]
    unasked = {case for case, _ in written} - set(cases.numbers)
    return Verdict(both, chains.strip(), status == 0, tuple(unkept), tuple(sorted(unasked)))


def _written(dump: Path) -> dict[tuple[str, int], str]:
    with dump.open(encoding="utf-8") as lines:
        entries: Sequence[dict[str, object]] = [json.loads(line) for line in lines]
    return {(str(one["case_no"]), int(str(one["seq"]))): str(one["kind"]) for one in entries}


@asynccontextmanager
async def prepared(town: Town, asked: Asked, say: Callable[[str], None]) -> AsyncIterator[Run]:
    """A run over a town, not yet begun, that follows the city's record."""
    people = People(town.address)
    watch = Watch(town.client, f"{town.city}/record")
    following = asyncio.create_task(watch.run())
    try:
        strain = Strain(town, people, watch, asked.lasting)
        yield Run(town, asked, strain, Cases(people, asked.seed), say)
    finally:
        following.cancel()
        await people.leave()
