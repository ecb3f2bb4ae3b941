"""Drives one case act by act through the door everybody uses, each act by somebody with a name."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from desk.acting import act
from desk.intake import register
from desk.new_case import NewCase
from dispatch.acting import act_with_defaults
from dispatch.case_store import Case, Task, case_by_id, tasks_of
from dispatch.cases import Acted, ActRequest
from dispatch.clock_store import clocks_of
from dispatch.journal import JournalEntry, entries_of
from dispatch.rules.asked import ActFacts
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.incident_facts import Done
from dispatch.rules.journal import fold
from dispatch.rules.kept_clock import Clock
from dispatch.rules.states import Act
from reach import SYSTEM, Reach
from registry.data_keys import case_owner
from registry.files import put_file
from registry.uploads import Capture, Checked
from tests.world import NOW, World, an_incident

ALL, NONE = Decimal(1), Decimal(0)


@dataclass
class CaseWalk:
    """One case; `now` is the city's time (UTC) and only moves when the test moves it."""

    world: World
    case_id: int
    now: datetime = NOW

    async def act(
        self, post: str | Reach, act_: Act, facts: ActFacts | None = None, task_id: int | None = None
    ) -> Acted:
        """Lets somebody act on the version he has before him."""
        reach = self.world.who(post) if isinstance(post, str) else post
        case = await self.case()
        request = ActRequest(self.case_id, act_, case.version, facts, task_id)
        return await act(request, reach, self.world.city, self.now)

    async def case(self) -> Case:
        return await case_by_id(SYSTEM, self.case_id)

    async def state(self) -> str:
        return (await self.case()).state

    async def entries(self) -> list[JournalEntry]:
        return await entries_of(self.case_id)

    async def kinds(self) -> list[str]:
        return [entry.kind for entry in await self.entries()]

    async def tasks(self) -> list[Task]:
        return await tasks_of(await self.case())

    async def open_tasks(self) -> list[Task]:
        return [task for task in await self.tasks() if task.state in ("open", "signed")]

    async def clocks(self, kind: ClockKind) -> list[Clock]:
        return [clock for clock in await clocks_of(await self.case()) if clock.kind is kind]

    async def clock(self, kind: ClockKind) -> Clock:
        """The last clock of a kind."""
        return (await self.clocks(kind))[-1]

    async def photo(self, content: bytes = b"a picture") -> int:
        """A stored picture of this case."""
        checked = Checked("image/jpeg", content, 1, 1, Capture())
        return (await put_file(SYSTEM, case_owner(self.case_id), checked)).id

    async def folds(self) -> bool:
        """Whether the journal tells the row as it is."""
        case = await self.case()
        folded = fold(await self.entries()).row()
        return {name: getattr(case, name) for name in folded} == folded


async def taken_in(world: World, new: NewCase, post: str | Reach = "clerk", now: datetime = NOW) -> CaseWalk:
    """A case just taken in by somebody."""
    reach = world.who(post) if isinstance(post, str) else post
    done = await register(new, reach, world.city, now)
    return CaseWalk(world, done.case_id, now)


async def self_handled(world: World, share: Decimal) -> CaseWalk:
    """An incident a worker solved on the spot; `share` is how much of such work is drawn for a check."""
    walk = await taken_in(world, an_incident(), "worker")
    done = Done("当场清扫", (await walk.photo(b"before"),), (await walk.photo(b"after"),))
    request = ActRequest(walk.case_id, Act.SELF_HANDLE, (await walk.case()).version, done)
    await act_with_defaults(request, world.who("worker"), world.city, walk.now, share)
    return walk
