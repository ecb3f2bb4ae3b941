"""A small city with people at work in it: every role, an item of each kind, two incident classes."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from desk.new_case import Channel, GivenMaterial, NewCase, Where
from dispatch.calendar_store import install_calendar
from dispatch.calendars import published_calendar
from dispatch.responsibilities import Ground, publish
from dispatch.responsibility_drafts import add_rows, begin_draft
from dispatch.roster import NewDuty, give_duty
from dispatch.rules.assignment import Rank
from dispatch.rules.proof import Living
from dispatch.rules.responsibility import (
    Breadth,
    DepartmentHandler,
    Matter,
    MatterScope,
    Place,
    Responsibility,
)
from dispatch.rules.states import CaseKind
from grid.city import City, load_city
from grid.rules.levels import Level
from reach import SYSTEM, Post, Reach, Role
from registry.departments import NewDepartment, keep_department
from registry.incident_classes import draft_class, publish_class
from registry.items import draft_item, publish_item
from registry.rules.allowances import Allowance, Unit
from registry.rules.form_fields import Condition, FieldKind, FormField
from registry.rules.identity_numbers import NumberKind
from registry.rules.incident_definition import IncidentClass, Situation
from registry.rules.item_definition import (
    CaseKind as Promise,
)
from registry.rules.item_definition import (
    Certificate,
    Delegation,
    Item,
    Material,
    Obtain,
    PlaceRule,
    ServiceLevel,
    ServiceRole,
)
from registry.rules.law import ItemLimits
from registry.staff import Appointment, appoint, engage, reach_of
from registry.subject_indexes import NewSubject, SubjectKind
from tests import builders_grid as grid

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # Monday 09:30 in Putian
DISTRICT = "350300/350304/"
CIVIL_AFFAIRS = "11999999000000027G"
UPKEEP = "11999999000000019M"
ALLOWANCE = "350105002000"
CARD = "350105003000"
RUBBISH = "0102"
PIPE = "0501"


@dataclass(frozen=True, slots=True)
class World:
    """The city and the reaches of those who work in it, by name of the post."""

    city: City
    civil_affairs: int
    upkeep: int
    people: dict[str, Reach]

    def who(self, post: str) -> Reach:
        return self.people[post]


async def a_world() -> World:
    """Everything published, everybody appointed, somebody on duty for each grid."""
    await grid.saved_small_city(calendar_code="putian")
    await install_calendar(SYSTEM, published_calendar("putian"), NOW)
    civil = await keep_department(SYSTEM, _a_department(CIVIL_AFFAIRS, "荔城区民政局", "civil_affairs"), NOW)
    upkeep = await keep_department(SYSTEM, _a_department(UPKEEP, "荔城区城管局", "upkeep"), NOW)
    await _catalogue()
    people = await _people(civil, upkeep)
    await _responsibilities(civil, upkeep, people)
    return World(await load_city(), civil, upkeep, people)


def _a_department(code: str, name: str, kind: str) -> NewDepartment:
    return NewDepartment(code, name, name, kind, "DISTRICT", DISTRICT)


async def _catalogue() -> None:
    for item in (an_item(), an_instant_item()):
        await draft_item(SYSTEM, item, NOW)
        await publish_item(SYSTEM, item.code, NOW)
    for incident_class in (rubbish(), a_pipe()):
        await draft_class(SYSTEM, incident_class, NOW)
        await publish_class(SYSTEM, incident_class.code, NOW)


def an_item(**changes: object) -> Item:
    """The allowance for those over 80: a form with one question, one shared and two brought materials."""
    item = Item(
        code=ALLOWANCE,
        name="高龄补贴",
        name_en="Allowance for the aged",
        department_kind="civil_affairs",
        deciding_level="DISTRICT",
        kind=Promise.PROMISED,
        place=PlaceRule.RESIDENCE,
        subjects=("person",),
        limits=ItemLimits(_days(20), _days(10), extension=_days(10)),
        supplement=_days(15),
        service_levels=(ServiceLevel("STREET", (ServiceRole.ACCEPT,)),),
        law=("闽民〔2016〕1号",),
        form=(FormField("lives_alone", "是否独居", "Lives alone", FieldKind.FLAG),),
        materials=(
            Material("id_card", "身份证", "Identity card", Obtain.SHARED, "id_card"),
            Material("application", "申请表", "Application form", Obtain.SUBMIT),
            Material("alone", "独居证明", "Proof", Obtain.SUBMIT, when=(Condition("lives_alone", (True,)),)),
        ),
        certificate=Certificate("allowance", "高龄补贴决定", "Allowance decision"),
    )
    return replace(item, **changes)  # type: ignore[arg-type]


def an_instant_item() -> Item:
    """The card for the aged: decided in the visit, under a written delegation."""
    return an_item(
        code=CARD,
        name="老年人优待证",
        name_en="Card for the aged",
        kind=Promise.INSTANT,
        limits=ItemLimits(_days(1), _days(1)),
        form=(),
        materials=(Material("application", "申请表", "Application form", Obtain.SUBMIT),),
        delegation=Delegation("荔民委〔2026〕1号", CIVIL_AFFAIRS, date(2028, 12, 31)),
    )


def _days(amount: int) -> Allowance:
    return Allowance(amount, Unit.WORKING_DAY)


def rubbish() -> IncidentClass:
    limit = Allowance(Decimal("4"), Unit.WORKING_HOUR)
    situation = Situation("1", "一般", "Ordinary", "有暴露垃圾", "垃圾已清理", limit)
    check = Allowance(Decimal("1.5"), Unit.WORKING_HOUR)
    return IncidentClass(
        RUBBISH, "暴露垃圾", "Exposed rubbish", "市容环境", "Appearance", (situation,), check
    )


def a_pipe() -> IncidentClass:
    limit = Allowance(3, Unit.URGENT_HOUR)
    situation = Situation("1", "围护", "Fencing off", "管道破裂", "已围护", limit)
    return IncidentClass(
        PIPE, "供水管道破裂", "Burst water pipe", "突发事件", "Emergencies", (situation,), urgent=True
    )


async def _people(civil: int, upkeep: int) -> dict[str, Reach]:
    posts = {
        "clerk": Post(Role.CLERK, DISTRICT),
        "other clerk": Post(Role.CLERK, DISTRICT),
        "result clerk": Post(Role.RESULT_CLERK, DISTRICT),
        "operator": Post(Role.OPERATOR, DISTRICT),
        "dispatcher": Post(Role.DISPATCHER, DISTRICT),
        "supervisor": Post(Role.SUPERVISOR, DISTRICT),
        "checker": Post(Role.CHECKER, DISTRICT),
        "worker": Post(Role.GRID_WORKER, DISTRICT),
        "handler": Post(Role.HANDLER, department_id=civil),
        "reviewer": Post(Role.REVIEWER, department_id=civil),
        "approver": Post(Role.APPROVER, department_id=civil),
        "upkeep": Post(Role.HANDLER, department_id=upkeep),
        "stranger": Post(Role.CLERK, "350300/350303/"),
    }
    people = {}
    for name, post in posts.items():
        staff_id = await engage(SYSTEM, name.replace(" ", "."), name, NOW)
        await appoint(SYSTEM, Appointment(staff_id, post, NOW), NOW)
        people[name] = await reach_of(staff_id, NOW)
    return people


async def _responsibilities(civil: int, upkeep: int, people: dict[str, Reach]) -> None:
    rows = [
        Responsibility(
            0, MatterScope(kind, Breadth.ANY, ""), "350300/", DepartmentHandler(number, Level.DISTRICT), NOW
        )
        for kind, number in ((CaseKind.APPLICATION, civil), (CaseKind.INCIDENT, upkeep))
    ]
    draft = await begin_draft(SYSTEM, "a test", NOW, empty=True)
    await add_rows(SYSTEM, draft.id, rows)
    worker, checker = int(people["worker"].who), int(people["checker"].who)
    for staff_id, rank in ((worker, Rank.PRIMARY), (checker, Rank.BACKUP)):
        await give_duty(SYSTEM, NewDuty(DISTRICT, staff_id, rank, NOW), NOW)
    cells = [shape for shape in grid.small_map() if shape.level is Level.CELL]
    matters = (
        *(Matter(CaseKind.APPLICATION, code) for code in (ALLOWANCE, CARD)),
        *(Matter(CaseKind.INCIDENT, code) for code in (RUBBISH, PIPE)),
    )
    places = tuple(Place(f"{DISTRICT}350304001/{c.code[:12]}/{c.code[:12]}G01/{c.code}/") for c in cells)
    living = Living(frozenset({civil, upkeep}), frozenset({worker, checker}), frozenset({DISTRICT}))
    await publish(SYSTEM, draft.id, Ground(matters, places, living), NOW)


def a_person(name: str = "陈测试", number: str = "999999199001010016") -> NewSubject:
    return NewSubject(SubjectKind.PERSON, name, number, NumberKind.RESIDENT_ID, "13800000000")


def an_application(**changes: object) -> NewCase:
    new = NewCase(
        CaseKind.APPLICATION,
        ALLOWANCE,
        Channel.WINDOW,
        Where(area_code="350304001001001"),
        subject=a_person(),
        texts={"description": "家中老人年满八十"},
        answers={"lives_alone": False},
        materials=(GivenMaterial("application"),),
    )
    return replace(new, **changes)  # type: ignore[arg-type]


def an_incident(**changes: object) -> NewCase:
    new = NewCase(
        CaseKind.INCIDENT,
        RUBBISH,
        Channel.FIELD,
        Where(grid.at(1.5, 1.5)),
        texts={"description": "路边有一堆垃圾"},
    )
    return replace(new, **changes)  # type: ignore[arg-type]
