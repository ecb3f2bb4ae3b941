"""Rivals at one case, people where they may not be, failures in between: nothing is half done."""

import asyncio
from datetime import timedelta

import pytest

import database
from desk.acting import act
from desk.intake import prepare, register_prepared
from dispatch import clock_store, task_store, telling
from dispatch.cases import ActRequest, know
from dispatch.errors import FactMissing, NotVisible, NotYourTask, RoleMayNot, StaleVersion
from dispatch.journal import broken_cases
from dispatch.rules.shared_facts import Attachments, Worded
from dispatch.rules.states import Act
from reach import Post, Reach, ReachKind, Role
from tests.polling import somebody_waits, until
from tests.usecases.kept import rows
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import World, an_application, an_incident


async def test_of_two_who_act_at_once_one_succeeds_and_one_is_told(world: World) -> None:
    walk = await taken_in(world, an_application())

    outcomes = await asyncio.gather(
        *(
            act(ActRequest(walk.case_id, wanted, 1), world.who(post), world.city, walk.now)
            for post, wanted in (("clerk", Act.ACCEPT), ("other clerk", Act.WITHDRAW))
        ),
        return_exceptions=True,
    )

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert isinstance(refused, StaleVersion)
    assert (refused.expected, refused.present) == (1, 2)
    assert await walk.folds()


async def test_a_comment_does_not_invalidate_an_open_form(world: World) -> None:
    walk = await taken_in(world, an_application())
    seen = (await walk.case()).version
    await walk.act("other clerk", Act.COMMENT, Worded("已电话联系"))
    await walk.act("other clerk", Act.ATTACH, Attachments((await walk.photo(),)))
    await walk.act("other clerk", Act.URGE)

    await act(ActRequest(walk.case_id, Act.ACCEPT, seen), world.who("clerk"), world.city, walk.now)

    assert await walk.state() == "ACCEPTED"


async def test_an_act_without_the_version_seen_is_refused(world: World) -> None:
    walk = await taken_in(world, an_application())

    with pytest.raises(FactMissing, match="version"):
        await act(ActRequest(walk.case_id, Act.ACCEPT), world.who("clerk"), world.city, walk.now)


async def test_many_comments_at_once_are_all_kept_in_one_chain(world: World) -> None:
    walk = await taken_in(world, an_incident(), "worker")

    await asyncio.gather(*(walk.act("clerk", Act.COMMENT, Worded(f"第{n}条")) for n in range(8)))

    assert (await walk.kinds()).count("commented") == 8
    assert await walk.folds()


async def test_a_case_out_of_reach_is_neither_read_nor_acted_on(world: World) -> None:
    walk = await taken_in(world, an_application())

    with pytest.raises(NotVisible):
        await know(world.who("stranger"), walk.case_id)
    with pytest.raises(NotVisible):
        await walk.act("stranger", Act.ACCEPT)
    with pytest.raises(NotVisible):
        await know(Reach(ReachKind.HOLDER, walk.case_id + 1), walk.case_id)


async def test_a_department_sees_and_signs_only_what_was_given_to_it(world: World) -> None:
    walk = await taken_in(world, an_application())
    with pytest.raises(NotVisible):
        await walk.act("handler", Act.SIGN_FOR)
    await walk.act("clerk", Act.ACCEPT)

    with pytest.raises(NotVisible):
        await walk.act("health", Act.SIGN_FOR)
    await walk.act("handler", Act.SIGN_FOR)


async def test_a_department_cannot_receive_and_a_window_cannot_decide(world: World) -> None:
    with pytest.raises(RoleMayNot):
        await taken_in(world, an_incident(), "approver")
    walk = await taken_in(world, an_application())
    await walk.act("clerk", Act.ACCEPT)
    with pytest.raises(RoleMayNot):
        await walk.act("clerk", Act.SIGN_FOR)


async def test_a_post_elsewhere_gives_no_power_over_a_case_one_can_see(world: World) -> None:
    walk = await taken_in(world, an_application())
    clerk = world.who("clerk")
    # First responder, so he sees it; but his post is in another district by now.
    moved = Reach(ReachKind.STAFF, clerk.who, (Post(Role.CLERK, "350300/350303/"),))

    with pytest.raises(RoleMayNot):
        await walk.act(moved, Act.ACCEPT)


async def test_a_task_of_another_case_is_not_mine(world: World) -> None:
    walk, other = await taken_in(world, an_application()), await taken_in(world, an_application())
    for one in (walk, other):
        await one.act("clerk", Act.ACCEPT)
    (foreign,) = await other.open_tasks()

    with pytest.raises(NotYourTask):
        await walk.act("handler", Act.SIGN_FOR, task_id=foreign.id)


@pytest.mark.parametrize(
    ("module", "step"),
    [(task_store, "apply"), (clock_store, "insert"), (clock_store, "spread_due"), (telling, "together")],
)
async def test_an_act_that_breaks_off_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, module: object, step: str
) -> None:
    walk = await taken_in(world, an_application())
    before, case = await rows(), await walk.case()

    async def broken(*_: object) -> None:
        raise OSError("the power fails")

    monkeypatch.setattr(module, step, broken)
    with pytest.raises(OSError, match="power"):
        await walk.act("clerk", Act.ACCEPT)

    assert await rows() == before
    assert await walk.case() == case


async def test_an_intake_that_breaks_off_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await rows()
    prepared = await prepare(an_application(), world.city, CaseWalk(world, 0).now)

    async def broken(*_: object) -> None:
        raise OSError("the power fails")

    monkeypatch.setattr("desk.opening._answer", broken)
    with pytest.raises(OSError, match="power"):
        await register_prepared(prepared, world.who("clerk"), world.city)

    assert await rows() == before


async def test_no_older_update_overwrites_a_newer_one(world: World) -> None:
    walk = await taken_in(world, an_application())
    seen = (await walk.case()).version
    await walk.act("clerk", Act.ACCEPT)
    request = ActRequest(walk.case_id, Act.WITHDRAW, seen)

    with pytest.raises(StaleVersion):
        await act(request, world.who("clerk"), world.city, walk.now + timedelta(days=9))


@pytest.mark.parametrize("commits", [True, False], ids=["commits", "gives up"])
async def test_a_second_act_waits_for_the_first_and_follows_what_it_left(world: World, commits: bool) -> None:
    walk = await taken_in(world, an_incident(), "worker")
    before = (await walk.case()).last_seq
    written, may_end = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with database.transaction():
            await walk.act("clerk", Act.COMMENT, Worded("第一条"))
            written.set()
            await may_end.wait()
            if not commits:
                raise OSError("the power fails")

    one = asyncio.create_task(first())
    await written.wait()
    two = asyncio.create_task(walk.act("worker", Act.COMMENT, Worded("第二条")))
    await until(somebody_waits)
    waited = not two.done()
    may_end.set()
    await asyncio.gather(one, two, return_exceptions=True)

    assert waited
    assert two.exception() is None
    assert (await walk.case()).last_seq == before + (2 if commits else 1)
    assert await walk.folds()
    assert [case async for case in broken_cases()] == []
