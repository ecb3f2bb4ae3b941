"""Urging, supervision and the first responder: whoever looks after a case moves nobody's clock by it."""

from datetime import timedelta

import pytest

from dispatch.errors import (
    FactMissing,
    NotYourTask,
    RoleMayNot,
    SamePersonMayNot,
    SupervisionUnanswered,
)
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.kept_clock import ClockState
from dispatch.rules.shared_facts import Attachments, HandOver, Order, Worded
from dispatch.rules.states import Act
from tests.usecases.walking import NONE, self_handled, taken_in
from tests.world import World, an_incident


async def test_an_unanswered_order_blocks_the_closing(world: World) -> None:
    walk = await self_handled(world, NONE)
    order = await walk.act("supervisor", Act.SUPERVISE, Order("请说明", walk.now + timedelta(days=1)))
    with pytest.raises(SupervisionUnanswered):
        await walk.act("operator", Act.CLOSE)

    await walk.act("operator", Act.ANSWER_SUPERVISION, Order("已清理", order_id=order.seq))
    await walk.act("other operator", Act.CLOSE)

    assert await walk.state() == "CLOSED"


async def test_an_order_runs_its_own_clock_and_does_not_move_the_cases_due_time(world: World) -> None:
    walk = await taken_in(world, an_incident(), "worker")
    due = (await walk.case()).due_at
    until = walk.now + timedelta(days=1)

    await walk.act("supervisor", Act.SUPERVISE, Order("请说明", until))

    order = await walk.clock(ClockKind.SUPERVISE)
    assert (order.due_at, order.state) == (until, ClockState.RUNNING)
    assert (await walk.case()).due_at == due


async def test_the_supervisor_does_not_answer_his_own_order(world: World) -> None:
    walk = await taken_in(world, an_incident(), "worker")
    acted = await walk.act("supervisor", Act.SUPERVISE, Order("请说明", walk.now + timedelta(days=1)))

    with pytest.raises(RoleMayNot):
        await walk.act("supervisor", Act.ANSWER_SUPERVISION, Order("已办", order_id=acted.seq))


async def test_urging_is_counted_and_moves_neither_version_nor_clock(world: World) -> None:
    walk = await taken_in(world, an_incident(), "worker")
    before, due = await walk.case(), await walk.clock(ClockKind.FILE)

    await walk.act("clerk", Act.URGE)

    after = await walk.case()
    assert (after.version, after.last_seq) == (before.version, before.last_seq + 1)
    assert await walk.clock(ClockKind.FILE) == due


async def test_no_sla_clock_is_reset_by_a_comment(world: World) -> None:
    walk = await taken_in(world, an_incident(), "worker")
    due = await walk.clock(ClockKind.FILE)
    walk.now += timedelta(hours=1)

    await walk.act("clerk", Act.COMMENT, Worded("居民来电询问"))
    await walk.act("clerk", Act.ATTACH, Attachments((await walk.photo(),)))

    assert await walk.clock(ClockKind.FILE) == due


async def test_the_first_responder_changes_only_when_the_other_side_confirms(world: World) -> None:
    walk = await taken_in(world, an_incident(), "clerk")
    successor = int(world.who("other clerk").who)
    await walk.act("clerk", Act.HAND_OVER, HandOver(successor))
    assert (await walk.case()).first_responder == world.who("clerk").who
    with pytest.raises(SamePersonMayNot):
        await walk.act("operator", Act.CONFIRM_HAND_OVER)

    await walk.act("other clerk", Act.CONFIRM_HAND_OVER)

    assert (await walk.case()).first_responder == successor
    assert await walk.folds()


async def test_a_refused_hand_over_leaves_the_first_responder(world: World) -> None:
    walk = await taken_in(world, an_incident(), "clerk")
    await walk.act("clerk", Act.HAND_OVER, HandOver(int(world.who("other clerk").who)))

    await walk.act("other clerk", Act.REFUSE_HAND_OVER)

    assert (await walk.case()).first_responder == world.who("clerk").who


async def test_nobody_hands_over_what_is_not_his(world: World) -> None:
    walk = await taken_in(world, an_incident(), "clerk")

    with pytest.raises(NotYourTask):
        await walk.act("other clerk", Act.HAND_OVER, HandOver(int(world.who("operator").who)))


@pytest.mark.parametrize("to", ["stranger", "checker", "nobody"])
async def test_a_case_is_handed_only_to_somebody_who_could_answer_for_it(world: World, to: str) -> None:
    walk = await taken_in(world, an_incident(), "clerk")
    successor = 999_999 if to == "nobody" else int(world.who(to).who)

    with pytest.raises(FactMissing, match="to"):
        await walk.act("clerk", Act.HAND_OVER, HandOver(successor))
