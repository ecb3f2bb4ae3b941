"""Who can be chosen in the form of an act: departments near the case, people with posts over it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from desk.pages import names, wording
from desk.pages.translations import gettext as _
from dispatch.case_store import Case, Task
from dispatch.cases import Known, standpoint_over
from dispatch.field_work import WALKING
from dispatch.rules.side_moves import ANSWERING, WORKING
from dispatch.rules.task_states import GIVEN_UP, STILL_TO_DO, TaskKind, TaskState
from reach import Reach, Role
from registry.colleagues import Colleague, colleagues
from registry.departments import Department


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under a heading, as (value, text); without one they stand by themselves.

    `people`: the texts hold names of people, which are the same in every language.
    """

    label: str
    options: tuple[tuple[str, str], ...]
    people: bool = False

    def holds(self, values: Collection[str]) -> bool:
        """Whether one of the values is a choice of this group."""
        return any(value in values for value, _text in self.options)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a task: the department, the person in it, or both; empty where nobody is named yet."""

    office: str
    person: str

    def __bool__(self) -> bool:
        return bool(self.office or self.person)

    def __str__(self) -> str:
        return " · ".join(name for name in (self.office, self.person) if name)


def _groups(*groups: tuple[str, Iterable[tuple[str, str]]], people: bool = False) -> tuple[Group, ...]:
    made = (Group(label, tuple(options), people) for label, options in groups)
    return tuple(group for group in made if group.options)


async def departments(case: Case, prefix: str) -> tuple[Group, ...]:
    """Open departments, those that answer for the place of the case first; values begin with `prefix`."""
    found = await names.offices()
    near = [one for one in found if case.area_path.startswith(one.area_path)]
    near.sort(key=lambda one: -len(one.area_path))
    away = [one for one in found if one not in near]
    return _groups(
        (_("本地部门"), _named(near, prefix)),
        (_("其他地方的部门"), _named(away, prefix)),
    )


def _named(found: Iterable[Department], prefix: str) -> Iterable[tuple[str, str]]:
    return ((f"{prefix}{one.id}", wording.spoken((one.name, one.name_en))) for one in found)


async def workers(known: Known, roles: Collection[Role], now: datetime) -> tuple[Group, ...]:
    """Those who walk the place of the case."""
    found = await colleagues(roles, known.case.area_path, (), now)
    return _groups((_("人员"), await _people(found, "s:")), people=True)


async def colleagues_over(known: Known, now: datetime) -> tuple[Group, ...]:
    """Everybody who could do a task of the case: in its departments, or on the spot."""
    having = _departments_of(known)
    found = await colleagues(WORKING, known.case.area_path, having, now)
    own = [one for one in found if one.department_id is not None]
    around = [one for one in found if one.department_id is None and one.role in WALKING]
    return _groups(
        (_("承办部门的人员"), await _people(own, "s:")),
        (_("现场人员"), await _people(around, "s:")),
        people=True,
    )


async def successors(known: Known, now: datetime) -> tuple[Group, ...]:
    """Who could answer for the case to those it is about."""
    found = await colleagues(ANSWERING, known.case.area_path, _departments_of(known), now)
    others = [one for one in found if one.id != known.case.first_responder]
    return _groups(("", await _people(others, "")), people=True)


async def approvers(known: Known, reach: Reach, now: datetime) -> tuple[Group, ...]:
    """Approvers of the department that asks."""
    asking = standpoint_over(reach, known).departments or _departments_of(known)
    found = await colleagues({Role.APPROVER}, known.case.area_path, asking, now)
    others = [one for one in found if f"staff:{one.id}" != reach.actor]
    return _groups(("", await _people(others, "")), people=True)


async def deciding_bodies(known: Known, reach: Reach, now: datetime) -> tuple[Group, ...]:
    """The body somebody speaks for: an approver his own, a window the one that delegated the item to it."""
    over, delegated = standpoint_over(reach, known), known.facts.matter.delegated_at(now)
    own = over.departments if Role.APPROVER in over.roles else frozenset()
    ids = sorted(own or ({delegated} if delegated is not None else ()))
    called = await names.departments(ids)
    return _groups(("", ((str(one), called[one]) for one in ids if one in called)))


async def open_tasks(known: Known) -> tuple[Group, ...]:
    """The tasks somebody still has to do, each with who has it."""
    waiting = [task for task in known.tasks if TaskState(task.state) in STILL_TO_DO]
    who = await holders(waiting)
    texts = ((str(task.id), wording.said(TaskKind(task.kind)), str(who[task.id])) for task in waiting)
    options = ((number, f"{text} · {name}" if name else text) for number, text, name in texts)
    return _groups(("", options), people=True)


async def holders(tasks: Iterable[Task]) -> dict[int, Holder]:
    """Who has each task."""
    tasks = list(tasks)
    staff = await names.staff([number for task in tasks if (number := staff_id(task.worker)) is not None])
    offices = await names.departments(
        [task.department_id for task in tasks if task.department_id is not None]
    )
    return {
        task.id: Holder(offices.get(task.department_id or 0, ""), staff.get(staff_id(task.worker) or 0, ""))
        for task in tasks
    }


def staff_id(actor: str | None) -> int | None:
    """The id in an actor's name, if it is one of the staff."""
    number = (actor or "").removeprefix("staff:")
    return int(number) if actor != number and number.isdigit() else None


def _departments_of(known: Known) -> frozenset[int]:
    kept = (task for task in known.tasks if TaskState(task.state) not in GIVEN_UP)
    return frozenset(task.department_id for task in kept if task.department_id is not None)


async def _people(found: Iterable[Colleague], prefix: str) -> list[tuple[str, str]]:
    """One choice for each person, with the posts that make him one."""
    found = list(found)
    offices = await names.departments({one.department_id for one in found if one.department_id is not None})
    chosen: dict[str, tuple[str, list[str]]] = {}
    for one in found:
        of = f"@{one.department_id}" if prefix and one.department_id is not None else ""
        post = wording.said(one.role)
        office = offices.get(one.department_id or 0)
        chosen.setdefault(f"{prefix}{one.id}{of}", (one.name, []))[1].append(
            f"{office} {post}" if office else post
        )
    return [
        (value, _("%(name)s（%(posts)s）") % {"name": name, "posts": _("、").join(posts)})
        for value, (name, posts) in chosen.items()
    ]
