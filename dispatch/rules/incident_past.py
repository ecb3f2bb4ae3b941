"""What entries about an incident add to its past."""

from dataclasses import replace

from dispatch.rules.entry_data import AmountData, EntryData
from dispatch.rules.entry_kinds import EntryKind as K
from dispatch.rules.incident_data import FollowUpData, ReturnData, VisitData
from dispatch.rules.journal import EntryLike
from dispatch.rules.past_facts import PastFacts, ReturnFacts
from dispatch.rules.past_step import Step, handled


def _fed_back(past: PastFacts, entry: EntryLike, data: EntryData) -> PastFacts:
    # New work needs a new look and a new answer.
    return replace(handled(past, entry, data), check_agrees=None, satisfied=None, at_fault=False)


def _closed(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, closed_by=entry.actor)


def _extension_asked(past: PastFacts, _: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, AmountData)
    return replace(past, extension_asked_days=data.amount)


def _extension_granted(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, extension_asked_days=None, extensions_granted=past.extensions_granted + 1)


def _extension_refused(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, extension_asked_days=None)


def _return_requested(past: PastFacts, _: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, ReturnData)
    asked = ReturnFacts(data.returned_task, data.department_id, data.worker, data.reason)
    return replace(past, returns=(*past.returns, asked))


def _return_answered(granted: bool) -> Step:
    def step(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
        return replace(past, returns=(*past.returns[:-1], replace(past.returns[-1], granted=granted)))

    return step


def _verify_started(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, verified=None)


def _verified(past: PastFacts, _: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, VisitData)
    return replace(past, verified=data.agrees)


def _check_started(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, check_drawn=True, check_agrees=None)


def _checked(past: PastFacts, _: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, VisitData)
    return replace(past, check_agrees=data.agrees)


def _followed_up(past: PastFacts, _: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, FollowUpData)
    at_fault = not data.satisfied and data.handler_at_fault
    return replace(past, satisfied=data.satisfied, at_fault=at_fault)


def _filed(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, check_agrees=None, satisfied=None, at_fault=False)


INCIDENT_STEPS: dict[K, Step] = {
    K.HELP_FED_BACK: handled,
    K.FED_BACK: _fed_back,
    K.SELF_HANDLED: _fed_back,
    K.CLOSED: _closed,
    K.EXTENSION_REQUESTED: _extension_asked,
    K.EXTENSION_GRANTED: _extension_granted,
    K.EXTENSION_REFUSED: _extension_refused,
    K.RETURN_REQUESTED: _return_requested,
    K.RETURN_GRANTED: _return_answered(True),
    K.RULED: _return_answered(True),
    K.RETURN_REFUSED: _return_answered(False),
    K.VERIFY_STARTED: _verify_started,
    K.VERIFIED: _verified,
    K.CHECK_STARTED: _check_started,
    K.CHECKED: _checked,
    K.FOLLOWED_UP: _followed_up,
    K.FILED: _filed,
}
