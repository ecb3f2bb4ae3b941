"""How times, days and distances are written on pages, in the language spoken and the city's time."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

from desk.pages.language import CHINESE
from desk.pages.translations import language, ngettext

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def when(at: datetime, zone: ZoneInfo) -> str:
    """An instant: `2026年11月21日 09:42`, `21 Nov 2026 09:42`; raises ValueError for one without a zone."""
    pattern = "y年M月d日 HH:mm" if language() == CHINESE else "d MMM y HH:mm"
    return format_datetime(_local(at, zone), pattern, locale=locale())


def briefly(at: datetime, zone: ZoneInfo) -> str:
    """An instant in a dense list: `11-21 09:42`, `21 Nov 09:42`."""
    return format_datetime(_local(at, zone), f"{_brief_day()} HH:mm", locale=locale())


def day_briefly(of: date, zone: ZoneInfo) -> str:
    """A day in a dense list: `11-21`, `21 Nov`; of an instant, the day it falls on in the city."""
    return format_date(_day_of(of, zone), _brief_day(), locale=locale())


def due_briefly(at: datetime, zone: ZoneInfo) -> str:
    """A due time in a dense list: `11-21 17:30`; the midnight that ends a day is told as that day."""
    local = _local(at, zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return day_briefly(local - _DAY, zone)
    return briefly(at, zone)


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """The time of day: `09:42`."""
    return _local(at, zone).strftime("%H:%M")


def day(of: date, zone: ZoneInfo) -> str:
    """A day: `2026年11月21日`, `21 Nov 2026`; of an instant, the day it falls on in the city."""
    pattern = "y年M月d日" if language() == CHINESE else "d MMM y"
    return format_date(_day_of(of, zone), pattern, locale=locale())


def span(length: timedelta) -> str:
    """A length of time in its largest unit: `3 天`, `2 小时`, `12 分钟`; never below zero."""
    length = max(length, timedelta())
    if length >= 2 * _DAY:
        return days(length // _DAY)
    if length >= _HOUR:
        number = length // _HOUR
        return ngettext("%(number)s 小时", "%(number)s 小时", number) % {"number": number}
    number = max(1, length // _MINUTE)
    return ngettext("%(number)s 分钟", "%(number)s 分钟", number) % {"number": number}


def days(number: int) -> str:
    """So many days: `3 天`, `1 day`."""
    return ngettext("%(number)s 天", "%(number)s 天", number) % {"number": number}


def distance(metres: float) -> str:
    """A distance: `230 米`, `1.2 km`."""
    near, far = ("米", "公里") if language() == CHINESE else ("m", "km")
    return f"{metres:.0f} {near}" if metres < 1000 else f"{metres / 1000:.1f} {far}"


def file_size(size: int) -> str:
    """How large a file of so many bytes is: `86 KB`, `2.4 MB`."""
    return f"{max(1, round(size / 1000))} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _brief_day() -> str:
    return "MM-dd" if language() == CHINESE else "d MMM"


def _day_of(of: date, zone: ZoneInfo) -> date:
    return _local(of, zone).date() if isinstance(of, datetime) else of


def locale() -> Locale:
    """What Babel knows of the language spoken."""
    return _known(language())


@cache
def _known(code: str) -> Locale:
    # Kept, because looking one up goes through all thousand there are, and a list says a hundred times.
    return Locale.parse(code, sep="-")


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be shown")
    return at.astimezone(zone)
