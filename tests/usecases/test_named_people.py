"""Work is given only to those who are there and can do it, whoever asks and by whatever way."""

import pytest

from dispatch.errors import FactMissing
from dispatch.rules.application_facts import Refusal, RefusalReason, Special, SpecialKind
from dispatch.rules.incident_facts import Filing, Return, ReturnReason
from dispatch.rules.shared_facts import Assignment, Handler
from dispatch.rules.states import Act
from reach import SYSTEM, Post, Reach, ReachKind, Role
from registry.departments import close_department
from registry.staff import Appointment, appoint, dismiss, engage, reach_of
from tests.usecases.walking import CaseWalk, taken_in
from tests.usecases.wider_world import department_of
from tests.world import DISTRICT, NOW, RUBBISH, World, an_application, an_incident

NO_DEPARTMENT, NOBODY = 999_999, "staff:999999"


async def filed(world: World) -> CaseWalk:
    walk = await taken_in(world, an_incident(), "worker")
    await walk.act("operator", Act.FILE, Filing(RUBBISH, "1", True))
    return walk


async def in_handling(world: World) -> CaseWalk:
    walk = await taken_in(world, an_application())
    await walk.act("clerk", Act.ACCEPT)
    await walk.act("handler", Act.SIGN_FOR)
    return walk


async def hired(name: str, *posts: Post) -> str:
    """A new member of staff; returns the actor."""
    staff_id = await engage(SYSTEM, name, name, NOW)
    for post in posts:
        await appoint(SYSTEM, Appointment(staff_id, post, NOW), NOW)
    return f"staff:{staff_id}"


@pytest.mark.parametrize("where", ["lead", "others/0"])
async def test_work_goes_to_no_department_that_is_not_there_or_closed(world: World, where: str) -> None:
    walk = await filed(world)
    closed = department_of(world.who("parks"))
    await close_department(SYSTEM, closed, NOW)

    for department_id in (NO_DEPARTMENT, closed):
        named = Handler(department_id)
        given = Assignment(named) if where == "lead" else Assignment(Handler(world.upkeep), (named,))
        with pytest.raises(FactMissing) as refused:
            await walk.act("dispatcher", Act.DISPATCH, given)
        assert refused.value.field == f"{where}/department_id"
    assert await walk.state() == "FILED"


@pytest.mark.parametrize(
    "who", ["nobody", "a machine", "dismissed", "an administrator", "elsewhere", "no post", "not of there"]
)
async def test_work_goes_to_nobody_who_cannot_see_to_it(world: World, who: str) -> None:
    walk = await filed(world)
    worker = {
        "nobody": NOBODY,
        "a machine": "service:hotline",
        "dismissed": world.who("worker").actor,
        "an administrator": await hired("content", Post(Role.CONTENT_ADMIN, "350300/")),
        "elsewhere": world.who("stranger").actor,
        "no post": await hired("nothing"),
        "not of there": world.who("handler").actor,
    }[who]
    if who == "dismissed":
        await dismiss(SYSTEM, int(world.who("worker").who), NOW)
    department = world.upkeep if who == "not of there" else None

    with pytest.raises(FactMissing) as refused:
        await walk.act("dispatcher", Act.DISPATCH, Assignment(Handler(department, worker)))

    assert refused.value.field == "lead/worker"


async def test_work_goes_to_an_officer_of_the_department_named_with_him(world: World) -> None:
    walk = await filed(world)

    await walk.act("dispatcher", Act.DISPATCH, Assignment(Handler(world.upkeep, world.who("upkeep").actor)))

    (task,) = await walk.open_tasks()
    assert (task.department_id, task.worker) == (world.upkeep, world.who("upkeep").actor)


async def test_a_return_suggests_no_department_that_is_not_there(world: World) -> None:
    walk = await filed(world)
    await walk.act("dispatcher", Act.DISPATCH)

    with pytest.raises(FactMissing, match="suggested_department"):
        await walk.act(
            "upkeep", Act.REQUEST_RETURN, Return(ReturnReason.WRONG_DEPARTMENT, "非本部门", NO_DEPARTMENT)
        )


async def test_a_refusal_points_to_no_department_that_is_not_there(world: World) -> None:
    walk = await taken_in(world, an_application())

    with pytest.raises(FactMissing, match="department_id"):
        await walk.act(
            "clerk",
            Act.PROPOSE_REFUSAL,
            Refusal(RefusalReason.NOT_OUR_POWER, "不属本机关职权", "某局", NO_DEPARTMENT),
        )


@pytest.mark.parametrize("who", ["nobody", "himself", "a reviewer", "another department", "dismissed"])
async def test_a_special_procedure_is_approved_by_another_head_of_the_same_department(
    world: World, who: str
) -> None:
    walk = await in_handling(world)
    foreign = await hired("foreign", Post(Role.APPROVER, department_id=world.upkeep))
    approver = {
        "nobody": NOBODY,
        "himself": world.who("handler").actor,
        "a reviewer": world.who("reviewer").actor,
        "another department": foreign,
        "dismissed": world.who("approver").actor,
    }[who]
    if who == "dismissed":
        await dismiss(SYSTEM, int(world.who("approver").who), NOW)

    with pytest.raises(FactMissing) as refused:
        await walk.act("handler", Act.START_SPECIAL, Special(SpecialKind.HEARING, approver, 15))

    assert refused.value.field == "approved_by"


async def test_an_approver_does_not_approve_a_special_procedure_of_his_own(world: World) -> None:
    walk = await in_handling(world)
    handler, approver = world.who("handler"), world.who("approver")
    both = Reach(ReachKind.STAFF, handler.who, (*handler.posts, *approver.posts))
    await appoint(SYSTEM, Appointment(int(handler.who), approver.posts[0], NOW), NOW)

    with pytest.raises(FactMissing, match="asks for himself"):
        await walk.act(both, Act.START_SPECIAL, Special(SpecialKind.HEARING, both.actor, 15))


async def test_an_approver_over_the_district_approves_for_no_department(world: World) -> None:
    walk = await in_handling(world)
    over_all = await hired("over.all", Post(Role.APPROVER, DISTRICT))
    assert Role.APPROVER in (await reach_of(int(over_all.removeprefix("staff:")), NOW)).roles

    with pytest.raises(FactMissing, match="approved_by"):
        await walk.act("handler", Act.START_SPECIAL, Special(SpecialKind.HEARING, over_all, 15))
