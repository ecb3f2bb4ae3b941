"""The hours a service point is open, weekday by weekday."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One stretch of a weekday (1 Monday … 7 Sunday), local times `HH:MM` of the city."""

    weekday: int
    opens: str
    closes: str
