"""A route: which of the candidate rows won, why, and why each of the others lost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch.rules.precedence import unordered
from dispatch.rules.responsibility import Handler, Responsibility

Key = tuple[int, int, int, float, int]
Ranked = tuple[Key, Responsibility]


class Lost(StrEnum):
    """Why a row that was looked at is not the winner."""

    NOT_IN_FORCE = "NOT_IN_FORCE"
    CONDITION_FAILED = "CONDITION_FAILED"
    LESS_EXACT_MATTER = "LESS_EXACT_MATTER"
    WIDER_PLACE = "WIDER_PLACE"
    FEWER_CONDITIONS = "FEWER_CONDITIONS"
    OLDER = "OLDER"
    EQUAL = "EQUAL"


class Why(StrEnum):
    """What decided: how the winner differs from the next best row that applied, or why there is no winner."""

    ONLY_ROW = "ONLY_ROW"
    MORE_EXACT_MATTER = "MORE_EXACT_MATTER"
    NEARER_PLACE = "NEARER_PLACE"
    MORE_CONDITIONS = "MORE_CONDITIONS"
    NEWER = "NEWER"
    NO_ROW = "NO_ROW"
    EQUAL_ROWS = "EQUAL_ROWS"


_WON_BY = {
    Lost.LESS_EXACT_MATTER: Why.MORE_EXACT_MATTER,
    Lost.WIDER_PLACE: Why.NEARER_PLACE,
    Lost.FEWER_CONDITIONS: Why.MORE_CONDITIONS,
    Lost.OLDER: Why.NEWER,
    Lost.EQUAL: Why.EQUAL_ROWS,
}
_LOST_BY_STEP = (Lost.LESS_EXACT_MATTER, Lost.WIDER_PLACE, Lost.FEWER_CONDITIONS, Lost.OLDER)


@dataclass(frozen=True, slots=True)
class Considered:
    """A row that names the matter and the place, and why it lost; None for the winner."""

    row: Responsibility
    lost: Lost | None


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers and why; without a winner (no row, or equal rows in a draft) a person must decide."""

    winner: Responsibility | None
    considered: tuple[Considered, ...]
    why: Why
    edition: int

    @property
    def handler(self) -> Handler | None:
        """The lead of the winning row."""
        return self.winner.lead if self.winner else None

    @property
    def co_handlers(self) -> tuple[Handler, ...]:
        """The co-handlers of the winning row."""
        return self.winner.co_handlers if self.winner else ()


def decide(candidates: Iterable[Ranked], moment: datetime, truths: tuple[bool, ...], edition: int) -> Route:
    """Decides among candidates (key of the fixed order and row, most specific first) at a moment.

    `truths` says for each candidate with conditions, in that order, whether they hold.
    """
    considered: list[Considered] = []
    best: Ranked | None = None
    why = Why.NO_ROW
    held = iter(truths)
    for ranked in candidates:
        lost = _not_applying(ranked[1], moment, held)
        if lost is None and best is None:
            best, why = ranked, Why.ONLY_ROW
        elif lost is None and best is not None:
            lost = _lost_to(best, ranked)
            if why is Why.ONLY_ROW or lost is Lost.EQUAL:
                why = _WON_BY[lost]
        considered.append(Considered(ranked[1], lost))
    if why is Why.EQUAL_ROWS:
        tied = tuple(Considered(one.row, one.lost or Lost.EQUAL) for one in considered)
        return Route(None, tied, why, edition)
    return Route(best[1] if best else None, tuple(considered), why, edition)


def _not_applying(row: Responsibility, moment: datetime, held: Iterator[bool]) -> Lost | None:
    holds = not row.conditions or next(held)
    if not row.in_force(moment):
        return Lost.NOT_IN_FORCE
    return None if holds else Lost.CONDITION_FAILED


def _lost_to(best: Ranked, other: Ranked) -> Lost:
    steps = zip(best[0], other[0], _LOST_BY_STEP, strict=False)
    if best[0][:2] == other[0][:2] and unordered(best[1], other[1]):
        return Lost.EQUAL
    return next(lost for mine, theirs, lost in steps if mine != theirs)
