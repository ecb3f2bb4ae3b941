"""Who answers for a matter at a place, and why, in sentences people understand."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.pages import wording
from desk.pages.formats import distance
from desk.pages.telling.decisions import Decided
from desk.pages.telling.rows import Mentioned, Named, named_for
from dispatch.rules.border import Outcome
from dispatch.rules.responsibility import Responsibility
from dispatch.rules.routes import Lost


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row of the responsibility list in words; `lost` says why it did not decide, empty for the winner."""

    matter: str
    place: str
    conditions: tuple[str, ...]
    lead: str
    helpers: str
    lost: str


@dataclass(frozen=True, slots=True)
class ToldNeighbour:
    """A place near the point: where, how far, who would answer there."""

    place: str
    distance: str
    handlers: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the macro `explanation` shows: who answers, the row that says so, and what else was looked at.

    `by_person`: a dispatcher has to decide. `border` says what was decided about the place and why;
    `neighbours` are the places it may lie in, where there are several.
    """

    matter: str
    place: str
    why: str
    winner: ToldRow | None
    others: tuple[ToldRow, ...]
    by_person: bool
    to_all: bool
    border: tuple[str, ...]
    neighbours: tuple[ToldNeighbour, ...]


async def explained(decided: Sequence[Decided]) -> list[Explanation]:
    """Routings of cases of one kind in the language spoken; the names of all are asked for at once."""
    if not decided:
        return []
    named = await named_for(
        Mentioned(
            decided[0].kind,
            tuple(row for one in decided for row, _ in one.rows),
            frozenset(one.matter for one in decided),
            frozenset(path for one in decided for path in _paths(one)),
            tuple(handler for one in decided for near in one.neighbours for handler in near.handlers),
        )
    )
    return [_explained(one, named) for one in decided]


def _paths(decided: Decided) -> list[str]:
    return [decided.area_path, *(near.path for near in decided.neighbours)]


def _explained(decided: Decided, named: Named) -> Explanation:
    told = [(row, _row(row, lost, (decided.matter, named))) for row, lost in decided.rows]
    winner = next((one for row, one in told if row is decided.winner), None)
    several = decided.neighbours if len(decided.neighbours) > 1 else ()
    return Explanation(
        matter=named.matters.get(decided.matter, ""),
        place=named.area(decided.area_path),
        why=wording.said(decided.why),
        winner=winner,
        others=tuple(one for row, one in told if row is not decided.winner),
        by_person=decided.outcome is Outcome.TO_PERSON or winner is None,
        to_all=decided.outcome is Outcome.TO_ALL,
        border=tuple(wording.said(reason) for reason in decided.reasons),
        neighbours=tuple(
            ToldNeighbour(named.area(near.path), distance(near.distance_m), named.handlers(near.handlers))
            for near in several
        ),
    )


def _row(row: Responsibility, lost: Lost | None, via: tuple[str, Named]) -> ToldRow:
    matter, named = via
    return ToldRow(
        matter=named.matter(row),
        place=named.place(row),
        conditions=tuple(named.condition(one, matter) for one in row.conditions),
        lead=named.handler(row.lead),
        helpers=named.handlers(row.co_handlers),
        lost=wording.said(lost) if lost else "",
    )
