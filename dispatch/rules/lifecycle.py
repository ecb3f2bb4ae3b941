"""The life of a case: which act leads where, for whom, and what it changes."""

from datetime import datetime

import msgspec

from dispatch.errors import ActNotAllowed, RoleMayNot
from dispatch.rules.acceptance_checks import too_late_to_tell
from dispatch.rules.application_checks import APPLICATION_CHECKS
from dispatch.rules.application_facts import Settlement
from dispatch.rules.application_moves import APPLICATION_MOVES
from dispatch.rules.asked import Asked
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.change import Card, CaseValues, Change, Counts
from dispatch.rules.checks import Check
from dispatch.rules.clock_changes import clock_changes
from dispatch.rules.clock_effects import Verb
from dispatch.rules.incident_checks import INCIDENT_CHECKS
from dispatch.rules.incident_moves import INCIDENT_MOVES
from dispatch.rules.moves import Move
from dispatch.rules.shared_facts import Opening, Voiding
from dispatch.rules.side_checks import SIDE_CHECKS
from dispatch.rules.states import Act, ApplicationState, CaseKind, IncidentState, ResultCode, State
from dispatch.rules.task_changes import task_changes

MOVES: dict[CaseKind, dict[tuple[State, Act], Move]] = {
    CaseKind.APPLICATION: {(move.before, move.act): move for move in APPLICATION_MOVES},
    CaseKind.INCIDENT: {(move.before, move.act): move for move in INCIDENT_MOVES},
}
# The rows that lead out of each state, in the order of the table.
WAYS: dict[CaseKind, dict[State, tuple[Move, ...]]] = {
    kind: {
        before: tuple(move for move in moves.values() if move.before == before)
        for before in {state for state, _ in moves}
    }
    for kind, moves in MOVES.items()
}
CHECKS: dict[CaseKind, dict[Act, tuple[Check, ...]]] = {
    CaseKind.APPLICATION: SIDE_CHECKS | APPLICATION_CHECKS,
    CaseKind.INCIDENT: SIDE_CHECKS | INCIDENT_CHECKS,
}
DETOURS = frozenset(
    {
        ApplicationState.SPECIAL_PROCEDURE,
        IncidentState.RETURN_REQUESTED,
        IncidentState.EXTENSION_REQUESTED,
        IncidentState.SUSPENDED,
        IncidentState.PENDED,
        IncidentState.CHECKING,
    }
)
CLOSED = frozenset(
    {
        ApplicationState.NOT_ACCEPTED,
        ApplicationState.DELIVERED,
        ApplicationState.WITHDRAWN,
        ApplicationState.VOIDED,
        IncidentState.DECLINED,
        IncidentState.CLOSED,
        IncidentState.VOIDED,
    }
)
ACCEPTING = (Act.ACCEPT, Act.ACCEPT_INSTANT, Act.DEEM_ACCEPTED)
DECIDING = (Act.GRANT, Act.DENY, Act.GRANT_INSTANT, Act.DENY_INSTANT)


def advance(case: CaseFacts, asked: Asked) -> Change:
    """What the act changes, if it is allowed.

    Raises ActNotAllowed for an act the state does not know, RoleMayNot for want of a role, and another
    ActRefused where the facts speak against it.
    """
    move = MOVES[case.kind].get((case.state, asked.act))
    if move is None:
        raise ActNotAllowed(case.state, asked.act)
    if not asked.roles & move.roles:
        raise RoleMayNot(asked.act, tuple(sorted(asked.roles)))
    for check in CHECKS[case.kind].get(asked.act, ()):
        check(case, asked)
    return _change(case, asked, move)


def _change(case: CaseFacts, asked: Asked, move: Move) -> Change:
    after = _after(case, move)
    accepted_at = _accepted_at(case, asked) if asked.act in ACCEPTING else None
    ends = any(effect.verb is Verb.STOP_ALL for effect in move.clocks)
    tasks = task_changes(case, asked, ends)
    return Change(
        act=asked.act,
        before=case.state,
        state=after,
        version=case.version + (move.version is Counts.ACT),
        counts=move.version,
        clocks=clock_changes(case, asked, move, tasks, accepted_at),
        tasks=tasks,
        sets=_values(case, asked, after, accepted_at),
        card=_card(case, asked),
        escalated=asked.act is Act.REQUEST_RETURN and len(case.past.returns) >= 2,
    )


def _after(case: CaseFacts, move: Move) -> State:
    if move.after is not None:
        return move.after
    if case.back_to is None:
        raise ActNotAllowed(case.state, move.act)
    return case.back_to


def _accepted_at(case: CaseFacts, asked: Asked) -> datetime:
    """The day the law lets an acceptance count from (行政许可法 §32).

    Not told in time: the day the materials were received. Completed by a supplement: the day of completion.
    """
    completed = case.past.rounds[-1].answered_at if case.past.rounds else None
    if completed is not None:
        return completed
    late = asked.act is Act.DEEM_ACCEPTED or too_late_to_tell(case, asked)
    return case.received_at if late and case.received_at is not None else asked.now


def _card(case: CaseFacts, asked: Asked) -> Card | None:
    if asked.act in ACCEPTING and (asked.act is Act.DEEM_ACCEPTED or too_late_to_tell(case, asked)):
        return Card.RED
    if asked.act is Act.NOTIFY_SUPPLEMENT and case.past.rounds:
        return Card.YELLOW
    return None


def _values(case: CaseFacts, asked: Asked, after: State, accepted_at: datetime | None) -> CaseValues:
    """The values of the row that change; the caller writes them, and `fold` reads them from the entry."""
    sets = CaseValues()
    if isinstance(asked.facts, Opening) and case.version == 0:
        sets = msgspec.structs.replace(
            asked.facts.values,
            kind=case.kind.value,
            first_responder=asked.facts.first_responder,
            opened_at=asked.now,
        )
    values: dict[str, object] = {}
    if after in DETOURS and after != case.state:
        values["back_to"] = case.state.value
    if asked.act in (Act.RECEIVE, Act.REPORT):
        values["received_at"] = asked.now
    if asked.act in (Act.NOTIFY_SUPPLEMENT, Act.FAIL_PRE_REVIEW, Act.SUPPLEMENT):
        # A supplement is taken only whole, and whoever asks lists everything at once.
        values["materials_complete"] = asked.act is Act.SUPPLEMENT
    if accepted_at is not None:
        values["accepted_at"] = accepted_at
    if asked.act in DECIDING:
        values["decided_at"] = asked.now
    if asked.act is Act.CONFIRM_HAND_OVER:
        values["first_responder"] = case.past.hand_over_to
    code = _result_code(asked)
    if code is not None:
        values["result_code"] = code.value
    if after is ApplicationState.SETTLED and case.state is not after:
        values["settled_at"] = asked.now
    without_result = code in (ResultCode.LAPSED, ResultCode.FORWARDED_UP)
    if without_result or (after in CLOSED and after != case.state):
        values["closed_at"] = asked.now
    return msgspec.structs.replace(sets, **values)


def _result_code(asked: Asked) -> ResultCode | None:
    match asked.act, asked.facts:
        case Act.SETTLE, Settlement(code=code):
            return code
        case Act.VOID, Voiding(code=code):
            return code
        case Act.LAPSE, _:
            return ResultCode.LAPSED
        case Act.FORWARD_UP, _:
            return ResultCode.FORWARDED_UP
        case _:
            return None
