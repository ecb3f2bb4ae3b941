"""What the fields of an act's form offer over one case: who can be chosen, what stands there at first."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from desk.new_case import MaterialLine
from desk.pages import act_people as people
from desk.pages import wording
from desk.pages.act_fields import ActField, Control
from desk.pages.act_materials import MaterialOffer, asked_for, brought
from desk.pages.act_people import Group
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from dispatch.cases import Known
from dispatch.field_work import WALKING
from dispatch.rules.states import Act, ApplicationState, ResultCode
from dispatch.rules.task_states import TaskKind
from reach import Reach, Role
from registry.incident_classes import published_classes


@dataclass(frozen=True, slots=True)
class Standing:
    """What offers are made from: the case, who looks (`now` in UTC), materials, masked names by id."""

    known: Known
    reach: Reach
    now: datetime
    lines: Mapping[str, MaterialLine] = field(default_factory=dict)
    subjects: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """A field as it is shown: choices in groups, materials, and what stands in it at first."""

    field: ActField
    groups: tuple[Group, ...] = ()
    materials: tuple[MaterialOffer, ...] = ()
    value: str = ""

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """All choices without their groups."""
        return tuple(option for group in self.groups for option in group.options)


_Maker = Callable[[ActField, Standing], Awaitable[tuple[Group, ...]]]

# Of these somebody may have several at once, and says which is meant.
_ABOUT_A_TASK = frozenset({Act.SIGN_FOR, Act.CO_FEEDBACK, Act.REQUEST_RETURN})
_TASK = ActField("task_id", N_("哪一项任务"), Control.TASK, usual=N_("我的任务"))


def fields_over(act: Act, fields: Sequence[ActField], known: Known) -> tuple[ActField, ...]:
    """The fields of an act over a case, with the task where several are open."""
    several = len(known.facts.open_tasks(*TaskKind)) > 1
    return (*fields, _TASK) if act in _ABOUT_A_TASK and several else tuple(fields)


async def offers(act: Act, fields: Sequence[ActField], standing: Standing) -> list[Offer]:
    """Every field with what it offers; what two fields offer alike is asked for once."""
    made: dict[_Maker, tuple[Group, ...]] = {}
    return [await _offer(act, one, standing, made) for one in fields]


async def _offer(act: Act, one: ActField, standing: Standing, made: dict[_Maker, tuple[Group, ...]]) -> Offer:
    maker = _MAKERS.get(one.control, _nothing)
    if maker is _fixed or maker not in made:
        made[maker] = await maker(one, standing)
    groups = made[maker]
    if one.control is Control.ASKED:
        return Offer(one, materials=asked_for(standing.known, standing.lines))
    if one.control is Control.BROUGHT:
        return Offer(one, materials=brought(standing.known, standing.lines))
    if one.control in _WITH_EMPTY and (one.usual or one.required):
        # Nothing is chosen beforehand where nothing is usual: somebody decides.
        groups = (Group("", (("", _(one.usual) if one.usual else _("请选择")),)), *groups)
    return Offer(one, groups, value=_at_first(act, one, groups, standing))


_WITH_EMPTY = frozenset(
    {
        Control.CHOICE, Control.CODE, Control.DEPARTMENT, Control.SUCCESSOR, Control.APPROVER, Control.LEAD,
        Control.VISITOR, Control.COLLEAGUE, Control.BODY, Control.SUBJECT, Control.ORDER, Control.TASK,
        Control.CLASS,
    }
)  # fmt: skip


def _at_first(act: Act, one: ActField, groups: Sequence[Group], standing: Standing) -> str:
    known = standing.known
    if one.initial:
        return _(one.initial)
    if act is Act.SETTLE and one.control is Control.CODE:
        granted = known.facts.state is ApplicationState.DECIDED_GRANT
        code = ResultCode.CERTIFICATE if granted and known.facts.matter.certificate else ResultCode.OTHER
        return str(code.value)
    if act is Act.GRANT_EXTENSION and one.control is Control.AMOUNT:
        return str(known.facts.past.extension_asked_days or "")
    if one.control is Control.CLASS:
        return f"{known.terms.class_code}/{known.terms.situation}"
    only = [value for group in groups for value, _label in group.options if value]
    return only[0] if one.required and len(only) == 1 else ""


async def _nothing(_one: ActField, _standing: Standing) -> tuple[Group, ...]:
    return ()


async def _fixed(one: ActField, _standing: Standing) -> tuple[Group, ...]:
    return (Group("", tuple(_choice(choice) for choice in one.choices)),)


def _choice(choice: Enum | tuple[str, str]) -> tuple[str, str]:
    if isinstance(choice, Enum):
        return str(choice.value), wording.said(choice)
    return choice[0], _(choice[1])


async def _departments(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    return await people.departments(standing.known.case, "")


async def _handlers(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    case = standing.known.case
    workers = await people.workers(standing.known, frozenset({Role.GRID_WORKER}), standing.now)
    return (*await people.departments(case, "d:"), *workers)


async def _visitors(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    return await people.workers(standing.known, WALKING, standing.now)


async def _colleagues(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    return await people.colleagues_over(standing.known, standing.now)


async def _successors(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    return await people.successors(standing.known, standing.now)


async def _approvers(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    return await people.approvers(standing.known, standing.reach, standing.now)


async def _bodies(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    return await people.deciding_bodies(standing.known, standing.reach, standing.now)


async def _subjects(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    return (Group("", tuple((str(number), name) for number, name in standing.subjects.items())),)


async def _orders(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    orders = standing.known.facts.past.open_orders
    options = tuple(
        (str(order.id), _("第 %(number)s 条督办") % {"number": place})
        for place, order in enumerate(orders, 1)
    )
    return (Group("", options),)


async def _tasks(_one: ActField, standing: Standing) -> tuple[Group, ...]:
    return await people.open_tasks(standing.known)


async def _classes(_one: ActField, _standing: Standing) -> tuple[Group, ...]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for version in await published_classes():
        of = version.incident_class
        name = wording.spoken((of.name, of.name_en))
        for situation in of.situations:
            said = wording.spoken((situation.name, situation.name_en))
            label = f"{name} · {said}" if len(of.situations) > 1 else name
            groups.setdefault(wording.spoken((of.major, of.major_en)), []).append(
                (f"{of.code}/{situation.code}", label)
            )
    return tuple(Group(name, tuple(options)) for name, options in groups.items())


_MAKERS: dict[Control, _Maker] = {
    Control.CHOICE: _fixed,
    Control.CODE: _fixed,
    Control.DEPARTMENT: _departments,
    Control.LEAD: _handlers,
    Control.HELPERS: _handlers,
    Control.VISITOR: _visitors,
    Control.COLLEAGUE: _colleagues,
    Control.SUCCESSOR: _successors,
    Control.APPROVER: _approvers,
    Control.BODY: _bodies,
    Control.SUBJECT: _subjects,
    Control.ORDER: _orders,
    Control.TASK: _tasks,
    Control.CLASS: _classes,
}
