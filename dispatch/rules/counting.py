"""Counts a time limit, day by day or hour by hour, into a due time that shows how it was counted."""

from collections.abc import Sequence
from datetime import UTC, datetime

from dispatch.errors import ExtensionInOtherUnit
from dispatch.rules.calendar import Calendar
from dispatch.rules.clocks import Extension, Pause, aware
from dispatch.rules.counting_days import count_days
from dispatch.rules.counting_time import count_time
from dispatch.rules.derivation import Derivation
from dispatch.rules.limit import Limit
from registry.rules.allowances import Allowance


def derive(
    start: datetime,
    allowance: Allowance,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Derivation:
    """The due time of a limit that starts at the event `start`, with the proof of it.

    Limits in days: the day of the event isn't counted, nor are the days a pause begins on, lasts or ends on;
    the limit ends with the last day (local time of the calendar). Calendar days roll on from a day off if the
    calendar says so. Limits in working hours run within office hours from the event on; urgent ones always.
    Extensions add to the allowance, whenever granted. Sources: 行政许可法 §45, §82; 民法典 §201, §203.
    Raises ExtensionInOtherUnit, LimitTooLong (beyond twenty years), AllowanceRefused, NaiveTime.
    """
    if any(extension.allowance.unit is not allowance.unit for extension in extensions):
        raise ExtensionInOtherUnit(allowance.unit.name)
    total = allowance
    if extensions:
        total = allowance.plus(sum(extension.allowance.amount for extension in extensions))
    ordered = tuple(sorted(pauses, key=lambda pause: pause.from_at))
    event_day = aware(start).astimezone(calendar.zone).date()
    limit = Limit(start.astimezone(UTC), event_day, total, calendar, ordered)
    outcome = count_days(limit) if allowance.unit.counts_days else count_time(limit)
    return Derivation(
        start=limit.start,
        allowance=allowance,
        pauses=ordered,
        extensions=tuple(sorted(extensions, key=lambda extension: extension.granted_at)),
        calendar_code=calendar.code,
        calendar_version=calendar.version,
        time_zone=calendar.time_zone,
        due_at=outcome.due_at,
        last_day=outcome.last_day,
        left=outcome.left,
        provisional=any(step.provisional for step in outcome.steps),
        steps=outcome.steps,
    )
