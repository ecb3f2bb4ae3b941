"""Lists of a counter: applications that wait for papers or lie ready, found by number, name or last four."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from litestar import Response

from desk.api.case_lists import found_cases
from desk.pages import names
from desk.pages.forms import Form, read_form
from desk.pages.rendering import page
from desk.pages.telling.lamps import ShownLamp, shown_lamp
from desk.pages.translations import gettext as _
from desk.pages.window.keys import AT_COUNTER
from desk.pages.window.people import state_said
from desk.requests import DeskRequest
from desk.rules.lamps import Limit
from desk.rules.state_words import state_words
from dispatch.case_lists import Wanted
from dispatch.front_desk import DeskCase
from dispatch.present import present
from dispatch.rules.states import CaseKind
from reach import Reach
from registry.dossiers import masked_names
from registry.errors import SearchTooShort

_MOST = 40
_LONGEST = 64
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


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter's list: its page, what lies there, and of which states a question may find more."""

    template: str
    lying: Callable[[Reach, int], Awaitable[Sequence[DeskCase]]]
    states: frozenset[str]

    async def waiting(self, request: DeskRequest, done: str) -> Response[str]:
        """What lies here, the most urgent first; `done` is the number of the case just seen to."""
        lying = await self.lying(request.reach, _MOST)
        return await self._page(request, await _rows(request.reach, lying, await present()), Form(), done)

    async def found(self, request: DeskRequest) -> Response[str]:
        """What the question of the form finds; too short a one is told at the field."""
        form = await read_form(request)
        try:
            found = await _found(request.reach, form["q"][:_LONGEST], self.states, await present())
        except SearchTooShort:
            form, found = form.with_errors({"q": (_("请多输入几个字。"),)}), ()
        return await self._page(request, found, form, "")

    async def _page(
        self, request: DeskRequest, waiting: Sequence[WaitingRow], form: Form, done: str
    ) -> Response[str]:
        status = 422 if form.errors else 200
        return await page(
            request, self.template, status=status, waiting=waiting, form=form, done=done, keys=AT_COUNTER
        )


async def _rows(reach: Reach, cases: Sequence[DeskCase], now: datetime) -> tuple[WaitingRow, ...]:
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


async def _found(
    reach: Reach, question: str, states: frozenset[str], now: datetime
) -> tuple[WaitingRow, ...]:
    """Open applications in reach a question finds, of these states; raises SearchTooShort."""
    wanted, zone = Wanted(CaseKind.APPLICATION, still_open=True), (await names.city()).zone
    listed = (await found_cases(reach, wanted, [], question, (None, _LOOKED_AT))).cases
    chosen = [one for one in listed if one.state in states][:_MOST]
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
