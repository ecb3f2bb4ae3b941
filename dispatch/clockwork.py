"""Sweeps the clocks: warns, marks what is overdue, and does what the law or an order says happens then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import database
from dispatch import case_store, cases
from dispatch.acting import act_with_defaults
from dispatch.cases import ActRequest
from dispatch.errors import ActRefused
from dispatch.rules.case_facts import CaseFacts
from dispatch.rules.clock_effects import ClockKind
from dispatch.rules.entry_data import ClockData
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.states import Act, ApplicationState, IncidentState, State
from dispatch.telling import note
from grid.city import City
from reach import SYSTEM

# Oldest first, whoever holds the work or nobody: in a backlog the oldest must not starve. What is done at the
# very instant it is due is in time, here as in the rules.
_DUE = """
SELECT id, case_id FROM dispatch.clocks
WHERE state = 'running' AND breached_at IS NULL AND due_at < $1 ORDER BY due_at, id LIMIT $2
"""
_WARN = """
SELECT id, case_id FROM dispatch.clocks
WHERE state = 'running' AND warned_at IS NULL AND breached_at IS NULL AND warn_at <= $1
ORDER BY warn_at, id LIMIT $2
"""
_BREACH = """
UPDATE dispatch.clocks SET breached_at = $2
WHERE id = $1 AND state = 'running' AND breached_at IS NULL AND due_at < $2 RETURNING kind, due_at
"""
_WARNED = """
UPDATE dispatch.clocks SET warned_at = $2
WHERE id = $1 AND state = 'running' AND warned_at IS NULL AND breached_at IS NULL AND warn_at <= $2
RETURNING kind, due_at
"""
_SET_ASIDE_UNTIL = """
SELECT id FROM (
    SELECT c.id, (SELECT (told.data->>'until')::timestamptz FROM dispatch.journal told
        WHERE told.case_id = c.id AND told.kind IN ('suspended', 'pended')
        ORDER BY told.seq DESC LIMIT 1) AS until
    FROM dispatch.cases c WHERE c.state IN ('SUSPENDED', 'PENDED') AND ($3::bigint IS NULL OR c.id = $3)
) AS waiting WHERE until <= $1 ORDER BY until, id LIMIT $2
"""
_GOES_ON: dict[State, Act] = {IncidentState.SUSPENDED: Act.RESUME, IncidentState.PENDED: Act.UNPEND}


class Outcome(StrEnum):
    """What became of one row a sweep found."""

    SEEN_TO = "seen_to"  # by somebody else, meanwhile
    TOLD = "told"
    ACTED = "acted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: clocks warned of and missed, acts done, and acts the rules refused (case ids)."""

    warned: int
    breached: int
    acted: int
    refused: tuple[int, ...]
    full: bool = False


async def sweep(city: City, now: datetime, limit: int = 200) -> Swept:
    """Goes once over the clocks that need something at `now` (UTC), each in a transaction of its own.

    Two sweeps at once, or one repeated after a crash, do nothing twice. `full` says that one pass met its
    limit and more may be waiting.
    """
    due = await database.fetch(_DUE, now, limit)
    missed = [(row["case_id"], await _breach(row["id"], row["case_id"], city, now)) for row in due]
    waiting = await database.fetch(_SET_ASIDE_UNTIL, now, limit, None)
    resumed = [(row["id"], await _go_on(row["id"], now)) for row in waiting]
    near = await database.fetch(_WARN, now, limit)
    warned = [await _warn(row["id"], row["case_id"], now) for row in near]
    outcomes = [*missed, *resumed]
    return Swept(
        warned=warned.count(Outcome.TOLD),
        breached=sum(outcome is not Outcome.SEEN_TO for _, outcome in missed),
        acted=sum(outcome is Outcome.ACTED for _, outcome in outcomes),
        refused=tuple(case_id for case_id, outcome in outcomes if outcome is Outcome.REFUSED),
        full=limit in (len(due), len(waiting), len(near)),
    )


async def _warn(clock_id: int, case_id: int, now: datetime) -> Outcome:
    async with database.transaction():
        # The case first, as every act locks it first: the other order would deadlock with them.
        case = await case_store.case_by_id(SYSTEM, case_id, for_act=True)
        row = await database.fetch_row(_WARNED, clock_id, now)
        if row is None:
            return Outcome.SEEN_TO
        data = ClockData(state=case.state, version=case.version, clock=row["kind"], due_at=row["due_at"])
        await note(case, EntryKind.CLOCK_WARNED, data, (SYSTEM, "SYSTEM", now))
        return Outcome.TOLD


async def _breach(clock_id: int, case_id: int, city: City, now: datetime) -> Outcome:
    async with database.transaction():
        case = await case_store.case_by_id(SYSTEM, case_id, for_act=True)
        row = await database.fetch_row(_BREACH, clock_id, now)
        if row is None:
            return Outcome.SEEN_TO
        data = ClockData(state=case.state, version=case.version, clock=row["kind"], due_at=row["due_at"])
        await note(case, EntryKind.CLOCK_BREACHED, data, (SYSTEM, "SYSTEM", now))
        consequence = _CONSEQUENCES.get(ClockKind(row["kind"]))
        if consequence is None:
            return Outcome.TOLD
        known = await cases.know(SYSTEM, case_id)
        act = consequence(known.facts)
        if act is None:
            return Outcome.TOLD
        return await _tried(_do(ActRequest(case_id, act, case.version, channel="SYSTEM"), city, now))


async def _do(request: ActRequest, city: City, now: datetime) -> None:
    await act_with_defaults(request, SYSTEM, city, now)


async def _tried(act: Awaitable[None]) -> Outcome:
    try:
        await act
    except ActRefused:
        # What was found stays on record and somebody has to look: the sweep must get on with the others.
        return Outcome.REFUSED
    return Outcome.ACTED


async def _go_on(case_id: int, now: datetime) -> Outcome:
    """Work set aside until a day goes on by itself when the day is there."""
    async with database.transaction():
        known = await cases.know(SYSTEM, case_id, for_act=True)
        # Asked again under the lock: it may have gone on meanwhile, or have been set aside anew.
        if not await database.fetch(_SET_ASIDE_UNTIL, now, 1, case_id):
            return Outcome.SEEN_TO
        act = _GOES_ON[known.facts.state]
        request = ActRequest(case_id, act, known.case.version, channel="SYSTEM")
        await cases.act(request, SYSTEM, now)
        return Outcome.ACTED


Consequence = Callable[[CaseFacts], Act | None]


def _deem_accepted(case: CaseFacts) -> Act | None:
    """Nothing told by the end of the fifth working day: accepted as of the receipt (行政许可法 §32)."""
    return Act.DEEM_ACCEPTED if case.state is ApplicationState.RECEIVED else None


def _propose_lapse(case: CaseFacts) -> Act | None:
    """The applicant's own limit is over: the desk is asked to confirm that nothing more is coming."""
    pending = case.state is ApplicationState.SUPPLEMENT_PENDING and not case.past.lapse_proposed
    return Act.PROPOSE_LAPSE if pending else None


_CONSEQUENCES: dict[ClockKind, Consequence] = {
    ClockKind.ACCEPTANCE: _deem_accepted,
    ClockKind.SUPPLEMENT: _propose_lapse,
}
