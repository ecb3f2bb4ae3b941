"""What each act does to the tasks of a case: opened, signed for, closed, given back, assigned."""

from collections.abc import Callable

from dispatch.rules.application_facts import Refusal
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts, TaskFacts
from dispatch.rules.change import TaskChange, TaskVerb
from dispatch.rules.checks import facts_of, is_mine, need_lead
from dispatch.rules.shared_facts import Assignment, Handler
from dispatch.rules.states import Act, ApplicationState
from dispatch.rules.task_states import STILL_TO_DO, TaskKind, TaskState

Changes = tuple[TaskChange, ...]
WORK = (TaskKind.HANDLE, TaskKind.CO_HANDLE)
SENT = (*WORK, TaskKind.ADMIT, TaskKind.APPROVE)


def task_changes(case: CaseFacts, asked: Asked, ends: bool) -> Changes:
    """The tasks an allowed act changes; an act that `ends` the work takes back whatever is still open."""
    made = _BY_ACT[asked.act](case, asked) if asked.act in _BY_ACT else ()
    if not ends:
        return made
    touched = {one.task_id for one in made}
    return (*made, *(one for one in _cancel(case, *TaskKind) if one.task_id not in touched))


def _open(kind: TaskKind, to: Handler, ruled: bool = False) -> TaskChange:
    return TaskChange(TaskVerb.OPEN, kind, None, to.department_id, to.worker, ruled)


def _set(verb: TaskVerb, task: TaskFacts, worker: str | None = None) -> TaskChange:
    return TaskChange(verb, task.kind, task.id, task.department_id, worker or task.worker, task.ruled)


def _cancel(case: CaseFacts, *kinds: TaskKind) -> Changes:
    return tuple(_set(TaskVerb.CANCEL, task) for task in case.open_tasks(*kinds))


def _mine(case: CaseFacts, asked: Asked, *kinds: TaskKind) -> TaskFacts | None:
    state = {TaskState.OPEN} if asked.act is Act.SIGN_FOR else STILL_TO_DO
    for task in case.open_tasks(*kinds):
        if task.state in state and is_mine(task, asked) and asked.task_id in (None, task.id):
            return task
    return None


def _last(case: CaseFacts, kind: TaskKind) -> Changes:
    done = [task for task in case.tasks if task.kind is kind and task.state is TaskState.DONE]
    return (_set(TaskVerb.REOPEN, done[-1]),) if done else ()


def _closes(*kinds: TaskKind, then: TaskKind | None = None) -> Callable[[CaseFacts, Asked], Changes]:
    """The actor's task is done, and the next step of the same department begins."""

    def changes(case: CaseFacts, asked: Asked) -> Changes:
        task = _mine(case, asked, *kinds)
        if task is None:
            return ()
        closed = _set(TaskVerb.CLOSE, task, asked.actor)
        return (closed,) if then is None else (closed, _open(then, Handler(task.department_id)))

    return changes


def _sends(*, ruled: bool = False, back: TaskVerb | None = None) -> Callable[[CaseFacts, Asked], Changes]:
    """Work goes to a lead and his helpers; what was open is taken back first (`back`: by that verb)."""

    def changes(case: CaseFacts, asked: Asked) -> Changes:
        assignment = facts_of(asked, Assignment)
        old = _given_back(case, asked) if back is TaskVerb.RETURN else _cancel(case, *SENT)
        lead = _open(TaskKind.HANDLE, need_lead(assignment), ruled)
        return (*old, lead, *(_open(TaskKind.CO_HANDLE, one) for one in assignment.others))

    return changes


def _at_once(case: CaseFacts, asked: Asked) -> Changes:
    """The officer on line has the decision before him; nobody else has to handle or review."""
    lead = need_lead(facts_of(asked, Assignment))
    return (*_cancel(case, TaskKind.ADMIT), _open(TaskKind.APPROVE, lead))


def _decided_at_once(case: CaseFacts, asked: Asked) -> Changes:
    return tuple(_set(TaskVerb.CLOSE, task, asked.actor) for task in case.open_tasks(TaskKind.APPROVE))


def _helps(_: CaseFacts, asked: Asked) -> Changes:
    return tuple(_open(TaskKind.CO_HANDLE, one) for one in facts_of(asked, Assignment).others)


