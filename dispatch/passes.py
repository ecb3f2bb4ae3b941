"""Goes over rows that need something, each by itself: one that fails keeps none of the others waiting."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dispatch.errors import ActRefused
from dispatch.running import trail

_LOG = logging.getLogger(__name__)
# While one waits for its entry to reach the disk, others write theirs, and the disk takes them in one go.
_AT_ONCE = 6


class Outcome(StrEnum):
    """What became of one row a sweep found."""

    SEEN_TO = "seen_to"  # by somebody else, meanwhile
    TOLD = "told"
    ACTED = "acted"
    REFUSED = "refused"
    FAILED = "failed"


STUCK = frozenset({Outcome.REFUSED, Outcome.FAILED})


@dataclass(frozen=True, slots=True)
class Found:
    """A row that needs something: the case, and the clock where it is about one."""

    case_id: int
    clock_id: int = 0


@dataclass(frozen=True, slots=True)
class Pass:
    """What became of the rows, in order; `full` says that more may be waiting."""

    outcomes: tuple[tuple[int, Outcome], ...]
    full: bool

    def cases(self, *outcomes: Outcome) -> tuple[int, ...]:
        """The cases with these outcomes."""
        return tuple(case_id for case_id, outcome in self.outcomes if outcome in outcomes)


async def go_over(
    find: Callable[[list[int]], Awaitable[Sequence[Found]]],
    see_to: Callable[[Found], Awaitable[Outcome]],
    limit: int,
) -> Pass:
    """Sees to what `find` brings, `limit` in one go, a few beside each other, without the cases left out.

    Goes on past rows that are stuck until something could be done or nothing is left, so that a row nobody
    can see to starves none behind it.
    """
    outcomes: list[tuple[int, Outcome]] = []
    stuck: list[int] = []
    while True:
        rows = await find(stuck)
        moved = False
        for row, outcome in zip(rows, await _all_seen_to(see_to, rows), strict=True):
            outcomes.append((row.case_id, outcome))
            if outcome in STUCK:
                stuck.append(row.case_id)
            else:
                moved = True
        if moved or len(rows) < limit:
            return Pass(tuple(outcomes), len(rows) == limit)


async def _all_seen_to(see_to: Callable[[Found], Awaitable[Outcome]], rows: Sequence[Found]) -> list[Outcome]:
    places = asyncio.Semaphore(_AT_ONCE)

    async def in_turn(row: Found) -> Outcome:
        async with places:
            return await _seen_to(see_to, row)

    return await asyncio.gather(*(in_turn(row) for row in rows))


async def _seen_to(see_to: Callable[[Found], Awaitable[Outcome]], row: Found) -> Outcome:
    try:
        return await see_to(row)
    except ActRefused as refused:
        _LOG.warning("case %s: the rules refuse what should follow: %s", row.case_id, type(refused).__name__)
        return Outcome.REFUSED
    except Exception as error:
        # Whatever is wrong with this row, the others' time runs too; the row is tried again next time.
        _LOG.error("case %s could not be swept: %s", row.case_id, trail(error))
        return Outcome.FAILED
