"""What happens beside the road of an application: putting off, special procedure, helpers, silence."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.clockwork import sweep
from dispatch.errors import (
    AlreadyDone,
    FactMissing,
    NotForThisMatter,
    OthersStillAtWork,
    RoleMayNot,
    TooEarly,
)
from dispatch.rules.application_facts import (
    Decision,
    Extension,
    Materials,
    Settlement,
    Special,
    SpecialKind,
)
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.incident_facts import Done
from dispatch.rules.kept_clock import ClockState
from dispatch.rules.shared_facts import Assignment, External, Handler, Worded
from dispatch.rules.states import Act, ResultCode
from tests.usecases.walking import CaseWalk, taken_in
from tests.usecases.wider_world import JOINT, department_of
from tests.world import CARD, World, an_application

WORD = Worded("情况属实")


async def in_handling(world: World) -> CaseWalk:
    walk = await taken_in(world, an_application())
    await walk.act("clerk", Act.ACCEPT)
    await walk.act("handler", Act.SIGN_FOR)
    return walk


async def test_a_decision_is_put_off_once_and_for_ten_days_at_most(world: World) -> None:
    walk = await in_handling(world)
    before = (await walk.clock(ClockKind.DECISION)).due_at
    with pytest.raises(FactMissing, match="amount"):
        await walk.act("leader", Act.EXTEND, Extension(11, "材料复杂"))

    await walk.act("leader", Act.EXTEND, Extension(10, "材料复杂"))

    after = (await walk.clock(ClockKind.DECISION)).due_at
    assert before is not None
    assert after is not None
    assert after - before >= timedelta(days=14)
    with pytest.raises(AlreadyDone):
        await walk.act("leader", Act.EXTEND, Extension(1, "再延"))


async def test_only_the_head_of_the_body_puts_a_decision_off(world: World) -> None:
    walk = await in_handling(world)

    with pytest.raises(RoleMayNot):
        await walk.act("handler", Act.EXTEND, Extension(5, "材料复杂"))


async def test_a_special_procedure_stops_the_decision_clock_and_runs_its_own(world: World) -> None:
    walk = await in_handling(world)
    special = Special(SpecialKind.APPRAISAL, world.who("approver").actor, 15)
    await walk.act("handler", Act.START_SPECIAL, special)
    assert (await walk.clock(ClockKind.DECISION)).state is ClockState.PAUSED
    assert (await walk.case()).due_at == (await walk.clock(ClockKind.SPECIAL)).due_at
    walk.now += timedelta(days=7)

    await walk.act("handler", Act.FINISH_SPECIAL, Worded("鉴定完成"))

    assert await walk.state() == "IN_HANDLING"
    decision = await walk.clock(ClockKind.DECISION)
    assert decision.state is ClockState.RUNNING
    # Received Monday 2 March, 20 working days to 30 March; 2 to 9 March do not count: to 6 April and, with
    # the day of Qingming in between, the 7th.
    assert decision.due_at == datetime(2026, 4, 7, 16, tzinfo=UTC)
    assert await walk.folds()


async def test_a_joint_item_waits_for_every_department_that_takes_part(world: World) -> None:
    walk = await taken_in(world, an_application(matter=JOINT, answers={}))
    await walk.act("clerk", Act.ACCEPT)
    with pytest.raises(NotForThisMatter):
        await walk.act("handler", Act.SIGN_FOR)
    health = Handler(department_of(world.who("health")))
    await walk.act("clerk", Act.SPLIT, Assignment(others=(health,)))
    await walk.act("handler", Act.SIGN_FOR)
    await walk.act("health", Act.SIGN_FOR)
    with pytest.raises(OthersStillAtWork):
        await walk.act("handler", Act.HANDLE, WORD)

    await walk.act("health", Act.CO_FEEDBACK, Done("已体检"))
    await walk.act("handler", Act.HANDLE, WORD)
    await walk.act("reviewer", Act.REVIEW, WORD)
    await walk.act("approver", Act.GRANT, Decision())
    await walk.act("handler", Act.SETTLE, Settlement(ResultCode.OTHER))

    assert await walk.state() == "SETTLED"
    (helping,) = await walk.clocks(ClockKind.HANDLING)
    assert helping.state is ClockState.STOPPED


async def test_a_delegation_counts_to_the_end_of_its_last_local_day(world: World) -> None:
    walk = await taken_in(world, an_application(matter=CARD, answers={}))
    await walk.act("clerk", Act.ACCEPT_INSTANT)
    decision = Decision(deciding_body=world.civil_affairs)

    # The delegation ends with 2028-12-31, in Putian eight hours before it does in Greenwich.
    walk.now = datetime(2028, 12, 31, 16, tzinfo=UTC)
    with pytest.raises(NotForThisMatter):
        await walk.act("clerk", Act.GRANT_INSTANT, decision)
    walk.now = datetime(2028, 12, 31, 15, 59, tzinfo=UTC)
    await walk.act("clerk", Act.GRANT_INSTANT, decision)


async def test_silence_for_five_working_days_is_acceptance_as_of_the_receipt(world: World) -> None:
    walk = await taken_in(world, an_application())
    received, due = walk.now, (await walk.case()).due_at
    assert due == datetime(2026, 3, 9, 16, tzinfo=UTC)

    await sweep(world.city, due)
    assert await walk.state() == "RECEIVED"
    await sweep(world.city, due + timedelta(seconds=1))

    case = await walk.case()
    assert (case.state, case.accepted_at) == ("ACCEPTED", received)
    assert (await walk.clock(ClockKind.DECISION)).started_at == received
    (task,) = await walk.open_tasks()
    assert task.department_id == world.civil_affairs
    assert (await walk.entries())[-1].data["card"] == "red"


async def test_an_applicant_who_brings_nothing_is_told_and_the_case_lapses(world: World) -> None:
    walk = await taken_in(world, an_application(materials=()))
    await walk.act("clerk", Act.NOTIFY_SUPPLEMENT, Materials(frozenset({"application"})))
    with pytest.raises(TooEarly):
        await walk.act("clerk", Act.LAPSE)
    walk.now += timedelta(days=40)
    await sweep(world.city, walk.now)

    await walk.act("clerk", Act.LAPSE)

    case = await walk.case()
    assert (case.state, case.result_code) == ("SETTLED", ResultCode.LAPSED)
    assert case.closed_at == walk.now


async def test_a_case_forwarded_upward_keeps_the_number_it_has_there_sealed(world: World) -> None:
    walk = await in_handling(world)

    await walk.act("handler", Act.FORWARD_UP, External("市民政局", "SZ-2026-7"))

    assert (await walk.case()).result_code == ResultCode.FORWARDED_UP
    assert "SZ-2026-7" not in str((await walk.entries())[-1].data)


async def test_the_dispatcher_transfers_with_a_reason_and_the_clock_of_the_case_runs_on(world: World) -> None:
    walk = await in_handling(world)
    due = (await walk.clock(ClockKind.DECISION)).due_at
    other = Handler(department_of(world.who("health")))

    await walk.act("dispatcher", Act.TRANSFER, Assignment(other, reason="职责调整"))

    assert await walk.state() == "ACCEPTED"
    assert (await walk.clock(ClockKind.DECISION)).due_at == due
    (task,) = await walk.open_tasks()
    assert (task.department_id, task.state) == (other.department_id, "open")
