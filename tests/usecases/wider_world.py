"""More people and matters for the roads: a joint item, departments to pass work between, second persons."""

from dataclasses import replace
from datetime import datetime

from reach import SYSTEM, Post, Reach, Role
from registry.demo.numbers import credit_code
from registry.departments import NewDepartment, keep_department
from registry.items import draft_item, publish_item
from registry.rules.allowances import Allowance, Unit
from registry.rules.item_definition import Item, Material, Obtain
from registry.rules.law import ItemLimits
from registry.staff import Appointment, appoint, engage, reach_of
from tests.world import DISTRICT, NOW, World, an_item

JOINT = "350105004000"
HEALTH, SANITATION, PARKS = (credit_code("11", serial) for serial in (31, 32, 33))


def _days(amount: int) -> Allowance:
    return Allowance(amount, Unit.WORKING_DAY)


def a_joint_item() -> Item:
    """Care at home: civil affairs leads, health takes part."""
    return an_item(
        code=JOINT,
        name="居家养老服务",
        name_en="Care at home",
        limits=ItemLimits(_days(45), _days(20), extension=_days(15), joint=True),
        form=(),
        materials=(Material("application", "申请表", "Application form", Obtain.SUBMIT),),
        certificate=None,
    )


async def widened(world: World) -> World:
    """The world with more departments and with a second person beside each that may not act twice."""
    await draft_item(SYSTEM, a_joint_item(), NOW)
    await publish_item(SYSTEM, JOINT, NOW)
    health = await _department(HEALTH, "荔城区卫健局", "health")
    sanitation = await _department(SANITATION, "荔城区环卫中心", "sanitation")
    parks = await _department(PARKS, "荔城区园林中心", "parks")
    posts = {
        "leader": Post(Role.LEADER, department_id=world.civil_affairs),
        "centre leader": Post(Role.LEADER, DISTRICT),
        "other handler": Post(Role.HANDLER, department_id=world.civil_affairs),
        "health": Post(Role.HANDLER, department_id=health),
        "sanitation": Post(Role.HANDLER, department_id=sanitation),
        "parks": Post(Role.HANDLER, department_id=parks),
        "other operator": Post(Role.OPERATOR, DISTRICT),
    }
    people = {**world.people}
    for name, post in posts.items():
        people[name] = await _person(name, post, NOW)
    return replace(world, people=people)


async def _department(code: str, name: str, kind: str) -> int:
    return await keep_department(SYSTEM, NewDepartment(code, name, name, kind, "DISTRICT", DISTRICT), NOW)


async def _person(name: str, post: Post, now: datetime) -> Reach:
    staff_id = await engage(SYSTEM, name.replace(" ", "."), name, now)
    await appoint(SYSTEM, Appointment(staff_id, post, now), now)
    return await reach_of(staff_id, now)


def department_of(reach: Reach) -> int:
    """The department somebody's post is in."""
    (department,) = reach.departments
    return department
