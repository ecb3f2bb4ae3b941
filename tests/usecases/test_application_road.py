"""An application goes from the window to the applicant's hands, each step by whoever may take it."""

import pytest

from desk.new_case import Channel
from dispatch.errors import FactMissing, NotForThisMatter, RoleMayNot, SamePersonMayNot
from dispatch.rules.application_facts import (
    Decision,
    DeliveryMode,
    HandingOut,
    Refusal,
    RefusalReason,
    Settlement,
)
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.kept_clock import ClockState
from dispatch.rules.shared_facts import Assignment, Handler, Rating, Voiding, Worded
from dispatch.rules.states import Act, ResultCode
from reach import Reach, ReachKind
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import CARD, World, an_application

WORD = Worded("材料齐全，符合条件")


async def accepted(world: World) -> CaseWalk:
    walk = await taken_in(world, an_application())
    await walk.act("clerk", Act.ACCEPT)
    return walk


async def in_approval(world: World) -> CaseWalk:
    walk = await accepted(world)
    await walk.act("handler", Act.SIGN_FOR)
    await walk.act("handler", Act.HANDLE, WORD)
    await walk.act("reviewer", Act.REVIEW, WORD)
    return walk


async def settled(world: World) -> CaseWalk:
    walk = await in_approval(world)
    await walk.act("approver", Act.GRANT, Decision())
    await walk.act("handler", Act.SETTLE, Settlement(ResultCode.CERTIFICATE))
    return walk


async def test_an_application_goes_the_whole_way(world: World) -> None:
    walk = await settled(world)
    await walk.act("result clerk", Act.MAKE_READY)
    case = await walk.case()
    handing = HandingOut(DeliveryMode.WINDOW, case.subject_id, "id_card")

    await walk.act("result clerk", Act.DELIVER, handing)

    assert await walk.state() == "DELIVERED"
    assert await walk.kinds() == [
        *("received", "routed", "accepted", "signed_for", "handled", "reviewed", "granted", "settled"),
        *("result_ready", "delivered"),
    ]
    assert await walk.folds()
    assert await walk.open_tasks() == []


async def test_accepting_hands_the_case_to_the_department_the_routing_names(world: World) -> None:
    walk = await accepted(world)

    (task,) = await walk.open_tasks()
    assert (task.kind, task.department_id) == ("handle", world.civil_affairs)
    assert task.routing_id is not None


async def test_the_clocks_follow_the_law(world: World) -> None:
    walk = await settled(world)

    assert (await walk.clock(ClockKind.ACCEPTANCE)).state is ClockState.STOPPED
    assert (await walk.clock(ClockKind.DECISION)).state is ClockState.STOPPED
    delivery = await walk.clock(ClockKind.DELIVERY)
    assert delivery.state is ClockState.RUNNING
    assert (await walk.case()).due_at == delivery.due_at


async def test_who_handled_does_not_review(world: World) -> None:
    walk = await accepted(world)
    await walk.act("handler", Act.SIGN_FOR)
    await walk.act("handler", Act.HANDLE, WORD)

    with pytest.raises(RoleMayNot):
        await walk.act("handler", Act.REVIEW, WORD)


async def test_a_decision_sent_back_goes_one_step(world: World) -> None:
    walk = await in_approval(world)

    await walk.act("approver", Act.SEND_BACK, Worded("意见不明"))

    assert await walk.state() == "IN_REVIEW"
    (task,) = await walk.open_tasks()
    assert task.kind == "review"


async def test_a_denial_needs_reasons_and_remedies(world: World) -> None:
    walk = await in_approval(world)

    with pytest.raises(FactMissing, match="remedies"):
        await walk.act("approver", Act.DENY, Decision(reasons="不满八十周岁"))

    await walk.act("approver", Act.DENY, Decision("不满八十周岁", "六十日内申请行政复议"))
    await walk.act("approver", Act.SETTLE, Settlement(ResultCode.OTHER))
    assert (await walk.case()).result_code == ResultCode.OTHER


async def test_the_window_proposes_a_refusal_and_the_department_refuses(world: World) -> None:
    walk = await taken_in(world, an_application())
    reason = Refusal(RefusalReason.NOT_NEEDED, "已享受", department_id=world.civil_affairs)
    await walk.act("clerk", Act.PROPOSE_REFUSAL, reason)

    with pytest.raises(RoleMayNot):
        await walk.act("clerk", Act.REFUSE, reason)
    await walk.act("handler", Act.REFUSE, reason)

    assert await walk.state() == "NOT_ACCEPTED"
    assert (await walk.case()).due_at is None


