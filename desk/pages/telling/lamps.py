"""A lamp with its words: what is left of a time limit, as people say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desk.pages.formats import clock_time, days, span
from desk.pages.translations import gettext as _
from desk.rules.lamps import Lamp, Limit, lamp_of
from dispatch.rules.calendar import Calendar

_SOON = timedelta(hours=3)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ShownLamp:
    """What the macro `lamp` shows: the level as a code of the style sheet, its words, the due time (UTC)."""

    level: str
    words: str
    due_at: datetime | None


def shown_lamp(limit: Limit, now: datetime, zone: ZoneInfo, calendar: Calendar | None = None) -> ShownLamp:
    """The lamp of a limit at `now` (UTC), in the language spoken: `剩 2 小时`, `今天 17:30`, `超时 3 天`."""
    level = lamp_of(limit, now, calendar)
    return ShownLamp(level.value, _words(limit, level, now, zone), limit.due_at)


def _words(limit: Limit, level: Lamp, now: datetime, zone: ZoneInfo) -> str:
    if limit.due_at is None:
        return _("不计时")
    if limit.ended_at is not None:
        return _too_late(limit.due_at, limit.ended_at, zone) if level is Lamp.RED else _("按时完成")
    if level is Lamp.RED:
        return _too_late(limit.due_at, now, zone)
    return _left(limit.due_at, now, zone)


def _too_late(due_at: datetime, at: datetime, zone: ZoneInfo) -> str:
    if _ends_with_a_day(due_at, zone):
        # What was due on a day is late by days: by one on the day after it.
        number = (at.astimezone(zone).date() - due_at.astimezone(zone).date()).days + 1
        return _("超时 %(span)s") % {"span": days(number)}
    return _("超时 %(span)s") % {"span": span(at - due_at)}


def _left(due_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    last = (due_at - _INSTANT).astimezone(zone).date()
    number = (last - now.astimezone(zone).date()).days
    if _ends_with_a_day(due_at, zone):
        return {0: _("今天截止"), 1: _("明天截止")}.get(number) or _in_days(number)
    if due_at - now < _SOON:
        return _("剩 %(span)s") % {"span": span(due_at - now)}
    if number > 1:
        return _in_days(number)
    time = {"time": clock_time(due_at, zone)}
    return _("明天 %(time)s") % time if number else _("今天 %(time)s") % time


def _in_days(number: int) -> str:
    return _("剩 %(span)s") % {"span": days(number)}


def _ends_with_a_day(due_at: datetime, zone: ZoneInfo) -> bool:
    local = due_at.astimezone(zone)
    return (local.hour, local.minute, local.second) == (0, 0, 0)
