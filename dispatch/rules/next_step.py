"""What comes next of a task on the spot: the one act before all others that are allowed."""

from dispatch.rules.states import Act, ApplicationState, IncidentState, State
from dispatch.rules.task_states import TaskKind, TaskState

_VISITS = {
    TaskKind.VERIFY: (IncidentState.VERIFYING, Act.VERIFY),
    TaskKind.CHECK: (IncidentState.CHECKING, Act.CHECK),
}
_WORK = {TaskKind.HANDLE: Act.FEEDBACK, TaskKind.CO_HANDLE: Act.CO_FEEDBACK}
_AT_WORK = (IncidentState.HANDLING, IncidentState.REWORK)


def next_step(kind: TaskKind, task: TaskState, case: State, *, arrived: bool) -> Act | None:
    """The act that moves a task of one's own on; None while others have to act first.

    Work is signed for, then reached, then told of; a visit asked of somebody is his without a signature.
    """
    if kind in _VISITS:
        during, told = _VISITS[kind]
        return _there(told, arrived=arrived) if case is during else None
    if isinstance(case, ApplicationState) or kind not in _WORK:
        return None
    if task is TaskState.OPEN:
        return Act.SIGN_FOR if case in (IncidentState.DISPATCHED, IncidentState.HANDLING) else None
    return _there(_WORK[kind], arrived=arrived) if case in _AT_WORK else None


def _there(told: Act, *, arrived: bool) -> Act:
    return told if arrived else Act.ARRIVE