def _visits(kind: TaskKind) -> Callable[[CaseFacts, Asked], Changes]:
    def changes(_: CaseFacts, asked: Asked) -> Changes:
        return (_open(kind, need_lead(facts_of(asked, Assignment))),)

    return changes


def _given_back(case: CaseFacts, _: Asked) -> Changes:
    lead = tuple(_set(TaskVerb.RETURN, task) for task in case.open_tasks(TaskKind.HANDLE))
    return (*lead, *_cancel(case, TaskKind.CO_HANDLE))


def _signed(case: CaseFacts, asked: Asked) -> Changes:
    task = _mine(case, asked, *WORK)
    return () if task is None else (_set(TaskVerb.SIGN, task, asked.actor),)


def _sent_back(case: CaseFacts, asked: Asked) -> Changes:
    in_review = case.state is ApplicationState.IN_REVIEW
    step, before = (TaskKind.REVIEW, TaskKind.HANDLE) if in_review else (TaskKind.APPROVE, TaskKind.REVIEW)
    task = _mine(case, asked, step)
    returned = () if task is None else (_set(TaskVerb.RETURN, task),)
    return (*returned, *_last(case, before))


def _proposed(_: CaseFacts, asked: Asked) -> Changes:
    return (_open(TaskKind.ADMIT, Handler(facts_of(asked, Refusal).department_id)),)


def _assigned(case: CaseFacts, asked: Asked) -> Changes:
    to = need_lead(facts_of(asked, Assignment))
    return tuple(
        TaskChange(TaskVerb.ASSIGN, task.kind, task.id, to.department_id or task.department_id, to.worker)
        for task in case.tasks
        if task.id == asked.task_id
    )


def _deemed(case: CaseFacts, asked: Asked) -> Changes:
    """Work the law accepts goes to its lead, or waits open for a dispatcher where nobody is known for it."""
    if isinstance(asked.facts, Assignment) and asked.facts.lead is not None:
        return _sends()(case, asked)
    return (*_cancel(case, TaskKind.ADMIT), _open(TaskKind.HANDLE, Handler()))


_BY_ACT: dict[Act, Callable[[CaseFacts, Asked], Changes]] = {
    Act.PROPOSE_REFUSAL: _proposed,
    Act.ACCEPT: _sends(),
    Act.DEEM_ACCEPTED: _deemed,
    Act.ACCEPT_INSTANT: _at_once,
    Act.NOTIFY_SUPPLEMENT: lambda case, _: _cancel(case, TaskKind.ADMIT),
    Act.REFUSE: _closes(TaskKind.ADMIT),
    Act.SPLIT: _helps,
    Act.SIGN_FOR: _signed,
    Act.HANDLE: _closes(TaskKind.HANDLE, then=TaskKind.REVIEW),
    Act.REVIEW: _closes(TaskKind.REVIEW, then=TaskKind.APPROVE),
    Act.SEND_BACK: _sent_back,
    Act.GRANT: _closes(TaskKind.APPROVE),
    Act.DENY: _closes(TaskKind.APPROVE),
    Act.GRANT_INSTANT: _decided_at_once,
    Act.DENY_INSTANT: _decided_at_once,
    Act.FORWARD_UP: _closes(TaskKind.HANDLE),
    Act.SETTLE: lambda _case, _asked: (_open(TaskKind.RESULT, Handler()),),
    Act.DELIVER: lambda case, asked: tuple(
        _set(TaskVerb.CLOSE, task, asked.actor) for task in case.open_tasks(TaskKind.RESULT)
    ),
    Act.TRANSFER: _sends(),
    Act.START_VERIFY: _visits(TaskKind.VERIFY),
    Act.VERIFY: _closes(TaskKind.VERIFY),
    Act.SELF_HANDLE: _closes(TaskKind.VERIFY),
    Act.DISPATCH: _sends(),
    Act.RULE: _sends(ruled=True, back=TaskVerb.RETURN),
    Act.CO_HANDLE: _helps,
    Act.CO_FEEDBACK: _closes(TaskKind.CO_HANDLE),
    Act.FEEDBACK: _closes(TaskKind.HANDLE),
    Act.GRANT_RETURN: _given_back,
    Act.START_CHECK: _visits(TaskKind.CHECK),
    Act.CHECK: _closes(TaskKind.CHECK),
    Act.ORDER_REWORK: lambda case, _: _last(case, TaskKind.HANDLE),
    Act.ASSIGN: _assigned,
}
