"""Conditions of a responsibility: time windows, answers, attributes; all of them must hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dispatch.errors import MalformedResponsibility

MINUTES_OF_DAY = 24 * 60
MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY
WHOLE_WEEK = (1 << MINUTES_OF_WEEK) - 1
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class During:
    """Holds in a window of local time: ISO weekdays (1 Monday … 7 Sunday), minutes of the day, end excluded.

    An end before the start lies on the next day; such a window belongs to the weekday on which it begins.
    """

    start: int
    end: int
    weekdays: tuple[int, ...] = EVERY_DAY

    def __post_init__(self) -> None:
        if (
            not (0 <= self.start < MINUTES_OF_DAY and 0 <= self.end <= MINUTES_OF_DAY)
            or self.start == self.end
        ):
            raise MalformedResponsibility(f"a time window from minute {self.start} to {self.end} of a day")
        if not self.weekdays or sorted(set(self.weekdays) & set(EVERY_DAY)) != list(self.weekdays):
            raise MalformedResponsibility(
                f"weekdays {self.weekdays}: ISO numbers 1 to 7, ascending, each once"
            )


@dataclass(frozen=True, slots=True)
class AnswerIs:
    """Holds when a question of the item or class was answered with exactly this value."""

    question: str
    value: str


@dataclass(frozen=True, slots=True)
class AttributeIs:
    """Holds when the matter carries exactly this value of an attribute (owner of a component, say)."""

    name: str
    value: str


Condition = During | AnswerIs | AttributeIs


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What conditions look at; `minute` counts local minutes since Monday 00:00."""

    answers: Pairs
    attributes: Pairs
    minute: int


def holds(conditions: Iterable[Condition], circumstances: Circumstances) -> bool:
    """Whether every one of the conditions holds; none at all always does."""
    return all(_one_holds(condition, circumstances) for condition in conditions)


def could_hold(conditions: Iterable[Condition]) -> bool:
    """Whether some moment and some facts satisfy all the conditions at once."""
    week = WHOLE_WEEK
    wanted: dict[tuple[str, str], str] = {}
    for condition in conditions:
        if isinstance(condition, During):
            week &= week_bits(condition)
        else:
            key, value = _equality(condition)
            if wanted.setdefault(key, value) != value:
                return False
    return week != 0


def implies(stronger: tuple[Condition, ...], weaker: tuple[Condition, ...]) -> bool:
    """Whether `weaker` holds each time `stronger` does; exact for conjunctions that could hold at all."""
    week = WHOLE_WEEK
    for condition in stronger:
        if isinstance(condition, During):
            week &= week_bits(condition)
    return all(
        week & ~week_bits(condition) == 0 if isinstance(condition, During) else condition in stronger
        for condition in weaker
    )


@lru_cache(maxsize=4096)
def week_bits(window: During) -> int:
    """The minutes of a local week in the window, as bits (bit 0 is Monday 00:00)."""
    length = (window.end - window.start) % MINUTES_OF_DAY or MINUTES_OF_DAY
    bits = 0
    for weekday in window.weekdays:
        bits |= ((1 << length) - 1) << ((weekday - 1) * MINUTES_OF_DAY + window.start)
    # What runs past Sunday midnight belongs to the Monday at the beginning of the same week.
    return (bits & WHOLE_WEEK) | (bits >> MINUTES_OF_WEEK)


def _one_holds(condition: Condition, circumstances: Circumstances) -> bool:
    match condition:
        case During():
            return bool(week_bits(condition) >> circumstances.minute & 1)
        case AnswerIs(question, value):
            return (question, value) in circumstances.answers
        case AttributeIs(name, value):
            return (name, value) in circumstances.attributes


def _equality(condition: AnswerIs | AttributeIs) -> tuple[tuple[str, str], str]:
    if isinstance(condition, AnswerIs):
        return ("answer", condition.question), condition.value
    return ("attribute", condition.name), condition.value
