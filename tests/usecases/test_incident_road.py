"""An incident goes from the report to its closing, each step by whoever may take it."""

import pytest

from desk.new_case import Channel
from dispatch.errors import (
    FactMissing,
    NotReadyToClose,
    OthersStillAtWork,
    RoleMayNot,
    SamePersonMayNot,
    VerifyFirst,
)
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.incident_facts import Done, Filing, FollowedUp, Visit
from dispatch.rules.kept_clock import ClockState
from dispatch.rules.shared_facts import Assignment, Handler, Worded
from dispatch.rules.states import Act
from reach import Reach, ReachKind
from tests.usecases.incidents import FILING, at_work, checked, fed_back, reported
from tests.usecases.walking import taken_in
from tests.usecases.wider_world import department_of
from tests.world import PIPE, World, an_incident


async def test_a_public_report_goes_the_whole_way(world: World) -> None:
    walk = await checked(world, public=True)
    await walk.act("operator", Act.FOLLOW_UP, FollowedUp(satisfied=True))

    await walk.act("operator", Act.CLOSE)

    assert await walk.state() == "CLOSED"
    assert await walk.kinds() == [
        *("reported", "routed", "verify_started", "verified", "filed", "dispatched", "signed_for"),
        *("fed_back", "check_started", "checked", "followed_up", "closed"),
    ]
    assert await walk.folds()
    assert await walk.open_tasks() == []
    assert (await walk.case()).due_at is None


async def test_a_public_report_is_not_filed_unseen(world: World) -> None:
    walk = await reported(world, public=True)
    # The worker finds nothing of the kind.
    await walk.act("worker", Act.VERIFY, Visit(False, (await walk.photo(),)))

    with pytest.raises(VerifyFirst):
        await walk.act("operator", Act.FILE, FILING)
    await walk.act("operator", Act.DECLINE, Worded("现场未发现"))
    assert await walk.state() == "DECLINED"


async def test_the_limit_of_the_handler_runs_from_dispatch_not_from_signing(world: World) -> None:
    walk = await at_work(world)

    handling = await walk.clock(ClockKind.HANDLING)
    assert handling.started_at == walk.now
    assert (await walk.clock(ClockKind.SIGN)).state is ClockState.STOPPED
    assert handling.state is ClockState.RUNNING


async def test_feedback_needs_a_photo_of_this_very_case(world: World) -> None:
    walk, other = await at_work(world), await reported(world)
    foreign = await other.photo(b"another picture")

    with pytest.raises(FactMissing, match="after/0"):
        await walk.act("upkeep", Act.FEEDBACK, Done("已清理", after=(foreign,)))
    with pytest.raises(FactMissing, match="before/0"):
        await walk.act("upkeep", Act.FEEDBACK, Done("已清理", (999_999,), (await walk.photo(),)))
    assert await walk.state() == "HANDLING"


async def test_the_check_goes_to_somebody_on_duty_who_did_not_handle_it(world: World) -> None:
    walk = await reported(world)
    await walk.act("operator", Act.FILE, FILING)
    await walk.act("dispatcher", Act.DISPATCH, Assignment(Handler(worker=world.who("worker").actor)))
    await walk.act("worker", Act.SIGN_FOR)
    await walk.act("worker", Act.FEEDBACK, Done("已清理", after=(await walk.photo(),)))

    await walk.act("dispatcher", Act.START_CHECK)

    (task,) = await walk.open_tasks()
    assert (task.kind, task.worker) == ("check", world.who("checker").actor)
    with pytest.raises(SamePersonMayNot):
        await walk.act("worker", Act.CHECK, Visit(True, (await walk.photo(),)))


async def test_nothing_is_closed_before_a_check_agrees(world: World) -> None:
    walk = await fed_back(world)

    with pytest.raises(NotReadyToClose):
        await walk.act("operator", Act.CLOSE)


async def test_the_reporter_is_asked_before_a_public_report_is_closed(world: World) -> None:
    walk = await checked(world, public=True)

    with pytest.raises(NotReadyToClose):
        await walk.act("operator", Act.CLOSE)


async def test_rework_keeps_the_first_due_time(world: World) -> None:
    walk = await at_work(world)
    first = (await walk.clock(ClockKind.HANDLING)).due_at
    await walk.act("upkeep", Act.FEEDBACK, Done("已清理", after=(await walk.photo(),)))

    await walk.act("dispatcher", Act.ORDER_REWORK, Worded("仍有残留"))

    handling = await walk.clock(ClockKind.HANDLING)
    assert (handling.due_at, handling.state) == (first, ClockState.RUNNING)
    (task,) = await walk.open_tasks()
    assert (task.department_id, task.due_at) == (world.upkeep, first)


async def test_a_check_that_disagrees_leads_to_rework_and_a_new_check(world: World) -> None:
    walk = await checked(world, agrees=False)
    with pytest.raises(NotReadyToClose):
        await walk.act("operator", Act.CLOSE)
    await walk.act("dispatcher", Act.ORDER_REWORK, Worded("仍有残留"))
    await walk.act("upkeep", Act.FEEDBACK, Done("再次清理", after=(await walk.photo(b"two"),)))

    with pytest.raises(NotReadyToClose):
        await walk.act("operator", Act.CLOSE)


async def test_dissatisfaction_with_the_handler_at_fault_is_not_closed(world: World) -> None:
    walk = await checked(world, public=True)
    await walk.act("operator", Act.FOLLOW_UP, FollowedUp(False, handler_at_fault=True, text="没清干净"))

    with pytest.raises(NotReadyToClose):
        await walk.act("operator", Act.CLOSE)
    await walk.act("operator", Act.ORDER_REWORK, Worded("居民不满意"))
    assert await walk.state() == "REWORK"


async def test_the_lead_feeds_back_after_every_helper(world: World) -> None:
    walk = await at_work(world)
    helper = Handler(department_of(world.who("parks")))
    await walk.act("dispatcher", Act.CO_HANDLE, Assignment(others=(helper,)))
    done = Done("已清理", after=(await walk.photo(),))
    with pytest.raises(OthersStillAtWork):
        await walk.act("upkeep", Act.FEEDBACK, done)

    await walk.act("parks", Act.SIGN_FOR)
    await walk.act("parks", Act.CO_FEEDBACK, done)
    await walk.act("upkeep", Act.FEEDBACK, done)

    assert await walk.state() == "FEEDBACK"


async def test_no_double_routing_on_a_two_field_edit(world: World) -> None:
    walk = await reported(world)

    await walk.act("operator", Act.FILE, Filing(PIPE, "1", criterion_met=True))

    case = await walk.case()
    assert case.matter == f"{PIPE}-1"
    assert case.urgent
    assert (await walk.kinds())[-2:] == ["filed", "routed"]
    assert await walk.folds()


async def test_filing_as_what_it_was_reported_routes_once(world: World) -> None:
    walk = await reported(world)

    await walk.act("operator", Act.FILE, FILING)

    assert (await walk.kinds()).count("routed") == 1


async def test_a_machine_reports_and_an_operator_is_first_responder(world: World) -> None:
    hotline = Reach(ReachKind.SERVICE, "hotline")

    walk = await taken_in(world, an_incident(channel=Channel.HOTLINE, external=("hotline", "1")), hotline)

    assert (await walk.case()).first_responder == world.who("worker").who


async def test_a_worker_does_not_dispatch(world: World) -> None:
    walk = await reported(world)
    await walk.act("operator", Act.FILE, FILING)

    with pytest.raises(RoleMayNot):
        await walk.act("worker", Act.DISPATCH)
