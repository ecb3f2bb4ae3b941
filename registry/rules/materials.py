"""Which materials a situation needs, what is missing, and what may not be asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.rules.form_fields import Answer, Condition
from registry.rules.item_definition import Item, Material, Obtain

Answers = Mapping[str, Answer]


class Demand(StrEnum):
    """Why a material may not be demanded of an applicant."""

    NOT_IN_ITEM = "NOT_IN_ITEM"  # 不得自行增加办事要求
    NOT_NEEDED = "NOT_NEEDED"  # the situation does not need it
    SHARED = "SHARED"  # 凡能在线查询验证的一律不再要求提交
    ALREADY_GIVEN = "ALREADY_GIVEN"
    LEFT_OUT = "LEFT_OUT"  # 一次性告知: a notice that does not name everything missing


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is still wanted: from the applicant, from a source on line; and what was given without need."""

    to_submit: tuple[Material, ...]
    to_obtain: tuple[Material, ...]
    not_needed: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is wanted of the applicant any more."""
        return not self.to_submit


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What lifts the ban on asking for shared records: a rule cited by material, or a source that is down."""

    cited: Mapping[str, str]
    sources_down: Collection[str] = ()


NO_EXCEPTIONS = Exceptions({})


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether a condition holds for the answers given; an unanswered question fulfils none."""
    answer = answers.get(condition.field)
    if answer is None:
        return False
    if condition.values:
        # True == 1 in Python, but yes is not the number one.
        return any(type(answer) is type(value) and answer == value for value in condition.values)
    if isinstance(answer, bool) or not isinstance(answer, int):
        return False
    above = condition.least is None or answer >= condition.least
    return above and (condition.most is None or answer <= condition.most)


def needed(item: Item, answers: Answers) -> tuple[Material, ...]:
    """The materials a situation needs, in the order of the item."""
    return tuple(
        material
        for material in item.materials
        if all(holds(condition, answers) for condition in material.when)
    )


def missing(
    item: Item, answers: Answers, given: Collection[str], exceptions: Exceptions = NO_EXCEPTIONS
) -> Completeness:
    """Everything that is still wanted, at once, as a one-time notice has to say it (行政许可法 §32).

    `given`: codes of what was brought or had on line. A SHARED record is wanted of the applicant only by
    exception.
    """
    wanted = [material for material in needed(item, answers) if material.code not in given]
    ask = tuple(material for material in wanted if _may_ask(material, exceptions))
    required = {material.code for material in needed(item, answers)}
    return Completeness(
        ask,
        tuple(material for material in wanted if material not in ask),
        tuple(sorted(set(given) - required)),
    )


def _may_ask(material: Material, exceptions: Exceptions) -> bool:
    if material.obtain is not Obtain.SHARED:
        return True
    return (
        bool(exceptions.cited.get(material.code, "").strip())
        or material.licence_type in exceptions.sources_down
    )


def unlawful_demands(
    item: Item,
    answers: Answers,
    given: Collection[str],
    asked: Collection[str],
    exceptions: Exceptions = NO_EXCEPTIONS,
) -> tuple[tuple[str, Demand], ...]:
    """What is wrong with a notice that asks for these: too much, too little; nothing if it may go out."""
    published = {material.code: material for material in item.materials}
    necessary = {material.code for material in needed(item, answers)}
    found: list[tuple[str, Demand]] = []
    for code in asked:
        if code not in published:
            found.append((code, Demand.NOT_IN_ITEM))
        elif code not in necessary:
            found.append((code, Demand.NOT_NEEDED))
        elif code in given:
            found.append((code, Demand.ALREADY_GIVEN))
        elif not _may_ask(published[code], exceptions):
            found.append((code, Demand.SHARED))
    wanted = missing(item, answers, given, exceptions).to_submit
    return (*found, *((material.code, Demand.LEFT_OUT) for material in wanted if material.code not in asked))
