"""What entries about an application add to its past."""

from dataclasses import replace
from datetime import datetime

from dispatch.rules.entry_data import CodesData, EntryData
from dispatch.rules.entry_kinds import EntryKind as K
from dispatch.rules.journal import EntryLike
from dispatch.rules.past_facts import PastFacts, SupplementRound
from dispatch.rules.past_step import Step, handled


def _received(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, received_by=entry.actor)


def _reviewed(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, reviewed_by=entry.actor)


def _approved(past: PastFacts, entry: EntryLike, _: EntryData) -> PastFacts:
    return replace(past, approved_by=entry.actor)


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


APPLICATION_STEPS: dict[K, Step] = {
    K.RECEIVED: _received,
    K.HANDLED: handled,
    K.REVIEWED: _reviewed,
    K.GRANTED: _approved,
    K.DENIED: _approved,
    K.GRANTED_INSTANT: _approved,
    K.DENIED_INSTANT: _approved,
    K.SUPPLEMENT_NOTIFIED: _notified,
    K.SUPPLEMENTED: _supplemented,
    K.LAPSE_PROPOSED: _lapse_proposed,
    K.EXTENDED: _extended,
    K.ASKED_LATER: _asked_later,
    K.SUBMITTED_LATER: _submitted_later,
}
