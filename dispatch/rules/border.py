"""Decides whose a point near a border is: by fixed order, by a person, or both at once when it is urgent."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from dispatch.rules.responsibility import GridWorkerHandler, Handler
from grid.rules.coordinates import Position, is_null_island


class Outcome(StrEnum):
    """What happens: one cell takes the case, a dispatcher decides, or every candidate's handler gets it."""

    ONE = "ONE"
    TO_PERSON = "TO_PERSON"
    TO_ALL = "TO_ALL"


class BorderReason(StrEnum):
    """Why the border rule decided as it did."""

    ONLY_CANDIDATE = "ONLY_CANDIDATE"
    SAME_HANDLER = "SAME_HANDLER"
    HANDLERS_DIFFER = "HANDLERS_DIFFER"
    JURISDICTIONS_DIFFER = "JURISDICTIONS_DIFFER"
    URGENT = "URGENT"
    DEFAULT_POINT = "DEFAULT_POINT"
    OUTSIDE = "OUTSIDE"
    NO_HANDLER = "NO_HANDLER"


@dataclass(frozen=True, slots=True)
class BorderCandidate:
    """A cell within the point's precision and who would answer there.

    `distance_m` is metres from the point to the cell, 0 inside it or on its edge. `grid` is the path of the
    grid whose worker is meant where the handler is a grid worker; `jurisdiction` names the authority there.
    """

    cell: str
    distance_m: float
    jurisdiction: str
    grid: str
    handler: Handler | None
    co_handlers: tuple[Handler, ...] = ()

    def __post_init__(self) -> None:
        if not (isfinite(self.distance_m) and self.distance_m >= 0):
            raise ValueError(f"a distance of {self.distance_m} m to {self.cell}")


@dataclass(frozen=True, slots=True)
class BorderDecision:
    """What was decided; `candidates` are all in the fixed order, `chosen` those that get the case now."""

    outcome: Outcome
    chosen: tuple[BorderCandidate, ...]
    candidates: tuple[BorderCandidate, ...]
    reasons: tuple[BorderReason, ...]


def decide_border(
    position: Position | None,
    candidates: Sequence[BorderCandidate],
    *,
    at_default_point: bool,
    urgent: bool,
) -> BorderDecision:
    """Decides for a position (WGS-84; None where only an area is known) among the cells within its precision.

    `at_default_point` says that the city knows the position as one a geocoder answers when it knows nothing;
    (0, 0) always counts. It tells nothing about where the thing is, so not even urgency sends it anywhere.
    The fixed order is: nearer first (to the millimetre, so a cell that contains the point leads), then the
    lower path.
    """
    ordered = tuple(sorted(candidates, key=lambda one: (round(one.distance_m, 3), one.cell)))
    if at_default_point or (position is not None and is_null_island(position)):
        return _to_person(ordered, BorderReason.DEFAULT_POINT)
    if not ordered:
        return _to_person(ordered, BorderReason.OUTSIDE)
    differences = _differences(ordered)
    if not differences:
        if ordered[0].handler is None:
            return _to_person(ordered, BorderReason.NO_HANDLER)
        reason = BorderReason.ONLY_CANDIDATE if len(ordered) == 1 else BorderReason.SAME_HANDLER
        return BorderDecision(Outcome.ONE, ordered[:1], ordered, (reason,))
    answering = _one_per_answer(ordered)
    if urgent and answering:
        return BorderDecision(Outcome.TO_ALL, answering, ordered, (*differences, BorderReason.URGENT))
    return _to_person(ordered, *differences)


def _to_person(candidates: tuple[BorderCandidate, ...], *reasons: BorderReason) -> BorderDecision:
    return BorderDecision(Outcome.TO_PERSON, (), candidates, reasons)


def _differences(candidates: Sequence[BorderCandidate]) -> tuple[BorderReason, ...]:
    found = []
    if len({_answer(one) for one in candidates}) > 1:
        found.append(BorderReason.HANDLERS_DIFFER)
    if len({one.jurisdiction for one in candidates}) > 1:
        found.append(BorderReason.JURISDICTIONS_DIFFER)
    if found and any(one.handler is None for one in candidates):
        found.append(BorderReason.NO_HANDLER)
    return tuple(found)


def _answer(candidate: BorderCandidate) -> tuple[object, ...]:
    """Who really comes: "the grid worker" of two grids is two people; the order of co-handlers is nothing."""
    handlers = frozenset(candidate.co_handlers)
    by_grid = isinstance(candidate.handler, GridWorkerHandler) or GridWorkerHandler() in handlers
    return candidate.handler, handlers, candidate.grid if by_grid else None


def _one_per_answer(candidates: Sequence[BorderCandidate]) -> tuple[BorderCandidate, ...]:
    first: dict[tuple[object, ...], BorderCandidate] = {}
    for one in candidates:
        if one.handler is not None:
            first.setdefault((*_answer(one), one.jurisdiction), one)
    return tuple(first.values())
