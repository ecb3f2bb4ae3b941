"""What comes next of a task is always an act the tables allow, and never skips being there."""

import pytest

from dispatch.rules.incident_moves import INCIDENT_MOVES
from dispatch.rules.next_step import next_step
from dispatch.rules.states import Act, ApplicationState, IncidentState
from dispatch.rules.task_states import TaskKind, TaskState

_OPEN = (TaskState.OPEN, TaskState.SIGNED)


@pytest.mark.parametrize("kind", [TaskKind.VERIFY, TaskKind.CHECK, TaskKind.HANDLE, TaskKind.CO_HANDLE])
@pytest.mark.parametrize("state", IncidentState)
def test_the_next_step_is_allowed_in_the_state_of_the_case(kind: TaskKind, state: IncidentState) -> None:
    allowed = {move.act for move in INCIDENT_MOVES if move.before is state}

    steps = {next_step(kind, task, state, arrived=arrived) for task in _OPEN for arrived in (True, False)}

    assert steps - {None} <= allowed


@pytest.mark.parametrize(
    ("kind", "task", "state", "arrived", "step"),
    [
        (TaskKind.HANDLE, TaskState.OPEN, IncidentState.DISPATCHED, False, Act.SIGN_FOR),
        (TaskKind.HANDLE, TaskState.SIGNED, IncidentState.HANDLING, False, Act.ARRIVE),
        (TaskKind.HANDLE, TaskState.SIGNED, IncidentState.HANDLING, True, Act.FEEDBACK),
        (TaskKind.HANDLE, TaskState.SIGNED, IncidentState.REWORK, True, Act.FEEDBACK),
        (TaskKind.CO_HANDLE, TaskState.SIGNED, IncidentState.HANDLING, True, Act.CO_FEEDBACK),
        (TaskKind.VERIFY, TaskState.OPEN, IncidentState.VERIFYING, False, Act.ARRIVE),
        (TaskKind.VERIFY, TaskState.OPEN, IncidentState.VERIFYING, True, Act.VERIFY),
        (TaskKind.CHECK, TaskState.OPEN, IncidentState.CHECKING, True, Act.CHECK),
    ],
)
def test_a_task_goes_from_the_signature_to_the_spot_and_then_is_told_of(
    kind: TaskKind, task: TaskState, state: IncidentState, arrived: bool, step: Act
) -> None:
    assert next_step(kind, task, state, arrived=arrived) is step


@pytest.mark.parametrize(
    "state", [IncidentState.RETURN_REQUESTED, IncidentState.SUSPENDED, IncidentState.EXTENSION_REQUESTED]
)
def test_while_others_decide_there_is_no_next_step(state: IncidentState) -> None:
    assert next_step(TaskKind.HANDLE, TaskState.SIGNED, state, arrived=True) is None


def test_an_application_is_not_decided_on_a_phone() -> None:
    step = next_step(TaskKind.HANDLE, TaskState.SIGNED, ApplicationState.IN_HANDLING, arrived=True)

    assert step is None
