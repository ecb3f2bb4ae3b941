"""Lists of a counter: applications that wait for papers or lie ready, found by number, name or last four."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.api.case_lists import found_cases
from desk.pages import names
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.pages.window.people import state_said
from desk.rules.lamps import Limit
from desk.rules.state_words import state_words
from dispatch.case_lists import Wanted
from dispatch.front_desk import DeskCase
from dispatch.rules.states import CaseKind
from reach import Reach
from registry.dossiers import masked_names

MOST = 40
_LOOKED_AT = 200  # of what a question finds, before states are told apart


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One application in words; times are UTC."""

    case_no: str
    matter: str
    applicant: str
    state: str
    opened_at: datetime
    lamp: ShownLamp


async def rows(reach: Reach, cases: Sequence[DeskCase], now: datetime) -> tuple[WaitingRow, ...]:
    """The cases with the names of matters and, masked, of people; lamps are those of `now` (UTC)."""
    zone = (await names.city()).zone
    people = await masked_names(reach, [case.subject_id for case in cases if case.subject_id is not None])
    called = await names.matters(CaseKind.APPLICATION, {case.matter for case in cases})
    return tuple(
        WaitingRow(
            case.case_no, called.get(case.matter, ""), people.get(case.subject_id or 0, ""), state_said(case),
            case.opened_at, shown_lamp(Limit(case.due_at, case.opened_at), now, zone),
        )
        for case in cases
    )  # fmt: skip


async def found(reach: Reach, question: str, states: frozenset[str], now: datetime) -> tuple[WaitingRow, ...]:
    """Open applications in reach a question finds, of these states; raises SearchTooShort."""
    wanted, zone = Wanted(CaseKind.APPLICATION, still_open=True), (await names.city()).zone
    listed = (await found_cases(reach, wanted, [], question, (None, _LOOKED_AT))).cases
    chosen = [one for one in listed if one.state in states][:MOST]
    called = await names.matters(CaseKind.APPLICATION, {one.matter for one in chosen})
    return tuple(
        WaitingRow(
            one.case_no, called.get(one.matter, ""), one.subject or "", _state(one.state), one.opened_at,
            shown_lamp(Limit(one.due_at, one.opened_at), now, zone),
        )
        for one in chosen
    )  # fmt: skip


def _state(state: str) -> str:
    return names.in_language(state_words(CaseKind.APPLICATION, state))
