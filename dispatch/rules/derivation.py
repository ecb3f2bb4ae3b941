"""A due time with its proof: what it was counted from and every day counted or skipped, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import msgspec

from dispatch.rules.clocks import Extension, Pause
from registry.rules.allowances import Allowance

_NOTHING = timedelta(0)


class Why(StrEnum):
    """Why days or hours were counted (WORKDAY, MAKE_UP, CALENDAR_DAY, ROUND_THE_CLOCK) or not (the others).

    EVENT_DAY: the day of the event isn't counted. ROLLED: the last calendar day may not be a day off.
    """

    EVENT_DAY = "EVENT_DAY"
    WORKDAY = "WORKDAY"
    MAKE_UP = "MAKE_UP"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"
    CALENDAR_DAY = "CALENDAR_DAY"
    ROLLED = "ROLLED"
    ROUND_THE_CLOCK = "ROUND_THE_CLOCK"
    PAUSED = "PAUSED"


COUNTED = frozenset({Why.WORKDAY, Why.MAKE_UP, Why.CALENDAR_DAY, Why.ROUND_THE_CLOCK})


@dataclass(frozen=True, slots=True)
class Step:
    """Consecutive local days, `first` to `last`, that count alike. For limits in hours also the time between
    two instants (UTC), one office window each, on the local day it began. `counted` is in days, 0 for time.

    `name` is the holiday taken or made up for, or the code of the pause. `provisional`: the year isn't
    announced.
    """

    why: Why
    first: date
    last: date
    counted: int = 0
    name: str | None = None
    provisional: bool = False
    from_at: datetime | None = None
    to_at: datetime | None = None

    @property
    def time_counted(self) -> timedelta:
        if self.from_at is None or self.to_at is None or self.why not in COUNTED:
            return _NOTHING
        return self.to_at - self.from_at


@dataclass(frozen=True, slots=True)
class Derivation:
    """All that went into a due time and how it came out; whoever has the calendar can count again.

    `due_at` (UTC) is the first instant that is too late: limits in days end with the last day, so it is the
    local midnight after `last_day`; limits in hours end when their time is used up. What is done before
    `due_at` is done in time. Show `last_day` to people, not the date of `due_at`.
    Under an open pause `due_at` and `last_day` are None and `left` is what remains to be counted, in the
    unit of the allowance; otherwise `left` is 0. `provisional`: a year without a notice had a part in it.
    """

    start: datetime
    allowance: Allowance
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    calendar_code: str
    calendar_version: int
    time_zone: str
    due_at: datetime | None
    last_day: date | None
    left: int | Decimal
    provisional: bool
    steps: tuple[Step, ...]

    @property
    def total(self) -> Allowance:
        """The allowance with its extensions."""
        return self.allowance.plus(sum(extension.allowance.amount for extension in self.extensions))


def derivation_form(derivation: Derivation) -> dict[str, object]:
    """Plain JSON values: codes, ISO dates, UTC instants; steps without what they lack."""
    form: dict[str, object] = msgspec.to_builtins(derivation)
    steps: list[dict[str, object]] = msgspec.to_builtins(derivation.steps)
    form["steps"] = [{key: value for key, value in step.items() if value or key == "why"} for step in steps]
    return form


def parse_derivation(form: Mapping[str, object]) -> Derivation:
    """The reverse of `derivation_form`. Raises msgspec.ValidationError for any other shape."""
    return msgspec.convert(form, Derivation)
