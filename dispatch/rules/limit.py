"""A limit on its way to a due time, and what comes of counting it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from dispatch.errors import LimitTooLong
from dispatch.rules.calendar import Calendar
from dispatch.rules.clocks import Pause
from dispatch.rules.derivation import Step
from registry.rules.allowances import Allowance

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit to be counted: `start` in UTC, `total` with its extensions, `pauses` in order."""

    start: datetime
    event_day: date
    total: Allowance
    calendar: Calendar
    pauses: tuple[Pause, ...]

    def too_long(self) -> LimitTooLong:
        """The error for a limit that would not run out within twenty years."""
        return LimitTooLong(f"{self.total.amount} {self.total.unit.name} from {self.event_day}")


class Outcome(NamedTuple):
    """When a limit runs out (UTC; None while it is paused), what is left of it, and every step counted."""

    due_at: datetime | None
    last_day: date | None
    left: int | Decimal
    steps: tuple[Step, ...]


def local_day(at: datetime, calendar: Calendar) -> date:
    """The day of an instant in the calendar's city."""
    return at.astimezone(calendar.zone).date()
