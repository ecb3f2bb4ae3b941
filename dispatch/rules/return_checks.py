"""What must hold before a task is given back, put off or set aside."""

from dispatch.errors import BouncedBack, FactMissing, NeedsArbiter, ReturnNotOpen
from dispatch.rules.application_facts import Extension
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.checks import Check, facts_of, my_signed_task, my_task, need_lead, need_text, worded
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.incident_facts import Return, ReturnReason, Until
from dispatch.rules.past_facts import ReturnFacts
from dispatch.rules.shared_facts import Assignment, Handler
from dispatch.rules.side_checks import due_of
from dispatch.rules.states import Act
from dispatch.rules.task_states import TaskKind
from reach import Role


def last_returner(case: CaseFacts) -> ReturnFacts | None:
    """The last return that was granted, whose handler is free of the case."""
    return next((one for one in reversed(case.past.returns) if one.granted), None)


def not_straight_back(case: CaseFacts, to: Handler) -> None:
    """Raises BouncedBack when work just given back would go to the same handler again."""
    last = last_returner(case)
    if last is not None and _same(last.department_id, last.worker, to):
        raise BouncedBack("the handler has just given this back; an arbiter can rule otherwise")


def _same(department_id: int | None, worker: str | None, to: Handler) -> bool:
    """A department stays the same handler whichever of its people signs."""
    return worker == to.worker if to.department_id is None else department_id == to.department_id


def _request(case: CaseFacts, asked: Asked) -> None:
    facts = facts_of(asked, Return)
    need_text(facts.text)
    task = my_task(case, asked, TaskKind.HANDLE)
    if task.ruled:
        raise ReturnNotOpen("an arbiter gave this task")
    refused = [one for one in case.past.returns if one.task_id == task.id and one.granted is False]
    if any(one.reason == facts.reason for one in refused):
        raise ReturnNotOpen("the same reason was refused before")
    last = last_returner(case)
    if (
        facts.reason is ReturnReason.WRONG_DEPARTMENT
        and last is not None
        and facts.suggested_department is not None
        and facts.suggested_department == last.department_id
    ):
        raise BouncedBack("it came from there; who answers for it is unclear_duty and needs a ruling")


def _answer(case: CaseFacts, asked: Asked) -> None:
    if case.past.return_escalated and not asked.roles & {Role.SUPERVISOR, Role.LEADER}:
        raise NeedsArbiter("the third return goes to an arbiter")


def _rule(case: CaseFacts, asked: Asked) -> None:
    assignment = facts_of(asked, Assignment)
    lead = need_lead(assignment)
    need_text(assignment.reason, "reason")
    if any(_same(task.department_id, task.worker, lead) for task in case.open_tasks(TaskKind.HANDLE)):
        raise FactMissing("lead", "has the task already; refuse the return to leave it there")


def _request_extension(case: CaseFacts, asked: Asked) -> None:
    extension = facts_of(asked, Extension)
    need_text(extension.reason, "reason")
    if extension.amount < 1:
        raise FactMissing("amount", "is not positive")
    my_signed_task(case, asked, TaskKind.HANDLE)
    due_of(case, ClockKind.HANDLING, asked)


def _grant_extension(case: CaseFacts, asked: Asked) -> None:
    if facts_of(asked, Extension).amount < 1:
        raise FactMissing("amount", "is not positive")
    if case.past.extensions_granted and Role.LEADER not in asked.roles:
        raise NeedsArbiter("a second extension is the leader's to give")


def _set_aside(_: CaseFacts, asked: Asked) -> None:
    until = facts_of(asked, Until)
    need_text(until.cause, "cause")
    if until.until <= asked.now:
        raise FactMissing("until", "is over already")


RETURN_CHECKS: dict[Act, tuple[Check, ...]] = {
    Act.REQUEST_RETURN: (_request,),
    Act.GRANT_RETURN: (_answer,),
    Act.REFUSE_RETURN: (_answer, worded),
    Act.RULE: (_rule,),
    Act.REQUEST_EXTENSION: (_request_extension,),
    Act.GRANT_EXTENSION: (_grant_extension,),
    Act.REFUSE_EXTENSION: (worded,),
    Act.SUSPEND: (_set_aside,),
    Act.PEND: (_set_aside,),
}
