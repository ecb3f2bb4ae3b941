"""The typed facts that acts on an incident cannot do without."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReturnReason(StrEnum):
    """Why a handler may give a task back."""

    WRONG_PLACE = "wrong_place"
    WRONG_DEPARTMENT = "wrong_department"
    UNCLEAR_DUTY = "unclear_duty"
    DUPLICATE = "duplicate"
    NOT_ACTIONABLE = "not_actionable"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Return:
    """Facts of request_return: the typed reason, its text, and whose it is where the handler knows."""

    reason: ReturnReason
    text: str
    suggested_department: int | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """Facts of file: the class and situation it is filed as, and that the class's criterion is met."""

    class_code: str
    situation: str
    criterion_met: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """Facts of verify and check: found as reported or as fed back, and the photos (file ids) that show it."""

    agrees: bool
    photos: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """Facts of feedback, co_feedback and self_handle: what was done, photos (file ids) before and after."""

    text: str
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """Facts of follow_up: whether the reporter is content, and if not whether the handler is at fault."""

    satisfied: bool
    handler_at_fault: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Until:
    """Facts of suspend and pend: the cause and the time (UTC) it ends or is looked at again."""

    cause: str
    until: datetime
