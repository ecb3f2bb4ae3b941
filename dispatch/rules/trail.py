"""Writes down the steps of a count: days that follow each other and count alike become one step."""

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.rules.calendar_year import DayKind, DayReason
from dispatch.rules.derivation import Step, Why

_WHY = {kind: Why(kind.value) for kind in DayKind}


@dataclass(frozen=True, slots=True)
class Mark:
    """Why days or hours count as they do where the calendar alone doesn't say it."""

    why: Why
    name: str | None = None
    provisional: bool = False


EVENT_DAY = Mark(Why.EVENT_DAY)
CALENDAR_DAY = Mark(Why.CALENDAR_DAY)
ROUND_THE_CLOCK = Mark(Why.ROUND_THE_CLOCK)


class Trail:
    """The steps so far. Days are told as day numbers (date.toordinal), in order."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._mark: Mark | DayReason | None = None
        self._first = self._last = self._counted = 0

    def day(self, day: int, mark: Mark | DayReason, counted: int) -> None:
        """One more day, counted (1) or not (0)."""
        # Days of one year share their reasons, so most comparisons end at identity.
        if day != self._last + 1 or (mark is not self._mark and mark != self._mark):
            self._close()
            self._mark, self._first = mark, day
        self._last = day
        self._counted += counted

    def time(self, day: date, mark: Mark | DayReason, from_at: datetime, to_at: datetime | None) -> None:
        """A span of time that began on the local day; open if `to_at` is None."""
        self._close()
        why = mark.why if isinstance(mark, Mark) else _WHY[mark.kind]
        self._steps.append(Step(why, day, day, 0, mark.name, mark.provisional, from_at, to_at))

    def done(self) -> tuple[Step, ...]:
        """All steps, in order."""
        self._close()
        return tuple(self._steps)

    def _close(self) -> None:
        mark = self._mark
        if mark is None:
            return
        why = mark.why if isinstance(mark, Mark) else _WHY[mark.kind]
        first, last = date.fromordinal(self._first), date.fromordinal(self._last)
        self._steps.append(Step(why, first, last, self._counted, mark.name, mark.provisional))
        self._mark, self._counted, self._last = None, 0, 0
