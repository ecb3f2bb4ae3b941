"""Work solved on the spot: shown before and after, drawn for a check at a set rate, asked again when bad."""

from decimal import Decimal

import pytest

from desk.dissatisfaction import ask_again
from desk.new_case import Channel
from dispatch.errors import ActNotAllowed, FactMissing, NotForThisMatter, NotVisible, RoleMayNot
from dispatch.rules.drawing import drawn
from dispatch.rules.incident_facts import Done
from dispatch.rules.states import Act
from reach import Reach, ReachKind
from tests.usecases.walking import ALL, NONE, CaseWalk, self_handled, taken_in
from tests.world import World, an_application, an_incident

SAID = {"description": "垃圾还在"}


async def closed(world: World) -> CaseWalk:
    walk = await self_handled(world, NONE)
    await walk.act("operator", Act.CLOSE)
    return walk


async def test_self_handled_work_is_shown_before_and_after(world: World) -> None:
    walk = await taken_in(world, an_incident(), "worker")

    with pytest.raises(FactMissing, match="photos"):
        await walk.act("worker", Act.SELF_HANDLE, Done("当场清扫", after=(await walk.photo(),)))


async def test_what_is_not_drawn_is_closed_without_a_check(world: World) -> None:
    walk = await closed(world)

    assert await walk.state() == "CLOSED"


async def test_what_is_drawn_is_checked_by_another_before_it_is_closed(world: World) -> None:
    walk = await self_handled(world, ALL)

    assert await walk.state() == "CHECKING"
    (task,) = await walk.open_tasks()
    assert task.worker == world.who("checker").actor
    assert await walk.folds()


async def test_who_solved_it_does_not_close_it(world: World) -> None:
    walk = await self_handled(world, NONE)

    with pytest.raises(RoleMayNot):
        await walk.act("worker", Act.CLOSE)


def test_the_drawing_keeps_to_its_share_and_is_the_same_each_time() -> None:
    marks = [(2 * place + 1) * 2**64 // 2000 - 2**63 for place in range(1000)]

    picked = [drawn(mark, Decimal("0.2")) for mark in marks]

    assert sum(picked) == 200
    assert not any(drawn(mark, NONE) for mark in marks)
    assert all(drawn(mark, ALL) for mark in marks)


async def test_dissatisfaction_after_closing_makes_a_linked_case(world: World) -> None:
    walk = await closed(world)
    resident = Reach(ReachKind.HOLDER, walk.case_id)

    via = (world.city, walk.now, None)
    again = await ask_again(walk.case_id, SAID, Channel.RESIDENT, resident, via)

    new = CaseWalk(world, again.case_id)
    assert (await new.case()).origin_case == walk.case_id
    assert (await new.case()).area_path == (await walk.case()).area_path
    assert await walk.state() == "CLOSED"
    linked = (await walk.entries())[-1]
    assert (linked.kind, linked.data["case_id"], linked.data["relation"]) == (
        "linked",
        again.case_id,
        "dissatisfied",
    )
    assert (await new.kinds()).count("linked") == 1
    assert await walk.folds()
    assert await new.folds()


async def test_only_what_is_closed_and_in_sight_is_asked_for_again(world: World) -> None:
    walk = await self_handled(world, NONE)
    via = (world.city, walk.now, None)
    with pytest.raises(ActNotAllowed):
        await ask_again(walk.case_id, SAID, Channel.WINDOW, world.who("clerk"), via)
    with pytest.raises(NotVisible):
        await ask_again(walk.case_id, SAID, Channel.WINDOW, world.who("stranger"), via)


async def test_a_decision_is_not_asked_for_again_as_an_incident(world: World) -> None:
    walk = await taken_in(world, an_application())

    with pytest.raises(NotForThisMatter):
        await ask_again(walk.case_id, SAID, Channel.WINDOW, world.who("clerk"), (world.city, walk.now, None))
