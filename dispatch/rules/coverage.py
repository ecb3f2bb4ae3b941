"""Judges one list of candidate rows over time: gaps without a handler, equal rows, and which rows can win."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from dispatch.rules.conditions import could_hold, implies
from dispatch.rules.precedence import overlap, tier, unordered
from dispatch.rules.responsibility import Responsibility


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a list of candidates comes to; a gap ends before its second moment, None meaning never."""

    gaps: tuple[tuple[datetime, datetime | None], ...]
    equals: tuple[tuple[int, int], ...]
    winners: frozenset[int]


def cover(candidates: Sequence[Responsibility], since: datetime) -> Coverage:
    """Judges candidates, most specific first, from `since` on.

    A stretch of time is covered when an unconditional row is in force; windows that together fill the week
    will not do, because nobody would see the hole that moving one of them opens.
    """
    gaps: list[tuple[datetime, datetime | None]] = []
    winners: set[int] = set()
    for start, end in _stretches(candidates, since):
        reached = list(_reachable(row for row in candidates if row.in_force(start)))
        winners.update(row.id for row in reached)
        if reached and not reached[-1].conditions:
            continue
        if gaps and gaps[-1][1] == start:
            start = gaps.pop()[0]
        gaps.append((start, end))
    return Coverage(tuple(gaps), tuple(_equals(candidates, since)), frozenset(winners))


def _stretches(
    candidates: Sequence[Responsibility], since: datetime
) -> Iterator[tuple[datetime, datetime | None]]:
    turns = {
        turn
        for row in candidates
        for turn in (row.valid_from, row.valid_to)
        if turn is not None and turn > since
    }
    yield from pairwise((since, *sorted(turns), None))


def _reachable(rows: Iterator[Responsibility]) -> Iterator[Responsibility]:
    above: list[Responsibility] = []
    for row in rows:
        if could_hold(row.conditions) and not any(
            implies(row.conditions, higher.conditions) for higher in above
        ):
            yield row
            above.append(row)
        if not row.conditions:
            return


def _equals(candidates: Sequence[Responsibility], since: datetime) -> Iterator[tuple[int, int]]:
    lasting = [row for row in candidates if row.valid_to is None or row.valid_to > since]
    for at, one in enumerate(lasting):
        for other in lasting[at + 1 :]:
            if tier(one) != tier(other):
                break
            if overlap(one, other) and unordered(one, other):
                yield one.id, other.id
