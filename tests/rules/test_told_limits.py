"""A time limit is told by its last day, and with every day that was counted or left out, and why."""

import pytest

from desk.pages.telling.derivations import ToldLimit, amount, told_limit
from desk.pages.translations import speaking
from desk.rules.holiday_words import holiday_words
from dispatch.calendars import published_calendar, published_codes
from dispatch.rules.clock_effects import ClockKind, Verb
from dispatch.rules.derivation import Derivation
from dispatch.rules.kept_clock import Clock, ClockState
from registry.rules.allowances import Allowance, Unit
from tests.rules.limits import PUTIAN, limit, pause, shanghai


def _told(derivation: Derivation, state: ClockState = ClockState.RUNNING) -> ToldLimit:
    clock = Clock(
        ClockKind.DECISION, derivation.allowance, derivation.start, derivation.due_at, state,
        derivation.provisional,
    )  # fmt: skip
    return told_limit(clock, derivation, PUTIAN.zone)


def test_a_limit_in_days_ends_with_its_last_day() -> None:
    assert _told(limit("2026-09-28 10:00", 5)).due == "2026年10月10日当天结束前"


def test_a_limit_in_hours_ends_at_an_instant() -> None:
    assert _told(limit("2026-11-06 16:00", 6, Unit.WORKING_HOUR)).due == "2026年11月9日 15:00之前"


def test_every_day_up_to_the_last_is_there_once_and_in_order() -> None:
    told = _told(limit("2026-09-28 10:00", 5))

    assert [(one.days, one.nth, one.why) for one in told.days] == [
        ("9月28日 周一", "", "起始当日不计"),
        ("9月29日 周二 – 9月30日 周三", "第 1–2 天", "工作日"),
        ("10月1日 周四 – 10月7日 周三", "", "节假日（国庆节）"),
        ("10月8日 周四 – 10月9日 周五", "第 3–4 天", "工作日"),
        ("10月10日 周六", "第 5 天", "调休上班日（国庆节）"),
    ]


def test_hours_are_told_by_the_office_hours_they_fall_in() -> None:
    told = _told(limit("2026-11-06 16:00", 6, Unit.WORKING_HOUR))

    assert [(one.days, one.nth) for one in told.days] == [
        ("11月6日 周五 16:00–18:00", "共 2 小时"),
        ("11月7日 周六 – 11月8日 周日", ""),
        ("11月9日 周一 08:30–12:00", "共 5.5 小时"),
        ("11月9日 周一 14:30–15:00", "共 6 小时"),
    ]


def test_a_limit_that_is_paused_says_what_is_left_instead_of_a_day() -> None:
    stopped = limit("2026-11-02 10:00", 5, Unit.WORKING_DAY, pause("2026-11-04 09:00"))

    told = _told(stopped, ClockState.PAUSED)

    assert (told.due, told.left) == ("", "已暂停，还剩 4 个工作日")


def test_waiting_for_papers_is_named_as_what_pauses() -> None:
    waited = limit(
        "2026-11-02 10:00", 5, Unit.WORKING_DAY,
        pause("2026-11-04 09:00", "2026-11-05 09:00", Verb.PAUSE_IF_ITEM_SAYS.value),
    )  # fmt: skip

    assert "暂停计时（等待补交材料）" in {one.why for one in _told(waited).days}


def test_a_year_without_a_notice_is_told_as_provisional() -> None:
    told = _told(limit("2027-12-20 10:00", 20))

    assert told.provisional
    assert any(one.provisional for one in told.days)


def test_an_ordered_due_time_has_no_days_to_show() -> None:
    due = shanghai("2026-11-09 15:00")
    clock = Clock(ClockKind.SUPERVISE, None, shanghai("2026-11-06 09:00"), due)

    told = told_limit(clock, None, PUTIAN.zone)

    assert (told.ordered, told.days, told.due) == (True, (), "2026年11月9日 15:00之前")


def test_one_of_a_unit_is_not_many_in_english() -> None:
    with speaking("en"):
        said = amount(Allowance(1, Unit.WORKING_DAY)), amount(Allowance(5, Unit.WORKING_DAY))

    assert said == ("1 working day", "5 working days")


@pytest.mark.parametrize("code", published_codes())
def test_every_holiday_of_a_published_calendar_has_two_names(code: str) -> None:
    calendar = published_calendar(code)
    named = {name for year in calendar.years.values() for name in year.days_off.values()}
    named |= {day.name for day in calendar.fixed_days}

    assert not {name for name in named if holiday_words(name) == (name, name)}
