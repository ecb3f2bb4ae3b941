"""The questions several acts ask before they are allowed: is there a text, whose task, is an order open."""

from collections.abc import Callable
from typing import TypeVar

from dispatch.errors import (
    FactMissing,
    NotYourTask,
    OthersStillAtWork,
    SamePersonMayNot,
    SupervisionUnanswered,
)
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts, TaskFacts
from dispatch.rules.shared_facts import Assignment, External, Handler, Worded
from dispatch.rules.task_states import TaskKind, TaskState

Check = Callable[[CaseFacts, Asked], None]
Facts = TypeVar("Facts")


def facts_of(asked: Asked, kind: type[Facts]) -> Facts:
    """The facts of the act, being of the kind the act needs; raises FactMissing."""
    if not isinstance(asked.facts, kind):
        raise FactMissing("facts", f"{asked.act} needs {kind.__name__}")
    return asked.facts


def need_text(text: str, field: str = "text") -> None:
    """Raises FactMissing for a text that says nothing."""
    if not text.strip():
        raise FactMissing(field, "says nothing")


def need_codes(codes: frozenset[str], allowed: frozenset[str], why: str) -> None:
    """Raises FactMissing for an empty list of codes and for codes outside the allowed ones."""
    if not codes:
        raise FactMissing("codes", "the list is empty")
    if not codes <= allowed:
        raise FactMissing("codes", f"{why}: {', '.join(sorted(codes - allowed))}")


def need_lead(assignment: Assignment) -> Handler:
    """The handler the work goes to; raises FactMissing when none is named."""
    lead = assignment.lead
    if lead is None or (lead.department_id is None and lead.worker is None):
        raise FactMissing("lead", "nobody is named")
    return lead


def need_others(assignment: Assignment) -> None:
    """Raises FactMissing when no helper is named, or one that is nobody."""
    if not assignment.others:
        raise FactMissing("others", "nobody is named")
    need_named(assignment.others)


def need_named(handlers: tuple[Handler, ...]) -> None:
    """Raises FactMissing for a handler that is neither a department nor a worker, or named twice."""
    for place, one in enumerate(handlers):
        if one.department_id is None and one.worker is None:
            raise FactMissing(f"others/{place}", "nobody is named")
    if len(set(handlers)) < len(handlers):
        raise FactMissing("others", "somebody is named twice")


def is_mine(task: TaskFacts, asked: Asked) -> bool:
    """Whether the task is the actor's: named to him, or to his department, or to nobody yet."""
    if task.worker is not None:
        return task.worker == asked.actor
    return task.department_id is None or task.department_id in asked.departments


def my_task(
    case: CaseFacts, asked: Asked, *kinds: TaskKind, states: tuple[TaskState, ...] = tuple(TaskState)
) -> TaskFacts:
    """The open task the act is about; raises NotYourTask, or FactMissing when several could be meant."""
    found = [task for task in case.open_tasks(*kinds) if task.state in states and is_mine(task, asked)]
    if asked.task_id is not None:
        found = [task for task in found if task.id == asked.task_id]
    if not found:
        raise NotYourTask(asked.act, asked.task_id)
    if len(found) > 1:
        raise FactMissing("task_id", "several tasks could be meant")
    return found[0]


def my_signed_task(case: CaseFacts, asked: Asked, *kinds: TaskKind) -> TaskFacts:
    """The actor's task that has been signed for; raises NotYourTask."""
    return my_task(case, asked, *kinds, states=(TaskState.SIGNED,))


def need_last(case: CaseFacts, asked: Asked) -> None:
    """The actor's task is the lead's, and every helper is done; raises NotYourTask, OthersStillAtWork."""
    my_signed_task(case, asked, TaskKind.HANDLE)
    if case.open_tasks(TaskKind.CO_HANDLE):
        raise OthersStillAtWork("the lead finishes after everybody who takes part")


def not_by(asked: Asked, did: str, people: frozenset[str]) -> None:
    """Raises SamePersonMayNot when the actor is one of those who did the other step."""
    if asked.actor in people:
        raise SamePersonMayNot(asked.act, did)


def no_open_order(case: CaseFacts, _: Asked) -> None:
    """Raises SupervisionUnanswered while an order of supervision waits for its answer."""
    if case.past.open_orders:
        raise SupervisionUnanswered(f"order {case.past.open_orders[0].id} is unanswered")


def worded(_: CaseFacts, asked: Asked) -> None:
    """The act needs one text."""
    need_text(facts_of(asked, Worded).text)


def body_named(_: CaseFacts, asked: Asked) -> None:
    """The act names the outside body the case goes to and the number the case has there."""
    external = facts_of(asked, External)
    need_text(external.body, "body")
    need_text(external.number, "number")
