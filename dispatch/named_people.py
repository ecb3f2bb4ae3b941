"""Sees to it that departments and people an act names exist and can do what it gives them."""

from collections.abc import Iterator
from datetime import datetime

from dispatch import cases
from dispatch.cases import Known
from dispatch.errors import FactMissing
from dispatch.rules.application_facts import Refusal, Special
from dispatch.rules.asked import ActFacts
from dispatch.rules.incident_facts import Return
from dispatch.rules.shared_facts import Assignment, Handler, HandOver
from dispatch.rules.side_moves import ANSWERING, WORKING
from dispatch.rules.standpoint import Standpoint, standpoint
from reach import Reach, Role
from registry.departments import open_among
from registry.errors import StaffNotFound
from registry.staff import reach_of

_STAFF = "staff:"


async def check_named(known: Known, facts: ActFacts | None, reach: Reach, now: datetime) -> None:
    """Raises FactMissing at the first field that names somebody who is not there or cannot do it.

    Departments must be open. Workers and successors must work here and hold a post over the case, in the
    department named with them or in one that has the case. Who approves a special procedure is an approver of
    the department that asks for it, and somebody else than the one who asks.
    """
    await _check_departments(facts)
    match facts:
        case Assignment():
            for field, handler in _handlers(facts):
                if handler.worker is not None:
                    there = await _standpoint_of(f"{field}/worker", handler.worker, known, handler, now)
                    _need(there.roles & WORKING, f"{field}/worker", "holds no post with work on this case")
        case HandOver(to=to):
            there = await _standpoint_of("to", f"{_STAFF}{to}", known, Handler(), now)
            _need(there.roles & ANSWERING, "to", "holds no post that could answer for the case")
        case Special(approved_by=approver):
            await _check_approver(approver, known, reach, now)


def _handlers(assignment: Assignment) -> Iterator[tuple[str, Handler]]:
    if assignment.lead is not None:
        yield "lead", assignment.lead
    for place, handler in enumerate(assignment.others):
        yield f"others/{place}", handler


async def _check_departments(facts: ActFacts | None) -> None:
    named: dict[str, int | None] = {}
    match facts:
        case Assignment():
            named = {f"{field}/department_id": one.department_id for field, one in _handlers(facts)}
        case Refusal(department_id=department_id):
            named = {"department_id": department_id}
        case Return(suggested_department=department_id):
            named = {"suggested_department": department_id}
    ids = [department_id for department_id in named.values() if department_id is not None]
    there = await open_among(ids) if ids else frozenset[int]()
    for field, department_id in named.items():
        _need(department_id is None or department_id in there, field, "is no open department")


async def _check_approver(approver: str, known: Known, reach: Reach, now: datetime) -> None:
    _need(approver != reach.actor, "approved_by", "nobody approves what he asks for himself")
    there = await _standpoint_of("approved_by", approver, known, Handler(), now)
    asking = cases.standpoint_over(reach, known).departments
    approving = Role.APPROVER in there.roles and (not asking or asking & there.departments)
    _need(approving, "approved_by", "is no approver of the department that asks for it")


async def _standpoint_of(field: str, actor: str, known: Known, handler: Handler, now: datetime) -> Standpoint:
    """What somebody named holds over the case once the handler's department has it."""
    number = actor.removeprefix(_STAFF)
    _need(
        actor.startswith(_STAFF) and number.isascii() and number.isdigit(), field, "names nobody of the staff"
    )
    try:
        reach = await reach_of(int(number), now)
    except StaffNotFound as error:
        raise FactMissing(field, "nobody of that id works here") from error
    case = known.case
    having = {task.department_id for task in known.tasks} | {handler.department_id}
    departments = frozenset(one for one in having if one is not None)
    return standpoint(reach, case.area_path, case.service_point_id, departments)


def _need(holds: object, field: str, why: str) -> None:
    if not holds:
        raise FactMissing(field, why)
