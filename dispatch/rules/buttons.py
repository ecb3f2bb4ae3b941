"""Which acts a person may do to a case now: the buttons a page shows."""

from collections.abc import Callable

from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.lifecycle import WAYS
from dispatch.rules.states import Act, ApplicationState, ResultCode
from dispatch.rules.task_states import TaskKind
from reach import Role

HANDS_OUT = (ResultCode.CERTIFICATE, ResultCode.OTHER)
LEADING = frozenset({Role.SUPERVISOR, Role.LEADER})


def _no_result(case: CaseFacts) -> bool:
    return case.state is not ApplicationState.SETTLED or case.result_code not in HANDS_OUT


# An act not named here is shown wherever the table has it; these would be refused whatever one fills in.
_SHOWN: dict[Act, Callable[[CaseFacts], bool]] = {
    Act.ACCEPT: lambda case: case.materials_complete,
    Act.ACCEPT_INSTANT: lambda case: case.materials_complete and case.matter.instant,
    Act.LAPSE: lambda case: case.past.lapse_proposed,
    Act.SPLIT: lambda case: case.matter.joint,
    Act.SIGN_FOR: lambda case: not (case.matter.joint and case.state is ApplicationState.ACCEPTED),
    Act.HANDLE: lambda case: not case.open_tasks(TaskKind.CO_HANDLE),
    Act.GRANT: lambda case: not case.past.later_open,
    Act.GRANT_INSTANT: lambda case: case.matter.instant and not case.open_tasks(TaskKind.HANDLE),
    Act.DENY_INSTANT: lambda case: case.matter.instant and not case.open_tasks(TaskKind.HANDLE),
    Act.EXTEND: lambda case: not case.past.extended,
    Act.START_SPECIAL: lambda case: not case.past.later_open,
    Act.SUBMIT_LATER: lambda case: bool(case.past.later_open),
    Act.SETTLE: lambda case: not case.past.open_orders,
    Act.FORWARD_UP: lambda case: not case.past.open_orders,
    Act.MAKE_READY: lambda case: case.result_code in HANDS_OUT,
    Act.ARCHIVE: _no_result,
    Act.FEEDBACK: lambda case: not case.open_tasks(TaskKind.CO_HANDLE),
    Act.CO_FEEDBACK: lambda case: bool(case.open_tasks(TaskKind.CO_HANDLE)),
    Act.ORDER_REWORK: lambda case: not case.self_handled,
    Act.CLOSE: lambda case: not case.past.open_orders,
    Act.DECLINE: lambda case: not case.past.open_orders,
    Act.SUPERVISE: lambda case: not case.ended_without_result,
    Act.ANSWER_SUPERVISION: lambda case: bool(case.past.open_orders),
    Act.CONFIRM_HAND_OVER: lambda case: case.past.hand_over_to is not None,
    Act.REFUSE_HAND_OVER: lambda case: case.past.hand_over_to is not None,
    Act.RATE: lambda case: not case.past.rated,
}


def allowed(case: CaseFacts, roles: frozenset[Role]) -> tuple[Act, ...]:
    """The acts these roles may try now, in the order of the table.

    Everything `advance` would grant is among them; what it refuses whatever is filled in is left out, but
    who did an earlier step, whose task it is and what time it is are only looked at by `advance`.
    """
    return tuple(
        move.act
        for move in WAYS[case.kind][case.state]
        if roles & move.roles
        and (move.act not in _SHOWN or _SHOWN[move.act](case))
        and _answerable(case, move.act, roles)
    )


def _answerable(case: CaseFacts, act: Act, roles: frozenset[Role]) -> bool:
    """The third return is answered by an arbiter."""
    answers = act in (Act.GRANT_RETURN, Act.REFUSE_RETURN)
    return not (answers and case.past.return_escalated and not roles & LEADING)
