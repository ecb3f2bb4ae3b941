"""Proves a responsibility list: every matter at every place always has exactly one handler."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.rules.conditions import could_hold
from dispatch.rules.coverage import Coverage, cover
from dispatch.rules.findings import SHOWN, EqualRows, GoneHandler, Hole, Proof, Unreachable, UnreachableRow
from dispatch.rules.responsibility import (
    DepartmentHandler,
    GridWorkerHandler,
    Matter,
    Place,
    PoolHandler,
    Responsibility,
    handlers_of,
)
from dispatch.rules.rulebook import Rulebook
from dispatch.rules.states import CaseKind


@dataclass(frozen=True, slots=True)
class Living:
    """Who is there: departments, members of staff, and the areas for which some roster names somebody."""

    departments: frozenset[int] = frozenset()
    staff: frozenset[int] = frozenset()
    staffed_areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Ground:
    """Places that look the same to every row; `place` is the first of them."""

    named: tuple[str, ...]
    place: Place
    count: int
    unstaffed: Place | None


@dataclass(slots=True)
class _Found:
    since: datetime
    coverages: dict[tuple[int, ...], Coverage] = field(default_factory=dict)
    holes: list[Hole] = field(default_factory=list)
    hole_pairs: int = 0
    equals: dict[tuple[int, int], EqualRows] = field(default_factory=dict)
    winners: set[int] = field(default_factory=set)
    unstaffed: dict[int, Place] = field(default_factory=dict)


def prove(
    rulebook: Rulebook,
    matters: Iterable[Matter],
    lowest_areas: Iterable[Place],
    living: Living,
    since: datetime,
) -> Proof:
    """Tries to prove the rulebook for all moments from `since` (time-zone aware) on.

    Give one place for each lowest area and each mix of overlays that occurs in it. Places are grouped by what
    the rows name of them, so the work grows with the rows, not with the map.
    """
    found = _Found(since)
    codes = sorted({(matter.kind, matter.code) for matter in matters})
    grounds = _grounds(rulebook, lowest_areas, living)
    for kind, code in codes:
        for ground in grounds:
            rows = [row for _, row in rulebook.candidates(kind, code, ground.named)]
            _count_holes(Matter(kind, code), ground, _judge(rows, code, ground, found), found)
    for kind in sorted({row.scope.kind for row in rulebook.rows}):
        for ground in grounds:
            # Rows for any matter also wait for matters not listed yet, so they may win there.
            _judge([row for _, row in rulebook.candidates(kind, "", ground.named)], "", ground, found)
    dead = [_dead(row, codes, grounds, since) for row in rulebook.rows if row.id not in found.winners]
    gone = [gone for row in rulebook.rows for gone in _gone(row, living, found)]
    return Proof(
        tuple(found.holes),
        found.hole_pairs,
        tuple(found.equals.values())[:SHOWN],
        len(found.equals),
        tuple(dead[:SHOWN]),
        len(dead),
        tuple(gone[:SHOWN]),
        len(gone),
    )


def _grounds(rulebook: Rulebook, places: Iterable[Place], living: Living) -> list[_Ground]:
    grounds: dict[tuple[str, ...], _Ground] = {}
    for place in places:
        named = rulebook.named_places(place)
        known = grounds.get(named, _Ground(named, place, 0, None))
        unstaffed = known.unstaffed or (None if _staffed(place.path, living) else place)
        grounds[named] = _Ground(named, known.place, known.count + 1, unstaffed)
    return list(grounds.values())


def _staffed(path: str, living: Living) -> bool:
    return any(path[: at + 1] in living.staffed_areas for at, letter in enumerate(path) if letter == "/")


def _judge(rows: Sequence[Responsibility], code: str, ground: _Ground, found: _Found) -> Coverage:
    key = tuple(row.id for row in rows)
    coverage = found.coverages.get(key)
    if coverage is None:
        coverage = found.coverages[key] = cover(rows, found.since)
        found.winners |= coverage.winners
        for pair in coverage.equals:
            found.equals.setdefault(pair, EqualRows(*pair, code, ground.place))
    if ground.unstaffed is not None:
        for winner in coverage.winners:
            found.unstaffed.setdefault(winner, ground.unstaffed)
    return coverage


def _count_holes(matter: Matter, ground: _Ground, coverage: Coverage, found: _Found) -> None:
    found.hole_pairs += ground.count if coverage.gaps else 0
    for start, end in coverage.gaps[: SHOWN - len(found.holes)]:
        found.holes.append(Hole(matter.kind, matter.code, ground.place, ground.count, start, end))


def _dead(
    row: Responsibility, codes: Sequence[tuple[CaseKind, str]], grounds: Sequence[_Ground], since: datetime
) -> UnreachableRow:
    if row.valid_to is not None and row.valid_to <= since:
        return UnreachableRow(row.id, Unreachable.EXPIRED)
    if not could_hold(row.conditions):
        return UnreachableRow(row.id, Unreachable.NEVER_HOLDS)
    if not any(row.scope.covers(kind, code) for kind, code in codes):
        return UnreachableRow(row.id, Unreachable.NO_SUCH_MATTER)
    if not any(row.place in ground.named for ground in grounds):
        return UnreachableRow(row.id, Unreachable.NO_SUCH_PLACE)
    return UnreachableRow(row.id, Unreachable.SHADOWED)


def _gone(row: Responsibility, living: Living, found: _Found) -> Iterable[GoneHandler]:
    for handler in handlers_of(row):
        match handler:
            case DepartmentHandler(department_id):
                if department_id not in living.departments:
                    yield GoneHandler(row.id, handler)
            case PoolHandler(_, owner_id):
                if owner_id not in living.staff:
                    yield GoneHandler(row.id, handler)
            case GridWorkerHandler():
                if row.id in found.unstaffed:
                    yield GoneHandler(row.id, handler, found.unstaffed[row.id])
