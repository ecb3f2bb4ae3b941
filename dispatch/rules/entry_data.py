"""The typed contents of journal entries: codes, ids and whole numbers; texts only as sealed references."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from dispatch.rules.change import CaseValues


class SealedText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text kept sealed elsewhere: its id there, and a salted commitment (hex) that proves it unchanged."""

    text: int
    commitment: str


class EntryData(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every entry says: state and version after it, the values it sets, its texts, a card shown."""

    state: str
    version: int
    sets: CaseValues | UnsetType = UNSET
    texts: dict[str, SealedText] | UnsetType = UNSET
    task_id: int | UnsetType = UNSET
    card: str | UnsetType = UNSET
    escalated: bool | UnsetType = UNSET


class Plain(EntryData, frozen=True, kw_only=True):
    """An entry that says no more than that."""


class Whom(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A handler: a department by id, or a worker by actor string."""

    department_id: int | None = None
    worker: str | None = None


class AssignedData(EntryData, frozen=True, kw_only=True):
    """Work given to a lead and helpers."""

    lead: Whom | None = None
    others: list[Whom] = []


class CodesData(EntryData, frozen=True, kw_only=True):
    """Materials asked for or brought, by their codes in the item, sorted."""

    codes: list[str]


class AmountData(EntryData, frozen=True, kw_only=True):
    """How much longer a limit is to be, in its own unit."""

    amount: int


class OrderData(EntryData, frozen=True, kw_only=True):
    """An order of supervision with its due time (UTC), or the answer to the order of that seq."""

    due: datetime | None = None
    order_id: int | None = None


class HandOverData(EntryData, frozen=True, kw_only=True):
    """Who (staff id) is asked to be first responder."""

    to: int


class TieData(EntryData, frozen=True, kw_only=True):
    """Another case and how it belongs to this one."""

    case_id: int
    relation: str


class RatingData(EntryData, frozen=True, kw_only=True):
    """One to five stars."""

    stars: int


class FilesData(EntryData, frozen=True, kw_only=True):
    """File ids."""

    files: list[int]


class RoutedData(EntryData, frozen=True, kw_only=True):
    """Which stored routing says where the case belongs and why."""

    routing_id: int


class ClockData(EntryData, frozen=True, kw_only=True):
    """A clock that came near its due time or passed it."""

    clock: str
    due_at: datetime


class MovedClock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clock whose due time (UTC, None while it is paused) another calendar moves."""

    clock: str
    before: datetime | None
    after: datetime | None


class RecountData(EntryData, frozen=True, kw_only=True):
    """The clocks a new version of the calendar moves; the version itself is among the values set."""

    moved: list[MovedClock] = []


class NoticeData(EntryData, frozen=True, kw_only=True):
    """A document given out, by its code (REC, ACP, SUP …) and file id."""

    notice: str
    file_id: int


Data = TypeVar("Data", bound=EntryData)


def to_data(data: EntryData) -> dict[str, object]:
    """The struct as plain values for the journal: text, whole numbers, lists; times as UTC text."""
    return {str(key): value for key, value in msgspec.to_builtins(data).items()}


def read_as(kind: type[Data], data: Mapping[str, object]) -> Data:
    """The plain values as the struct again; raises msgspec.ValidationError for values that are not its."""
    return msgspec.convert(data, kind)
