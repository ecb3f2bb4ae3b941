"""A question of an item or class: its kind, its choices, and when it is asked."""

from dataclasses import dataclass
from enum import StrEnum

Answer = str | int | bool


class FieldKind(StrEnum):
    """What may be answered: text, a whole number, a day (YYYY-MM-DD), one of some choices, yes or no."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DATE = "DATE"
    CHOICE = "CHOICE"
    FLAG = "FLAG"


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the answer to `field` is one of `values`, or a number within `least` and `most`."""

    field: str
    values: tuple[Answer, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer of a CHOICE."""

    value: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One question, asked only when all of `when` hold.

    `least` and `most` bound the value of a NUMBER and the length of a TEXT.
    """

    code: str
    label: str
    label_en: str
    kind: FieldKind
    required: bool = True
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None
    when: tuple[Condition, ...] = ()
    help: str = ""
    help_en: str = ""
