"""Work may be given back, with a reason; nobody bounces it, and the third return goes to an arbiter."""

from datetime import timedelta

import pytest

from dispatch import cases
from dispatch.clockwork import sweep
from dispatch.errors import BouncedBack, FactMissing, NeedsArbiter, ReturnNotOpen, RoleMayNot, TooLate
from dispatch.rules.application_facts import Extension
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.incident_facts import Done, Filing, Return, ReturnReason, Until
from dispatch.rules.kept_clock import ClockState
from dispatch.rules.shared_facts import Assignment, Handler, Worded
from dispatch.rules.states import Act
from tests.usecases.walking import CaseWalk, taken_in
from tests.usecases.wider_world import department_of
from tests.world import RUBBISH, World, an_incident

WRONG = Return(ReturnReason.WRONG_DEPARTMENT, "不属于本部门")


async def dispatched(world: World) -> CaseWalk:
    walk = await taken_in(world, an_incident(), "worker")
    await walk.act("operator", Act.FILE, Filing(RUBBISH, "1", criterion_met=True))
    await walk.act("dispatcher", Act.DISPATCH)
    return walk


async def at_work(world: World) -> CaseWalk:
    walk = await dispatched(world)
    await walk.act("upkeep", Act.SIGN_FOR)
    return walk


async def passed_on(walk: CaseWalk, world: World, giver: str, to: str) -> None:
    await walk.act(giver, Act.REQUEST_RETURN, WRONG)
    await walk.act("dispatcher", Act.GRANT_RETURN)
    lead = Handler(department_of(world.who(to)))
    await walk.act("dispatcher", Act.DISPATCH, Assignment(lead))


async def test_asking_to_return_does_not_stop_the_clock(world: World) -> None:
    walk = await at_work(world)

    await walk.act("upkeep", Act.REQUEST_RETURN, WRONG)

    assert await walk.state() == "RETURN_REQUESTED"
    assert (await walk.clock(ClockKind.HANDLING)).state is ClockState.RUNNING


@pytest.mark.parametrize("way", ["returned", "transferred"])
async def test_whose_work_went_elsewhere_still_sees_the_case_and_has_no_say_in_it(
    world: World, way: str
) -> None:
    walk = await at_work(world)
    away = Assignment(Handler(department_of(world.who("handler"))), reason="归民政局")
    if way == "returned":
        await walk.act("upkeep", Act.REQUEST_RETURN, WRONG)
        await walk.act("dispatcher", Act.GRANT_RETURN)
        await walk.act("dispatcher", Act.DISPATCH, away)
    else:
        await walk.act("dispatcher", Act.TRANSFER, away)

    known = await cases.know(world.who("upkeep"), walk.case_id)

    assert way == "transferred" or "returned" in {task.state for task in known.tasks}
    assert cases.allowed_acts(world.who("upkeep"), known) == ()
    for act in (Act.SIGN_FOR, Act.COMMENT, Act.REQUEST_RETURN):
        with pytest.raises(RoleMayNot):
            await walk.act("upkeep", act, WRONG if act is Act.REQUEST_RETURN else Worded("我们看过了"))


async def test_whose_work_is_done_may_still_speak(world: World) -> None:
    walk = await at_work(world)
    await walk.act("upkeep", Act.FEEDBACK, Done("已清运", after=(await walk.photo(),)))

    await walk.act("upkeep", Act.COMMENT, Worded("下月再清一次"))

    assert (await walk.kinds())[-1] == "commented"


async def test_a_granted_return_goes_back_to_the_dispatcher_with_a_new_limit_for_him(world: World) -> None:
    walk = await at_work(world)
    await walk.act("upkeep", Act.REQUEST_RETURN, WRONG)

    await walk.act("dispatcher", Act.GRANT_RETURN)

    assert await walk.state() == "FILED"
    assert await walk.open_tasks() == []
    assert (await walk.clock(ClockKind.HANDLING)).state is ClockState.STOPPED
    assert (await walk.clock(ClockKind.DISPATCH)).state is ClockState.RUNNING


async def test_work_given_back_does_not_bounce_straight_back(world: World) -> None:
    walk = await at_work(world)
    await walk.act("upkeep", Act.REQUEST_RETURN, WRONG)
    await walk.act("dispatcher", Act.GRANT_RETURN)

    with pytest.raises(BouncedBack):
        await walk.act("dispatcher", Act.DISPATCH)


async def test_the_next_department_does_not_point_back_at_the_first(world: World) -> None:
    walk = await dispatched(world)
    await passed_on(walk, world, "upkeep", "sanitation")

    back = Return(ReturnReason.WRONG_DEPARTMENT, "应由城管局处理", world.upkeep)
    with pytest.raises(BouncedBack):
        await walk.act("sanitation", Act.REQUEST_RETURN, back)


