"""Short ways to say instants, allowances and limits in the tests of time rules."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.calendars import published_calendar
from dispatch.rules.clocks import Pause
from dispatch.rules.counting import derive
from dispatch.rules.derivation import Derivation
from registry.rules.allowances import Allowance, Unit

PUTIAN = published_calendar("putian")
BOSTON = published_calendar("boston")


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def new_york(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/New_York"))


def working_days(amount: int) -> Allowance:
    return Allowance(amount, Unit.WORKING_DAY)


def limit(start: str, amount: int, unit: Unit = Unit.WORKING_DAY, *pauses: Pause) -> Derivation:
    """A limit in Putian from a local start."""
    return derive(shanghai(start), Allowance(amount, unit), PUTIAN, pauses)


def pause(from_at: str, to_at: str | None = None, why: str = "testing") -> Pause:
    return Pause(shanghai(from_at), None if to_at is None else shanghai(to_at), why)
