"""How old somebody born on a day is on another."""

from datetime import date

from registry.errors import (
    NotYetBorn,
)


def age_on(born: date, day: date) -> int:
    """Full years of age on a day in local time; raises NotYetBorn for a day before the birth.

    Who was born on 29 February is a year older on 28 February of a common year: a month without the day ends
    the period on its last day (Civil Code, article 202).
    """
    if day < born:
        raise NotYetBorn("an age is asked for on a day before the birth")
    leap_birthday = (born.month, born.day) == (2, 29) and not _is_leap(day.year)
    birthday = (2, 28) if leap_birthday else (born.month, born.day)
    return day.year - born.year - ((day.month, day.day) < birthday)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
