"""Foresees which limits a case will have after its first acts, by the rules that will hold then."""

from collections.abc import Sequence
from dataclasses import replace

from dispatch.rules.asked import Asked
from dispatch.rules.calendar import Calendar
from dispatch.rules.case_facts import CaseFacts, TaskFacts
from dispatch.rules.change import Change, TaskVerb
from dispatch.rules.clock_keeping import Limits, changed
from dispatch.rules.kept_clock import Clock
from dispatch.rules.lifecycle import advance
from dispatch.rules.shared_facts import Opening
from dispatch.rules.task_states import TaskState

Foreseen = tuple[CaseFacts, tuple[Clock, ...]]


def foreseen(case: CaseFacts, steps: Sequence[Asked], limits: Limits, calendar: Calendar) -> Foreseen:
    """A case that is not one yet, and its clocks, after these acts one after the other.

    Tasks and clocks bear numbers of their own, since nothing is stored. Raises what `advance` raises.
    """
    clocks: tuple[Clock, ...] = ()
    for asked in steps:
        change = advance(case, asked)
        opened = _opened(case, change)
        case = _after(case, asked, change, opened)
        differing = changed(clocks, change.clocks, [task.id for task in opened], limits, calendar)
        clocks = _merged(clocks, differing)
    return case, clocks


def _opened(case: CaseFacts, change: Change) -> tuple[TaskFacts, ...]:
    opening = [one for one in change.tasks if one.verb is TaskVerb.OPEN]
    return tuple(
        TaskFacts(len(case.tasks) + place, one.kind, TaskState.OPEN, one.department_id, one.worker, one.ruled)
        for place, one in enumerate(opening, 1)
    )


def _after(case: CaseFacts, asked: Asked, change: Change, opened: tuple[TaskFacts, ...]) -> CaseFacts:
    case = replace(case, state=change.state, version=change.version, tasks=(*case.tasks, *opened))
    if not isinstance(asked.facts, Opening):
        return case
    values = asked.facts.values
    return replace(
        case,
        first_responder=asked.facts.first_responder,
        received_at=asked.now,
        urgent=values.urgent is True,
        from_public=values.from_public is True,
        materials_complete=values.materials_complete is True,
    )


def _merged(clocks: tuple[Clock, ...], differing: tuple[Clock, ...]) -> tuple[Clock, ...]:
    """Those that are new get the next numbers, the others take the place of what they were."""
    altered: dict[int | None, Clock] = {clock.id: clock for clock in differing if clock.id is not None}
    new = [clock for clock in differing if clock.id is None]
    kept = [altered.get(clock.id, clock) for clock in clocks]
    return (*kept, *(replace(clock, id=len(clocks) + place) for place, clock in enumerate(new, 1)))
