"""How far a time limit has run: what is used up, what is left, when to warn, which lamp is on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import IntEnum
from zoneinfo import ZoneInfo

from dispatch.rules.clocks import aware
from dispatch.rules.derivation import COUNTED, Derivation

_MICROSECOND = timedelta(microseconds=1)
_NOTHING = timedelta(0)


class Lamp(IntEnum):
    """The alert states of city systems: 0 正常, 1 黄, 2 超期, 3 红, 4 无 (the clock stands still)."""

    NORMAL = 0
    YELLOW = 1
    OVERDUE = 2
    RED = 3
    NONE = 4


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The shares of a limit, over 0 and up to 1, after which the lamp turns yellow and red."""

    yellow: Decimal = Decimal("0.7")
    red: Decimal = Decimal("0.9")


def consumed(derivation: Derivation, now: datetime) -> int | Decimal:
    """What is used up at `now`, in the unit of the allowance: days that are over, or hours to four places."""
    if derivation.allowance.unit.counts_days:
        today = aware(now).astimezone(ZoneInfo(derivation.time_zone)).date()
        return sum(min(max((today - step.first).days, 0), step.counted) for step in derivation.steps)
    spent = _NOTHING
    for step in derivation.steps:
        if step.time_counted and step.from_at is not None:
            spent += min(max(aware(now) - step.from_at, _NOTHING), step.time_counted)
    return round(Decimal(spent // _MICROSECOND) / (derivation.allowance.unit.length // _MICROSECOND), 4)


def remaining(derivation: Derivation, now: datetime) -> int | Decimal:
    """What is left at `now`, in the unit of the allowance; today counts as left, overdue leaves nothing."""
    return derivation.total.amount - consumed(derivation, now)


def warn_at(derivation: Derivation, share: Decimal) -> datetime | None:
    """The instant (UTC) at which `share` (over 0, up to 1) of the limit is used up; None while an open pause
    keeps it unknown. Limits in days warn when the last whole day within the share is over: 0.8 of 5 days at
    the end of the fourth, 0.8 of one day at the start of that day. Raises ValueError for other shares.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share is over 0 and up to 1, not {share}")
    if derivation.allowance.unit.counts_days:
        return _day_reached(derivation, int(derivation.total.amount * share))
    return _time_reached(derivation, share)


def lamp(derivation: Derivation, now: datetime, thresholds: Thresholds) -> Lamp:
    """The lamp of a running limit at `now`."""
    if derivation.due_at is None:
        return Lamp.NONE
    if aware(now) >= derivation.due_at:
        return Lamp.OVERDUE
    for share, shown in ((thresholds.red, Lamp.RED), (thresholds.yellow, Lamp.YELLOW)):
        reached = warn_at(derivation, share)
        if reached is not None and now >= reached:
            return shown
    return Lamp.NORMAL


def _day_reached(derivation: Derivation, days: int) -> datetime | None:
    left = days
    for step in derivation.steps:
        if step.why not in COUNTED:
            continue
        if days == 0:
            return _midnight(step.first, derivation)
        if left <= step.counted:
            return _midnight(step.first + timedelta(days=left), derivation)
        left -= step.counted
    return None


def _time_reached(derivation: Derivation, share: Decimal) -> datetime | None:
    left = int(derivation.total.duration // _MICROSECOND * share) * _MICROSECOND
    for step in derivation.steps:
        if not step.time_counted or step.from_at is None:
            continue
        if left <= step.time_counted:
            return step.from_at + left
        left -= step.time_counted
    return None


def _midnight(day: date, derivation: Derivation) -> datetime:
    zone = ZoneInfo(derivation.time_zone)
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))