async def test_a_refused_return_is_not_asked_again_for_the_same_reason(world: World) -> None:
    walk = await at_work(world)
    await walk.act("upkeep", Act.REQUEST_RETURN, WRONG)
    await walk.act("dispatcher", Act.REFUSE_RETURN, Worded("属于你部门职责"))
    assert await walk.state() == "HANDLING"

    with pytest.raises(ReturnNotOpen):
        await walk.act("upkeep", Act.REQUEST_RETURN, WRONG)


async def test_the_third_return_goes_to_an_arbiter_whose_ruling_stands(world: World) -> None:
    walk = await dispatched(world)
    await passed_on(walk, world, "upkeep", "sanitation")
    await passed_on(walk, world, "sanitation", "parks")
    acted = await walk.act("parks", Act.REQUEST_RETURN, WRONG)
    assert acted.change.escalated
    with pytest.raises(NeedsArbiter):
        await walk.act("dispatcher", Act.GRANT_RETURN)

    lead = Handler(world.upkeep)
    await walk.act("supervisor", Act.RULE, Assignment(lead, reason="按属地兜底"))

    (task,) = await walk.open_tasks()
    assert (task.department_id, task.ruled) == (world.upkeep, True)
    with pytest.raises(ReturnNotOpen):
        await walk.act("upkeep", Act.REQUEST_RETURN, WRONG)
    assert await walk.folds()


async def test_a_return_without_words_is_refused(world: World) -> None:
    walk = await at_work(world)

    with pytest.raises(FactMissing):
        await walk.act("upkeep", Act.REQUEST_RETURN, Return(ReturnReason.OTHER, " "))


async def test_an_extension_is_asked_for_before_the_limit_ends(world: World) -> None:
    walk = await at_work(world)
    due = (await walk.clock(ClockKind.HANDLING)).due_at
    assert due is not None
    await walk.act("upkeep", Act.REQUEST_EXTENSION, Extension(4, "需吊车"))

    await walk.act("dispatcher", Act.GRANT_EXTENSION, Extension(4))

    assert await walk.state() == "HANDLING"
    longer = (await walk.clock(ClockKind.HANDLING)).due_at
    assert longer is not None
    assert longer > due
    walk.now = longer + timedelta(hours=1)
    with pytest.raises(TooLate):
        await walk.act("upkeep", Act.REQUEST_EXTENSION, Extension(4, "再延"))


async def test_a_second_extension_is_the_leaders_to_give(world: World) -> None:
    walk = await at_work(world)
    await walk.act("upkeep", Act.REQUEST_EXTENSION, Extension(4, "需吊车"))
    await walk.act("dispatcher", Act.GRANT_EXTENSION, Extension(4))
    await walk.act("upkeep", Act.REQUEST_EXTENSION, Extension(4, "仍需吊车"))

    with pytest.raises(NeedsArbiter):
        await walk.act("dispatcher", Act.GRANT_EXTENSION, Extension(4))
    await walk.act("centre leader", Act.GRANT_EXTENSION, Extension(4))


async def test_what_is_suspended_until_a_day_goes_on_by_itself_with_its_limit_moved(world: World) -> None:
    walk = await at_work(world)
    first = (await walk.clock(ClockKind.HANDLING)).due_at
    until = walk.now + timedelta(days=2)
    await walk.act("supervisor", Act.SUSPEND, Until("暴雨", until))
    assert (await walk.case()).due_at is None

    await sweep(world.city, until - timedelta(seconds=1))
    assert await walk.state() == "SUSPENDED"
    await sweep(world.city, until)

    assert await walk.state() == "HANDLING"
    handling = await walk.clock(ClockKind.HANDLING)
    assert handling.state is ClockState.RUNNING
    assert first is not None
    assert handling.due_at is not None
    assert handling.due_at > first
    assert await walk.folds()


async def test_what_is_pended_leaves_its_limit_and_gets_a_new_one_when_it_comes_back(world: World) -> None:
    walk = await at_work(world)
    until = walk.now + timedelta(days=30)
    await walk.act("supervisor", Act.PEND, Until("需立项", until))
    assert (await walk.clock(ClockKind.HANDLING)).state is ClockState.STOPPED

    await sweep(world.city, until)

    handling = await walk.clock(ClockKind.HANDLING)
    assert (handling.started_at, handling.state) == (until, ClockState.RUNNING)
    assert await walk.state() == "HANDLING"
