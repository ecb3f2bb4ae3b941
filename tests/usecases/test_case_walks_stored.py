"""Walks at random through what is allowed, on the database: row, journal, tasks and clocks agree."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.input_errors import InvalidInput
from dispatch import cases, journal
from dispatch.clock_store import clocks_of
from dispatch.clockwork import sweep
from dispatch.errors import ActRefused, NotVisible
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.kept_clock import ClockState
from dispatch.rules.states import Act
from reach import SYSTEM, Reach, ReachKind
from tests.usecases.real_facts import Real, facts_for
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import World, an_application, an_incident

STEPS = 40
# Done often, so that walks get somewhere; ends come seldom enough.
ROAD = frozenset(
    {
        *(Act.ACCEPT, Act.SIGN_FOR, Act.HANDLE, Act.REVIEW, Act.GRANT, Act.SETTLE, Act.MAKE_READY),
        *(Act.FILE, Act.DISPATCH, Act.FEEDBACK, Act.START_CHECK, Act.CHECK, Act.FOLLOW_UP, Act.VERIFY),
    }
)
WORDS = frozenset({Act.COMMENT, Act.ATTACH, Act.URGE, Act.LINK})
ENDS = frozenset({Act.VOID, Act.WITHDRAW, Act.DECLINE, Act.ARCHIVE, Act.MERGE, Act.LAPSE, Act.REFUSE})


def weight(act: Act) -> float:
    return 10 if act in ROAD else 0.2 if act in ENDS else 0.3 if act in WORDS else 1.5


async def step(walk: CaseWalk, people: list[Reach], real: Real, dice: Random) -> bool:
    """Lets somebody do one of the things that buttons offer; False where the rules say no after all."""
    known = await cases.know(SYSTEM, walk.case_id)
    by_act: dict[Act, list[Reach]] = {}
    for reach in people:
        for act in cases.allowed_acts(reach, known):
            by_act.setdefault(act, []).append(reach)
    if not by_act:
        return False
    (act,) = dice.choices(list(by_act), [weight(act) for act in by_act])
    task = None if act is not Act.ASSIGN else next((t.id for t in await walk.open_tasks()), None)
    try:
        await walk.act(dice.choice(by_act[act]), act, facts_for(act, known.facts, real), task)
    except (ActRefused, InvalidInput, NotVisible):
        return False
    return True


async def all_agree(walk: CaseWalk) -> None:
    """What must hold after every step."""
    case, open_tasks = await walk.case(), await walk.open_tasks()
    clocks = await clocks_of(case)
    running = [clock for clock in clocks if clock.state is ClockState.RUNNING]
    assert await walk.folds()
    dues = [clock.due_at for clock in running if clock.kind is not ClockKind.SUPERVISE and clock.due_at]
    assert case.due_at == min(dues, default=None)
    if case.closed_at is not None:
        assert open_tasks == []
        assert running == []
    tasks = {task.id for task in open_tasks}
    assert {clock.task_id for clock in running if clock.task_id is not None} <= tasks
    assert all(task.due_at is not None for task in open_tasks if case.due_at is not None)


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
@pytest.mark.parametrize("kind", ["application", "incident"])
async def test_row_journal_tasks_and_clocks_agree(world: World, kind: str, seed: int) -> None:
    dice = Random(seed)
    new, post = (an_application(), "clerk") if kind == "application" else (an_incident(), "worker")
    walk, other = await taken_in(world, new, post), await taken_in(world, an_incident(), "worker")
    holder = Reach(ReachKind.HOLDER, walk.case_id)
    people = [*world.people.values(), SYSTEM, holder]
    photo = await walk.photo()
    for _ in range(STEPS):
        real = Real(world, photo, other.case_id, dice.randrange(1000))
        await step(walk, people, real, dice)
        await all_agree(walk)
        if await walk.state() == "ARCHIVED":
            break
        walk.now += timedelta(hours=dice.randrange(12))
        if dice.random() < 0.15:
            await sweep(world.city, walk.now)
            await all_agree(walk)

    assert [broken async for broken in journal.broken_cases()] == []
