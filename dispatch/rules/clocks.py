"""What a running time limit consists of: allowance, pauses, extensions; and what the law sets itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch.errors import NaiveTime, PauseEndsBeforeItBegins
from dispatch.rules.clock_effects import ClockKind
from registry.rules.allowances import Allowance, Unit

# What a limit is when neither item nor incident class says otherwise (行政许可法 §32, §42, §44).
LEGAL_ALLOWANCES: Mapping[ClockKind, Allowance] = {
    ClockKind.ACCEPTANCE: Allowance(5, Unit.WORKING_DAY),
    ClockKind.DECISION: Allowance(20, Unit.WORKING_DAY),
    ClockKind.DELIVERY: Allowance(10, Unit.WORKING_DAY),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that isn't counted, [from_at, to_at), open while `to_at` is None. `why` is a code.

    For limits in days none of the local days it touches is counted, the first and the last included.
    Raises PauseEndsBeforeItBegins, and NaiveTime for instants without a zone.
    """

    from_at: datetime
    to_at: datetime | None
    why: str

    def __post_init__(self) -> None:
        aware(self.from_at)
        if self.to_at is not None and aware(self.to_at) < self.from_at:
            raise PauseEndsBeforeItBegins(f"{self.from_at.isoformat()} to {self.to_at.isoformat()}")


@dataclass(frozen=True, slots=True)
class Extension:
    """More of the same unit, granted at an instant; `why` is a code."""

    allowance: Allowance
    granted_at: datetime
    why: str

    def __post_init__(self) -> None:
        aware(self.granted_at)


def aware(at: datetime) -> datetime:
    """The instant itself. Raises NaiveTime if it has no time zone."""
    if at.tzinfo is None:
        raise NaiveTime(at.isoformat())
    return at
