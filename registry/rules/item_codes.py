"""Codes of items, handling items and cases, composed and read after GB/T 39554.1-2020."""

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from registry.errors import BadItemCode, BadNumber, CaseNumbersUsedUp
from registry.rules.identity_numbers import NumberKind
from registry.rules.number_reading import parse

BASE_LENGTH, TASK_LENGTH, HANDLING_LENGTH, CASE_LENGTH = 12, 31, 33, 43


class UseLevel(IntEnum):
    """The level at which the power behind an item is used."""

    NATION = 1
    PROVINCE = 2
    CITY = 3
    COUNTY = 4
    STREET = 5
    COMMUNITY = 6


@dataclass(frozen=True, slots=True)
class TaskCode:
    """An item as one body carries it out (实施编码): the body's credit code, the level, the base code."""

    credit_code: str
    use_level: UseLevel
    base: str

    @property
    def code(self) -> str:
        """31 characters: 18 + 1 + 12."""
        return f"{self.credit_code}{self.use_level:d}{self.base}"


@dataclass(frozen=True, slots=True)
class HandlingItemCode:
    """One way of handling an item (业务办理项编码), numbered 1 to 99 within it."""

    task: TaskCode
    sequence: int

    @property
    def code(self) -> str:
        """33 characters: the item's 31 and two digits."""
        return f"{self.task.code}{self.sequence:02}"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The number of a case (办件编号): its item, the day of receipt in local time, a sequence in the day."""

    task: TaskCode
    day: date
    sequence: int

    @property
    def number(self) -> str:
        """43 characters: the item's 31, yyyymmdd and four digits."""
        return f"{self.task.code}{self.day:%Y%m%d}{self.sequence:04}"


def base_code(text: str) -> str:
    """A base code (基本编码), 12 digits or capital letters with no inner structure; raises BadItemCode."""
    if not re.fullmatch(f"[0-9A-Z]{{{BASE_LENGTH}}}", text):
        raise BadItemCode(f"a base code has {BASE_LENGTH} digits or capital letters")
    return text


def task_code(credit_code: str, use_level: UseLevel, base: str) -> TaskCode:
    """The code of an item at a body; raises BadItemCode when the credit code or the base code is wrong."""
    try:
        body = parse(credit_code, NumberKind.CREDIT_CODE)
    except BadNumber as error:
        raise BadItemCode(f"the credit code in it is wrong: {error}") from error
    if body.number != credit_code:
        raise BadItemCode("the credit code in it is not spelled in the usual way")
    return TaskCode(credit_code, use_level, base_code(base))


def parse_task_code(text: str) -> TaskCode:
    """Reads an item's code of 31 characters; raises BadItemCode."""
    if len(text) != TASK_LENGTH:
        raise BadItemCode(f"the code of an item has {TASK_LENGTH} characters, not {len(text)}")
    if text[18] not in "123456":
        raise BadItemCode("the level of use, character 19, is a digit from 1 to 6")
    return task_code(text[:18], UseLevel(int(text[18])), text[19:])


def handling_item_code(task: TaskCode, sequence: int) -> HandlingItemCode:
    """The code of a handling item; raises BadItemCode for a number that does not fit two digits."""
    if not 1 <= sequence <= 99:
        raise BadItemCode("handling items of an item are numbered 1 to 99")
    return HandlingItemCode(task, sequence)


def parse_handling_item_code(text: str) -> HandlingItemCode:
    """Reads a handling item's code of 33 characters; raises BadItemCode."""
    if len(text) != HANDLING_LENGTH or not re.fullmatch("[0-9]{2}", text[TASK_LENGTH:]):
        raise BadItemCode(
            f"the code of a handling item has {HANDLING_LENGTH} characters and ends in two digits"
        )
    return handling_item_code(parse_task_code(text[:TASK_LENGTH]), int(text[TASK_LENGTH:]))


def case_number(task: TaskCode, day: date, sequence: int) -> CaseNumber:
    """The number of the sequence-th case of an item on a day of receipt, local time.

    Raises CaseNumbersUsedUp beyond 9 999 and BadItemCode for a sequence below 1 or a year before 1900.
    """
    if sequence > 9_999:
        raise CaseNumbersUsedUp("an item has no more than 9 999 case numbers a day")
    if sequence < 1 or day.year < 1900:
        raise BadItemCode("cases of a day are numbered from 1, in years from 1900 on")
    return CaseNumber(task, day, sequence)


def parse_case_number(text: str) -> CaseNumber:
    """Reads a case number of 43 characters; raises BadItemCode."""
    tail = re.fullmatch("([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{4})", text[TASK_LENGTH:])
    if len(text) != CASE_LENGTH or tail is None:
        raise BadItemCode(f"a case number has {CASE_LENGTH} characters and ends in date and sequence")
    year, month, day, sequence = map(int, tail.groups())
    try:
        received = date(year, month, day)
    except ValueError:
        raise BadItemCode("the day in the case number is no day of the calendar") from None
    return case_number(parse_task_code(text[:TASK_LENGTH]), received, sequence)
