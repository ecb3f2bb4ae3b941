"""What the journal says of an incident: what it was filed as, what visits found, who gave it back."""

from datetime import datetime

import msgspec

from dispatch.rules.entry_data import EntryData


class FilingData(EntryData, frozen=True, kw_only=True):
    """What an incident was filed as."""

    class_code: str
    situation: str


class ReturnData(EntryData, frozen=True, kw_only=True):
    """Who wants to give which task back, and why."""

    reason: str
    returned_task: int
    department_id: int | None = None
    worker: str | None = None
    suggested_department: int | None = None


class VisitData(EntryData, frozen=True, kw_only=True):
    """What a visit found; photos are file ids."""

    agrees: bool
    photos: list[int]


class DoneData(EntryData, frozen=True, kw_only=True):
    """Photos (file ids) before and after."""

    before: list[int] = msgspec.field(default_factory=list)
    after: list[int] = msgspec.field(default_factory=list)


class FollowUpData(EntryData, frozen=True, kw_only=True):
    """What the reporter said."""

    satisfied: bool
    handler_at_fault: bool


class UntilData(EntryData, frozen=True, kw_only=True):
    """How long work is set aside (UTC)."""

    until: datetime
