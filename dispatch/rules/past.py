"""What has happened to a case, as far as a rule asks: folded from its journal, entry by entry."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from msgspec import UNSET

from dispatch.rules.entry_data import AmountData, CodesData, EntryData, HandOverData, OrderData
from dispatch.rules.entry_kinds import EntryKind as K
from dispatch.rules.incident_data import FollowUpData, ReturnData, VisitData
from dispatch.rules.journal import EntryLike, from_data
from dispatch.rules.past_facts import OrderFacts, PastFacts, ReturnFacts, SupplementRound

Step = Callable[[PastFacts, EntryLike, EntryData], PastFacts]


def past_of(entries: Iterable[EntryLike]) -> PastFacts:
    """The past of a case from all of its entries in order."""
    past = PastFacts()
    for entry in entries:
        past = past_after(past, entry)
    return past


def past_after(past: PastFacts, entry: EntryLike) -> PastFacts:
    """The past after one more entry, for whoever goes through a case act by act."""
    kind = K(entry.kind)
    if kind not in _STEPS and "card" not in entry.data:
        return past
    data = from_data(kind, entry.data)
    if data.card is not UNSET:
        past = replace(past, cards=(*past.cards, data.card))
    return _STEPS[kind](past, entry, data) if kind in _STEPS else past


def _received(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, received_by=entry.actor)


def _handled(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, handled_by=past.handled_by | {entry.actor})


def _fed_back(past: PastFacts, entry: EntryLike, data: EntryData) -> PastFacts:
    # New work needs a new look and a new answer.
    return replace(_handled(past, entry, data), check_agrees=None, satisfied=None, at_fault=False)


def _reviewed(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, reviewed_by=entry.actor)


def _approved(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, approved_by=entry.actor)


def _closed(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, closed_by=entry.actor)


def _notified(past: PastFacts, entry: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, CodesData)
    return replace(past, rounds=(*past.rounds, SupplementRound(frozenset(data.codes), entry.at)))


def _supplemented(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, rounds=tuple(_answered(one, entry.at) for one in past.rounds), lapse_proposed=False)


def _answered(one: SupplementRound, at: datetime) -> SupplementRound:
    return one if one.answered_at is not None else replace(one, answered_at=at)


def _lapse_proposed(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, lapse_proposed=True)


def _extended(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, extended=True)


def _asked_later(past: PastFacts, _: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, CodesData)
    return replace(past, later_open=past.later_open | frozenset(data.codes))


def _submitted_later(past: PastFacts, _: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, CodesData)
    return replace(past, later_open=past.later_open - frozenset(data.codes))


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


def _supervised(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, orders=(*past.orders, OrderFacts(entry.seq)))


def _supervision_answered(past: PastFacts, _: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, OrderData)
    orders = (OrderFacts(one.id, one.answered or one.id == data.order_id) for one in past.orders)
    return replace(past, orders=tuple(orders))


def _hand_over_asked(past: PastFacts, _: EntryLike, data: EntryData) -> PastFacts:
    assert isinstance(data, HandOverData)
    return replace(past, hand_over_to=data.to)


def _hand_over_answered(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, hand_over_to=None)


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


def _rated(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, rated=True)


def _urged(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, urged=past.urged + 1)


_STEPS: dict[K, Step] = {
    K.RECEIVED: _received,
    K.HANDLED: _handled,
    K.HELP_FED_BACK: _handled,
    K.FED_BACK: _fed_back,
    K.SELF_HANDLED: _fed_back,
    K.REVIEWED: _reviewed,
    K.GRANTED: _approved,
    K.DENIED: _approved,
    K.GRANTED_INSTANT: _approved,
    K.DENIED_INSTANT: _approved,
    K.CLOSED: _closed,
    K.SUPPLEMENT_NOTIFIED: _notified,
    K.SUPPLEMENTED: _supplemented,
    K.LAPSE_PROPOSED: _lapse_proposed,
    K.EXTENDED: _extended,
    K.ASKED_LATER: _asked_later,
    K.SUBMITTED_LATER: _submitted_later,
    K.EXTENSION_REQUESTED: _extension_asked,
    K.EXTENSION_GRANTED: _extension_granted,
    K.EXTENSION_REFUSED: _extension_refused,
    K.RETURN_REQUESTED: _return_requested,
    K.RETURN_GRANTED: _return_answered(True),
    K.RULED: _return_answered(True),
    K.RETURN_REFUSED: _return_answered(False),
    K.SUPERVISED: _supervised,
    K.SUPERVISION_ANSWERED: _supervision_answered,
    K.HAND_OVER_ASKED: _hand_over_asked,
    K.HAND_OVER_CONFIRMED: _hand_over_answered,
    K.HAND_OVER_REFUSED: _hand_over_answered,
    K.VERIFY_STARTED: _verify_started,
    K.VERIFIED: _verified,
    K.CHECK_STARTED: _check_started,
    K.CHECKED: _checked,
    K.FOLLOWED_UP: _followed_up,
    K.FILED: _filed,
    K.RATED: _rated,
    K.URGED: _urged,
}
