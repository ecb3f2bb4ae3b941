"""What the journal says of a case: the contents of each kind of entry, and folding them to the case row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec import UNSET

from dispatch.rules.application_data import DecisionData, HandingData, RefusalData, SpecialData
from dispatch.rules.change import CaseValues
from dispatch.rules.entry_data import (
    AmountData,
    AssignedData,
    ClockData,
    CodesData,
    EntryData,
    FilesData,
    HandOverData,
    NoticeData,
    OrderData,
    Plain,
    RatingData,
    RecountData,
    RoutedData,
    TieData,
    read_as,
)
from dispatch.rules.entry_kinds import EntryKind as K
from dispatch.rules.incident_data import DoneData, FilingData, FollowUpData, ReturnData, UntilData, VisitData

_BY_STRUCT: dict[type[EntryData], tuple[K, ...]] = {
    AssignedData: (
        K.ACCEPTED,
        K.ACCEPTED_INSTANT,
        K.DEEMED_ACCEPTED,
        K.SPLIT,
        K.VERIFY_STARTED,
        K.CHECK_STARTED,
        K.DISPATCHED,
        K.RULED,
        K.TRANSFERRED,
        K.HELP_CALLED,
        K.ASSIGNED,
    ),
    CodesData: (
        K.PRE_REVIEW_FAILED,
        K.SUPPLEMENT_NOTIFIED,
        K.SUPPLEMENTED,
        K.ASKED_LATER,
        K.SUBMITTED_LATER,
        K.SECOND_NOTICE_REFUSED,
        K.MATERIALS_NOTED,
    ),
    RefusalData: (K.REFUSAL_PROPOSED, K.REFUSED),
    DecisionData: (K.GRANTED, K.DENIED, K.GRANTED_INSTANT, K.DENIED_INSTANT),
    AmountData: (K.EXTENDED, K.EXTENSION_REQUESTED, K.EXTENSION_GRANTED),
    SpecialData: (K.SPECIAL_STARTED,),
    HandingData: (K.DELIVERED,),
    FilingData: (K.FILED,),
    ReturnData: (K.RETURN_REQUESTED,),
    VisitData: (K.VERIFIED, K.CHECKED),
    DoneData: (K.SELF_HANDLED, K.FED_BACK, K.HELP_FED_BACK),
    FollowUpData: (K.FOLLOWED_UP,),
    UntilData: (K.SUSPENDED, K.PENDED),
    OrderData: (K.SUPERVISED, K.SUPERVISION_ANSWERED),
    HandOverData: (K.HAND_OVER_ASKED,),
    TieData: (K.MERGED, K.LINKED),
    RatingData: (K.RATED,),
    FilesData: (K.ATTACHED,),
    RoutedData: (K.ROUTED,),
    ClockData: (K.CLOCK_WARNED, K.CLOCK_BREACHED),
    RecountData: (K.CLOCKS_RECOUNTED,),
    NoticeData: (K.NOTICE_ISSUED,),
}
_SPECIAL = {kind: struct for struct, kinds in _BY_STRUCT.items() for kind in kinds}
DATA_OF: dict[K, type[EntryData]] = {kind: _SPECIAL.get(kind, Plain) for kind in K}


class EntryLike(Protocol):
    """An entry as the journal hands it out; `at` is UTC."""

    @property
    def seq(self) -> int:
        """Its place in the case's journal, from 1 without a gap."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def kind(self) -> str:
        """What happened, an EntryKind."""

    @property
    def actor(self) -> str:
        """Who did it."""

    @property
    def data(self) -> Mapping[str, object]:
        """What `to_data` made of its struct."""


@dataclass(frozen=True, slots=True)
class FoldedCase:
    """A case as its journal tells it; `values` has every column an entry has set."""

    state: str
    version: int
    last_seq: int
    values: CaseValues = field(default_factory=CaseValues)

    def row(self) -> dict[str, object]:
        """The columns of the case row the journal speaks of, None where it is silent; times are UTC."""
        told = {
            name: None if value is UNSET else value
            for name, value in msgspec.structs.asdict(self.values).items()
        }
        return {**told, "state": self.state, "version": self.version, "last_seq": self.last_seq}


def from_data(kind: K, data: Mapping[str, object]) -> EntryData:
    """The typed contents of an entry; raises msgspec.ValidationError where they are not this kind's."""
    return read_as(DATA_OF[kind], data)


def merged(values: CaseValues, news: CaseValues) -> CaseValues:
    """The values with the news written over them."""
    told = {name: value for name, value in msgspec.structs.asdict(news).items() if value is not UNSET}
    return msgspec.structs.replace(values, **told)


def fold(entries: Iterable[EntryLike]) -> FoldedCase:
    """The case after these entries, which are all of its entries in order.

    Needs no rules: every entry carries the state and version after it and the values it set. Raises
    ValueError for a journal that is empty or has a gap.
    """
    folded = FoldedCase("", 0, 0)
    for entry in entries:
        data = from_data(K(entry.kind), entry.data)
        if entry.seq != folded.last_seq + 1:
            raise ValueError(f"entry {entry.seq} follows {folded.last_seq}")
        values = folded.values if data.sets is UNSET else merged(folded.values, data.sets)
        folded = FoldedCase(data.state, data.version, entry.seq, values)
    if not folded.last_seq:
        raise ValueError("a case has at least one entry")
    return folded
