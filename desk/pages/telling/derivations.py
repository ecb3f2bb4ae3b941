"""A time limit told to people: by when, and every day that was counted or left out, and why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date

from desk.pages import wording
from desk.pages.formats import clock_time, day, locale, when
from desk.pages.language import CHINESE
from desk.pages.translations import gettext as _
from desk.pages.translations import language
from desk.rules.clock_words import ONE_OF_UNIT, PAUSE_WORDS, UNIT_WORDS
from desk.rules.holiday_words import holiday_words
from dispatch.rules.derivation import COUNTED, Derivation, Step, Why
from dispatch.rules.kept_clock import Clock, ClockState
from registry.rules.allowances import Allowance, Unit

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CountedDays:
    """Days, or hours of a day, that count alike: which, how far the count is after them, and why."""

    days: str
    nth: str
    why: str
    counted: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class ToldLimit:
    """What the macro `derivation` shows of a clock; `state` is its code for the style sheet.

    `due` is by when, in words; empty while a pause keeps it unknown, then `left` says what remains.
    """

    name: str
    state: str
    due: str
    left: str
    began: str
    allowance: str
    more: tuple[str, ...]
    provisional: bool
    days: tuple[CountedDays, ...]
    ordered: bool
    due_at: datetime | None


def told_limit(clock: Clock, derivation: Derivation | None, zone: ZoneInfo) -> ToldLimit:
    """A clock in the language spoken; without a derivation its due time was set by somebody."""
    due_at = clock.due_at if derivation is None else derivation.due_at
    return ToldLimit(
        name=wording.said(clock.kind),
        state=clock.state.value,
        due=_due(due_at, derivation, zone),
        left=_left(clock, derivation),
        began=when(clock.started_at, zone),
        allowance="" if clock.allowance is None else amount(clock.allowance),
        more=_extensions(derivation, zone),
        provisional=clock.provisional,
        days=_days(derivation, zone) if derivation else (),
        ordered=derivation is None,
        due_at=due_at,
    )


def amount(allowance: Allowance) -> str:
    """An allowance: `5 个工作日`, `1 working day`."""
    return _amount(allowance.amount, allowance.unit)


def _amount(number: int | Decimal, unit: Unit) -> str:
    words = ONE_OF_UNIT if number == 1 else UNIT_WORDS
    return f"{_plain(number)} {wording.spoken(words[unit])}"


def _plain(number: int | Decimal) -> str:
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _due(due_at: datetime | None, derivation: Derivation | None, zone: ZoneInfo) -> str:
    if due_at is None:
        return ""
    if derivation is not None and derivation.allowance.unit.counts_days and derivation.last_day is not None:
        return _("%(day)s当天结束前") % {"day": day(derivation.last_day, zone)}
    return _("%(time)s之前") % {"time": when(due_at, zone)}


def _left(clock: Clock, derivation: Derivation | None) -> str:
    if clock.state is not ClockState.PAUSED or derivation is None or not derivation.left:
        return ""
    return _("已暂停，还剩 %(amount)s") % {"amount": _amount(derivation.left, derivation.allowance.unit)}


def _extensions(derivation: Derivation | None, zone: ZoneInfo) -> tuple[str, ...]:
    if derivation is None:
        return ()
    return tuple(
        _("%(time)s延长 %(amount)s") % {"time": when(one.granted_at, zone), "amount": amount(one.allowance)}
        for one in derivation.extensions
    )


def _days(derivation: Derivation, zone: ZoneInfo) -> tuple[CountedDays, ...]:
    found, number, spent = [], 0, timedelta()
    for step in derivation.steps:
        nth = ""
        if step.counted:
            nth = _nth(number + 1, number + step.counted)
            number += step.counted
        elif step.time_counted:
            spent += step.time_counted
            nth = _hours(spent)
        found.append(CountedDays(_span(step, zone), nth, _why(step), step.why in COUNTED, step.provisional))
    return tuple(found)


def _nth(first: int, last: int) -> str:
    if first == last:
        return _("第 %(number)s 天") % {"number": first}
    return _("第 %(first)s–%(last)s 天") % {"first": first, "last": last}


def _hours(spent: timedelta) -> str:
    number = _plain(round(Decimal(spent // timedelta(seconds=1)) / (_HOUR // timedelta(seconds=1)), 2))
    return _("共 %(number)s 小时") % {"number": number}


def _span(step: Step, zone: ZoneInfo) -> str:
    if step.from_at is not None:
        opens = f"{_day_of_week(step.first)} {clock_time(step.from_at, zone)}"
        if step.to_at is None:
            return _("%(time)s起") % {"time": opens}
        closes = clock_time(step.to_at, zone)
        ends = step.to_at.astimezone(zone).date()
        return f"{opens}–{closes}" if ends == step.first else f"{opens} – {_day_of_week(ends)} {closes}"
    if step.first == step.last:
        return _day_of_week(step.first)
    return f"{_day_of_week(step.first)} – {_day_of_week(step.last)}"


def _day_of_week(of: date) -> str:
    pattern = "M月d日 EEE" if language() == CHINESE else "EEE d MMM"
    return format_date(of, pattern, locale=locale())


def _why(step: Step) -> str:
    said = wording.said(step.why)
    detail = _detail(step)
    return _("%(why)s（%(name)s）") % {"why": said, "name": detail} if detail else said


def _detail(step: Step) -> str:
    if step.name is None:
        return ""
    if step.why is Why.PAUSED:
        return wording.spoken(PAUSE_WORDS[step.name]) if step.name in PAUSE_WORDS else ""
    return wording.spoken(holiday_words(step.name))