async def test_an_officer_on_line_decides_an_instant_item_in_the_visit(world: World) -> None:
    walk = await taken_in(world, an_application(matter=CARD, answers={}))
    await walk.act("clerk", Act.ACCEPT_INSTANT)

    await walk.act("approver", Act.GRANT_INSTANT, Decision(deciding_body=world.civil_affairs))

    assert await walk.state() == "DECIDED_GRANT"
    assert (await walk.entries())[-1].data["deciding_body"] == world.civil_affairs


async def test_a_clerk_decides_an_instant_item_under_the_written_delegation(world: World) -> None:
    walk = await taken_in(world, an_application(matter=CARD, answers={}))
    await walk.act("clerk", Act.ACCEPT_INSTANT)

    await walk.act("clerk", Act.GRANT_INSTANT, Decision(deciding_body=world.civil_affairs))
    await walk.act("clerk", Act.SETTLE, Settlement(ResultCode.CERTIFICATE))

    assert await walk.state() == "SETTLED"


async def test_no_clerk_denies_under_a_delegation(world: World) -> None:
    walk = await taken_in(world, an_application(matter=CARD, answers={}))
    await walk.act("clerk", Act.ACCEPT_INSTANT)

    with pytest.raises(RoleMayNot):
        await walk.act("clerk", Act.DENY_INSTANT, Decision("x", "y", world.civil_affairs))


async def test_no_clerk_decides_an_ordinary_item(world: World) -> None:
    walk = await accepted(world)

    with pytest.raises(NotForThisMatter):
        await walk.act("clerk", Act.GRANT_INSTANT, Decision(deciding_body=world.civil_affairs))


async def test_an_applicant_withdraws_before_the_decision(world: World) -> None:
    walk = await accepted(world)
    applicant = Reach(ReachKind.SUBJECT, (await walk.case()).subject_id or 0)

    await walk.act(applicant, Act.WITHDRAW)

    assert await walk.state() == "WITHDRAWN"
    assert await walk.open_tasks() == []
    assert (await walk.case()).closed_at == walk.now


async def test_an_application_made_at_home_goes_by_pre_review(world: World) -> None:
    resident = Reach(ReachKind.SUBJECT, 0)
    walk = await taken_in(world, an_application(channel=Channel.RESIDENT), resident)
    assert await walk.state() == "SUBMITTED"
    await walk.act("clerk", Act.START_PRE_REVIEW)
    await walk.act("clerk", Act.PASS_PRE_REVIEW)

    await walk.act("clerk", Act.RECEIVE)

    assert await walk.state() == "RECEIVED"
    assert (await walk.clock(ClockKind.ACCEPTANCE)).started_at == walk.now


async def test_a_delivered_result_is_rated_once(world: World) -> None:
    walk = await settled(world)
    await walk.act("result clerk", Act.MAKE_READY)
    await walk.act("result clerk", Act.DELIVER, HandingOut(DeliveryMode.EXPRESS, parcel="SF1"))
    applicant = Reach(ReachKind.SUBJECT, (await walk.case()).subject_id or 0)

    await walk.act(applicant, Act.RATE, Rating(5, "很好"))

    assert await walk.state() == "RATED"


async def test_only_a_supervisor_makes_a_case_void_and_it_stays_readable(world: World) -> None:
    walk = await accepted(world)
    with pytest.raises(RoleMayNot):
        await walk.act("clerk", Act.VOID, Voiding("重复录入"))

    await walk.act("supervisor", Act.VOID, Voiding("重复录入"))

    assert await walk.state() == "VOIDED"
    assert (await walk.case()).result_code == ResultCode.VOIDED


async def test_a_task_given_to_one_officer_is_nobody_elses(world: World) -> None:
    walk = await accepted(world)
    (task,) = await walk.open_tasks()
    named = Assignment(Handler(world.civil_affairs, world.who("other handler").actor))
    await walk.act("handler", Act.ASSIGN, named, task.id)

    with pytest.raises(Exception, match="no open task of yours"):
        await walk.act("handler", Act.SIGN_FOR)
    await walk.act("other handler", Act.SIGN_FOR)


async def test_who_received_an_instant_case_does_not_approve_it(world: World) -> None:
    walk = await taken_in(world, an_application(matter=CARD, answers={}))
    await walk.act("clerk", Act.ACCEPT_INSTANT)
    clerk, approver = world.who("clerk"), world.who("approver")
    both = Reach(ReachKind.STAFF, clerk.who, (*clerk.posts, *approver.posts))

    with pytest.raises(SamePersonMayNot):
        await walk.act(both, Act.GRANT_INSTANT, Decision(deciding_body=world.civil_affairs))
