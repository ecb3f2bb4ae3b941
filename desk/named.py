"""What those are called whom the answer to an intake names, asked together with whatever else is wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.rules.shared_facts import Assignment, Handler
from registry.departments import Department, departments_by
from registry.staff import StaffMember, members_by
from together import Answers, Query, ask_together


@dataclass(frozen=True, slots=True)
class Named:
    """Staff and departments by their ids: the first responder, and everybody who gets the work."""

    people: Mapping[int, StaffMember]
    bodies: Mapping[int, Department]

    def person(self, staff_id: int) -> str:
        """What somebody is called."""
        return self.people[staff_id].display_name if staff_id in self.people else ""


def handlers_of(assignment: Assignment | None) -> tuple[Handler, ...]:
    """Everybody who gets the work, the lead first."""
    if assignment is None or assignment.lead is None:
        return ()
    return (assignment.lead, *assignment.others)


async def named(
    first_responder: int, assignment: Assignment | None, **also: Query[Any]
) -> tuple[Named, Answers]:
    """Those an answer names, in one round trip; `also` is asked with it."""
    handlers = handlers_of(assignment)
    workers = {int(one.worker.removeprefix("staff:")) for one in handlers if one.worker is not None}
    people = members_by(sorted({first_responder, *workers}))
    bodies = departments_by([one.department_id for one in handlers if one.department_id is not None])
    told = await ask_together(people=people, bodies=bodies, **also)
    return Named(told.of(people), told.of(bodies)), told
