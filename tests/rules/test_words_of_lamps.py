"""What lamps say: how long there is, or how late it is, in the city's days."""

from datetime import datetime

import pytest

from desk.pages.telling.lamps import shown_lamp
from desk.pages.translations import speaking
from desk.rules.lamps import Limit
from tests.rules.limits import PUTIAN, shanghai

NOW = shanghai("2026-11-09 09:42")


def _words(due: str, now: datetime = NOW) -> str:
    return shown_lamp(Limit(shanghai(due)), now, PUTIAN.zone).words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-11-09 11:42", "剩 2 小时"),
        ("2026-11-09 10:00", "剩 18 分钟"),
        ("2026-11-09 17:30", "今天 17:30"),
        ("2026-11-10 09:30", "明天 09:30"),
        ("2026-11-12 09:30", "剩 3 天"),
        ("2026-11-09 09:12", "超时 30 分钟"),
        ("2026-11-08 21:42", "超时 12 小时"),
    ],
)
def test_a_limit_in_hours_is_told_to_the_minute_once_it_is_near(due: str, words: str) -> None:
    assert _words(due) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-11-10 00:00", "今天截止"),
        ("2026-11-11 00:00", "明天截止"),
        ("2026-11-12 00:00", "剩 2 天"),
        ("2026-11-09 00:00", "超时 1 天"),
        ("2026-11-07 00:00", "超时 3 天"),
    ],
)
def test_a_limit_in_days_is_told_by_its_last_day(due: str, words: str) -> None:
    assert _words(due) == words


def test_what_ended_in_time_says_so() -> None:
    limit = Limit(shanghai("2026-11-10 00:00"), ended_at=NOW)

    assert shown_lamp(limit, shanghai("2026-12-01 09:00"), PUTIAN.zone).words == "按时完成"


def test_what_ended_late_says_how_late() -> None:
    limit = Limit(shanghai("2026-11-07 00:00"), ended_at=NOW)

    assert shown_lamp(limit, shanghai("2026-12-01 09:00"), PUTIAN.zone).words == "超时 3 天"


def test_a_case_without_a_limit_says_so() -> None:
    assert shown_lamp(Limit(None), NOW, PUTIAN.zone).words == "不计时"


def test_one_day_is_not_days_in_english() -> None:
    with speaking("en"):
        words = _words("2026-11-09 00:00")

    assert words == "1 day late"
