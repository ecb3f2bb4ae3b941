"""What must hold before somebody is sent to look, and before what was seen or solved on the spot is taken."""

from dispatch.errors import FactMissing, NotYourTask, SamePersonMayNot
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.checks import (
    Check,
    facts_of,
    my_signed_task,
    my_task,
    need_lead,
    need_text,
    not_by,
)
from dispatch.rules.incident_facts import Done, Visit
from dispatch.rules.shared_facts import Assignment
from dispatch.rules.states import Act, IncidentState
from dispatch.rules.task_states import TaskKind


def _visited(case: CaseFacts, asked: Asked) -> Visit:
    visit = facts_of(asked, Visit)
    if case.matter.photos_required and not visit.photos:
        raise FactMissing("photos", "a visit is shown by a photo")
    return visit


def _start_visit(case: CaseFacts, asked: Asked) -> None:
    lead = need_lead(facts_of(asked, Assignment))
    if asked.act is Act.START_CHECK and lead.worker in case.past.handled_by:
        raise SamePersonMayNot("check", "handled")


def _verify(case: CaseFacts, asked: Asked) -> None:
    _visited(case, asked)
    my_task(case, asked, TaskKind.VERIFY)


def _check(case: CaseFacts, asked: Asked) -> None:
    _visited(case, asked)
    not_by(asked, "handled", case.past.handled_by)
    my_task(case, asked, TaskKind.CHECK)


def _self_handle(case: CaseFacts, asked: Asked) -> None:
    done = facts_of(asked, Done)
    need_text(done.text)
    if not done.before or not done.after:
        raise FactMissing("photos", "self-handled work is shown before and after")
    if case.state is IncidentState.VERIFYING:
        my_task(case, asked, TaskKind.VERIFY)


def _arrive(case: CaseFacts, asked: Asked) -> None:
    """Whoever has work there: a visit asked of him, or work he has signed for."""
    try:
        my_task(case, asked, TaskKind.VERIFY, TaskKind.CHECK)
    except NotYourTask:
        my_signed_task(case, asked, TaskKind.HANDLE, TaskKind.CO_HANDLE)


VISIT_CHECKS: dict[Act, tuple[Check, ...]] = {
    Act.START_VERIFY: (_start_visit,),
    Act.ARRIVE: (_arrive,),
    Act.VERIFY: (_verify,),
    Act.SELF_HANDLE: (_self_handle,),
    Act.START_CHECK: (_start_visit,),
    Act.CHECK: (_check,),
}
