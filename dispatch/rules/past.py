"""What has happened to a case, as far as a rule asks: folded from its journal, entry by entry."""

from collections.abc import Iterable
from dataclasses import replace

from msgspec import UNSET

from dispatch.rules.application_past import APPLICATION_STEPS
from dispatch.rules.entry_data import EntryData, HandOverData, OrderData
from dispatch.rules.entry_kinds import EntryKind as K
from dispatch.rules.incident_past import INCIDENT_STEPS
from dispatch.rules.journal import EntryLike, from_data
from dispatch.rules.past_facts import OrderFacts, PastFacts
from dispatch.rules.past_step import Step


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


def _rated(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, rated=True)


def _urged(past: PastFacts, _: EntryLike, __: EntryData) -> PastFacts:
    return replace(past, urged=past.urged + 1)


_STEPS: dict[K, Step] = {
    **APPLICATION_STEPS,
    **INCIDENT_STEPS,
    K.SUPERVISED: _supervised,
    K.SUPERVISION_ANSWERED: _supervision_answered,
    K.HAND_OVER_ASKED: _hand_over_asked,
    K.HAND_OVER_CONFIRMED: _hand_over_answered,
    K.HAND_OVER_REFUSED: _hand_over_answered,
    K.RATED: _rated,
    K.URGED: _urged,
}
