"""Sweeps the clocks: warns, marks what is overdue, and does what the law or an order says happens then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch import case_store, cases
from dispatch.cases import ActRequest, Known
from dispatch.errors import ActRefused
from dispatch.leads import usual_assignment
from dispatch.rules.asked import ActFacts
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.entry_data import ClockData
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.states import Act, ApplicationState
from dispatch.telling import note
from grid.city import City
from reach import SYSTEM

# Oldest first, whoever holds the work or nobody: in a backlog the oldest must not starve.
_DUE = """
SELECT id, case_id FROM dispatch.clocks
WHERE state = 'running' AND breached_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT $2
"""
_WARN = """
SELECT id, case_id FROM dispatch.clocks
WHERE state = 'running' AND warned_at IS NULL AND breached_at IS NULL AND warn_at <= $1
ORDER BY warn_at, id LIMIT $2
"""
_BREACH = """
UPDATE dispatch.clocks SET breached_at = $2
WHERE id = $1 AND state = 'running' AND breached_at IS NULL AND due_at <= $2 RETURNING kind, due_at
"""
_WARNED = """
UPDATE dispatch.clocks SET warned_at = $2
WHERE id = $1 AND state = 'running' AND warned_at IS NULL AND breached_at IS NULL AND warn_at <= $2
RETURNING kind, due_at
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: clocks warned of and missed, acts done, and acts the rules refused (case ids)."""

    warned: int
    breached: int
    acted: int
    refused: tuple[int, ...]


async def sweep(city: City, now: datetime, limit: int = 200) -> Swept:
    """Goes once over the clocks that need something at `now` (UTC), each in a transaction of its own.

    Two sweeps at once, or one repeated after a crash, do nothing twice.
    """
    breached, acted, refused = 0, 0, []
    for row in await database.fetch(_DUE, now, limit):
        outcome = await _breach(row["id"], row["case_id"], city, now)
        breached += outcome is not None
        acted += outcome is True
        if outcome is False:
            refused.append(row["case_id"])
    warned = 0
    for row in await database.fetch(_WARN, now, limit):
        warned += await _warn(row["id"], row["case_id"], now)
    return Swept(warned, breached, acted, tuple(refused))


async def _warn(clock_id: int, case_id: int, now: datetime) -> bool:
    async with database.transaction():
        # The case first, as every act locks it first: the other order would deadlock with them.
        case = await case_store.case_by_id(SYSTEM, case_id, for_act=True)
        row = await database.fetch_row(_WARNED, clock_id, now)
        if row is None:
            return False
        data = ClockData(state=case.state, version=case.version, clock=row["kind"], due_at=row["due_at"])
        await note(case, EntryKind.CLOCK_WARNED, data, (SYSTEM, "SYSTEM", now))
        return True


async def _breach(clock_id: int, case_id: int, city: City, now: datetime) -> bool | None:
    """None: somebody else saw to it. True: an act followed. False: the rules refused what should follow."""
    async with database.transaction():
        case = await case_store.case_by_id(SYSTEM, case_id, for_act=True)
        row = await database.fetch_row(_BREACH, clock_id, now)
        if row is None:
            return None
        data = ClockData(state=case.state, version=case.version, clock=row["kind"], due_at=row["due_at"])
        await note(case, EntryKind.CLOCK_BREACHED, data, (SYSTEM, "SYSTEM", now))
        consequence = _CONSEQUENCES.get(ClockKind(row["kind"]))
        if consequence is None:
            return None
        return await _follow(consequence, case_id, city, now)


Consequence = Callable[[Known, City, datetime], Awaitable[ActRequest | None]]


async def _follow(consequence: Consequence, case_id: int, city: City, now: datetime) -> bool | None:
    request = await consequence(await cases.know(SYSTEM, case_id), city, now)
    if request is None:
        return None
    try:
        await cases.act(request, SYSTEM, now)
    except ActRefused:
        # The breach stays on record and somebody has to look: the sweep must get on with the others.
        return False
    return True


async def _deem_accepted(known: Known, city: City, now: datetime) -> ActRequest | None:
    """Nothing told by the end of the fifth working day: accepted as of the receipt (行政许可法 §32)."""
    if known.facts.state is not ApplicationState.RECEIVED:
        return None
    assignment = await usual_assignment(known, Act.DEEM_ACCEPTED, city, now)
    return _request(known, Act.DEEM_ACCEPTED, assignment)


async def _propose_lapse(known: Known, city: City, now: datetime) -> ActRequest | None:
    """The applicant's own limit is over: the desk is asked to confirm that nothing more is coming."""
    del city, now
    if known.facts.state is not ApplicationState.SUPPLEMENT_PENDING or known.facts.past.lapse_proposed:
        return None
    return _request(known, Act.PROPOSE_LAPSE, None)


def _request(known: Known, act: Act, facts: ActFacts | None) -> ActRequest:
    return ActRequest(known.case.id, act, known.case.version, facts, channel="SYSTEM")


_CONSEQUENCES: dict[ClockKind, Consequence] = {
    ClockKind.ACCEPTANCE: _deem_accepted,
    ClockKind.SUPPLEMENT: _propose_lapse,
}
