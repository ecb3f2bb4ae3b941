"""Turns the clock effects of a row of the tables into changes of this case's clocks, with their moments."""

from datetime import datetime

from dispatch.rules.application_facts import Extension, Materials, Special
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.change import TaskChange, TaskVerb
from dispatch.rules.clock_effects import TASK_CLOCKS, ClockChange, ClockEffect, ClockKind, Verb
from dispatch.rules.incident_facts import Until
from dispatch.rules.moves import Move
from dispatch.rules.shared_facts import Order
from dispatch.rules.states import Act
from dispatch.rules.task_states import TaskKind

RUNS_FROM_ACCEPTANCE = (ClockKind.DECISION, ClockKind.PROMISED)
# Not every matter promises more than the law.
PROMISE_EXTENDED = (ClockEffect(Verb.EXTEND, ClockKind.PROMISED),)
OF_TASKS = {
    ClockKind.SIGN: (TaskKind.HANDLE, TaskKind.CO_HANDLE),
    ClockKind.HANDLING: (TaskKind.HANDLE, TaskKind.CO_HANDLE),
    ClockKind.VERIFY: (TaskKind.VERIFY,),
    ClockKind.CHECK: (TaskKind.CHECK,),
}


def clock_changes(
    case: CaseFacts, asked: Asked, move: Move, tasks: tuple[TaskChange, ...], accepted_at: datetime | None
) -> tuple[ClockChange, ...]:
    """The changes in the order of the row; decision clocks count from `accepted_at`, all others from now.

    A task clock starts on every task the act opens (`task_id` None); everything else happens to the clocks
    of the tasks the act touches, or of all open tasks of the clock's kind where it touches none.
    """
    changes: list[ClockChange] = []
    for effect in move.clocks:
        verb = _verb(case, asked, effect.verb)
        if verb is None or (effect in PROMISE_EXTENDED and ClockKind.PROMISED not in case.due):
            continue
        at = accepted_at if accepted_at is not None and effect.clock in RUNS_FROM_ACCEPTANCE else asked.now
        amount, until = _measure(asked, effect)
        changes += [
            ClockChange(verb, effect.clock, at, task, _order(case, asked), amount, until)
            for task in _tasks(case, effect, tasks)
        ]
    return tuple(changes)


def _verb(case: CaseFacts, asked: Asked, verb: Verb) -> Verb | None:
    if verb is Verb.PAUSE_IF_ITEM_SAYS:
        return Verb.PAUSE if case.matter.later_stops_clock and not case.past.later_open else None
    if verb is Verb.RESUME_IF_PAUSED:
        brought = asked.facts.codes if isinstance(asked.facts, Materials) else frozenset[str]()
        return Verb.RESUME if case.matter.later_stops_clock and case.past.later_open <= brought else None
    return verb


def _order(case: CaseFacts, asked: Asked) -> int | None:
    """An order is known by the seq of the entry that gives it, which is the first the act writes."""
    if asked.act is Act.SUPERVISE:
        return case.last_seq + 1
    return asked.facts.order_id if isinstance(asked.facts, Order) else None


def _measure(asked: Asked, effect: ClockEffect) -> tuple[int | None, datetime | None]:
    match asked.facts:
        case Extension(amount=amount) if effect.verb is Verb.EXTEND:
            return amount, None
        case Special(expected_days=days) if effect.clock is ClockKind.SPECIAL:
            return days, None
        case Until(until=until) if asked.act in (Act.SUSPEND, Act.PEND):
            return None, until
        case Order(due=due):
            return None, due
        case _:
            return None, None


def _tasks(case: CaseFacts, effect: ClockEffect, tasks: tuple[TaskChange, ...]) -> tuple[int | None, ...]:
    """Which tasks' clocks are meant; one None is a clock of the case, or of every task to be opened."""
    if effect.clock is None or effect.clock not in TASK_CLOCKS:
        return (None,)
    kinds = OF_TASKS[effect.clock]
    if effect.verb is Verb.START and any(one.verb is TaskVerb.OPEN for one in tasks):
        return (None,)
    if effect.verb is Verb.EXTEND:
        return tuple(task.id for task in case.open_tasks(TaskKind.HANDLE))
    touched = tuple(one.task_id for one in tasks if one.task_id is not None and one.kind in kinds)
    return touched or tuple(task.id for task in case.open_tasks(*kinds))
