"""How long something may take: an amount and the unit it is counted in."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

LONGEST = timedelta(days=20 * 366)
HOUR = timedelta(hours=1)


class AllowanceRefused(ValueError):
    """Raised when an allowance is not positive, is counted too finely, or is longer than twenty years."""


class Unit(StrEnum):
    """Units of time limits; `G` and `Z` are the national codes of the item catalogue.

    WORKING_DAY 工作日, CALENDAR_DAY 自然日, WORKING_HOUR 工作时 (office hours of working days),
    URGENT_HOUR 紧急工作时 and URGENT_DAY 紧急工作日 (round the clock, 24 hours a day).
    """

    WORKING_DAY = "G"
    CALENDAR_DAY = "Z"
    WORKING_HOUR = "WORKING_HOUR"
    URGENT_HOUR = "URGENT_HOUR"
    URGENT_DAY = "URGENT_DAY"

    @property
    def counts_days(self) -> bool:
        """Whether whole local days are counted, from the day after the event; else time from the event on."""
        return self in (Unit.WORKING_DAY, Unit.CALENDAR_DAY)

    @property
    def length(self) -> timedelta:
        """One unit as time: 24 hours for the days, an hour for the hours."""
        return HOUR if self in (Unit.WORKING_HOUR, Unit.URGENT_HOUR) else 24 * HOUR


@dataclass(frozen=True, slots=True)
class Allowance:
    """An amount of a unit: whole days, or hours down to the minute (1.5 工作时).

    Raises AllowanceRefused for zero, less, fractions of what is counted whole, and more than twenty years.
    """

    amount: int | Decimal
    unit: Unit

    def __post_init__(self) -> None:
        amount = Decimal(self.amount)
        if not amount.is_finite() or not 0 < amount <= LONGEST // self.unit.length:
            raise AllowanceRefused(f"{self.amount} {self.unit.name} is no possible allowance")
        smallest = 1 if self.unit.counts_days else self.unit.length // timedelta(minutes=1)
        if amount * smallest % 1:
            raise AllowanceRefused(f"{self.amount} {self.unit.name} is not counted so finely")
        object.__setattr__(self, "amount", int(amount) if amount == int(amount) else amount.normalize())

    @property
    def duration(self) -> timedelta:
        """The amount as time, for the units that count time."""
        return int(self.amount * (self.unit.length // timedelta(minutes=1))) * timedelta(minutes=1)

    def plus(self, amount: int | Decimal) -> "Allowance":
        return Allowance(self.amount + amount, self.unit)
