"""Sweeps the clocks: warns, marks what is overdue, and does what the law or an order says happens then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch import case_store, cases
from dispatch.acting import act_with_defaults
from dispatch.cases import ActRequest
from dispatch.errors import ActRefused
from dispatch.passes import Found, Outcome, go_over
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
DUE = """
SELECT id, case_id FROM dispatch.clocks
WHERE state = 'running' AND breached_at IS NULL AND due_at < $1 AND case_id <> ALL($3::bigint[])
ORDER BY due_at, id LIMIT $2
"""
_WARN = """
SELECT id, case_id FROM dispatch.clocks
WHERE state = 'running' AND warned_at IS NULL AND breached_at IS NULL AND warn_at <= $1
    AND case_id <> ALL($3::bigint[])
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
SELECT id, id AS case_id FROM (
    SELECT c.id, (SELECT (told.data->>'until')::timestamptz FROM dispatch.journal told
        WHERE told.case_id = c.id AND told.kind IN ('suspended', 'pended')
        ORDER BY told.seq DESC LIMIT 1) AS until
    FROM dispatch.cases c
    WHERE c.state IN ('SUSPENDED', 'PENDED') AND ($4::bigint IS NULL OR c.id = $4)
        AND c.id <> ALL($3::bigint[])
) AS waiting WHERE until <= $1 ORDER BY until, id LIMIT $2
"""
_GOES_ON: dict[State, Act] = {IncidentState.SUSPENDED: Act.RESUME, IncidentState.PENDED: Act.UNPEND}


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: clocks warned of and missed, acts done, and cases (ids) somebody has to look at."""

    warned: int
    breached: int
    acted: int
    refused: tuple[int, ...]
    failed: tuple[int, ...] = ()
    full: bool = False


async def sweep(city: City, now: datetime, limit: int = 200) -> Swept:
    """Goes over the clocks that need something at `now` (UTC), each in a transaction of its own.

    Two sweeps at once, or one repeated after a crash, do nothing twice. `full` says that one pass met its
    limit and more may be waiting.
    """

    def finding(sql: str, *more: object) -> Callable[[list[int]], Awaitable[list[Found]]]:
        async def find(left_out: list[int]) -> list[Found]:
            rows = await database.fetch(sql, now, limit, left_out, *more)
            return [Found(row["case_id"], row["id"]) for row in rows]

        return find

    missed = await go_over(finding(DUE), lambda row: _breach(row, city, now), limit)
    resumed = await go_over(finding(_SET_ASIDE_UNTIL, None), lambda row: _go_on(row, now), limit)
    warned = await go_over(finding(_WARN), lambda row: _warn(row, now), limit)
    passes = (missed, resumed, warned)
    return Swept(
        warned=len(warned.cases(Outcome.TOLD)),
        breached=len(missed.cases(Outcome.TOLD, Outcome.ACTED, Outcome.REFUSED)),
        acted=sum(len(one.cases(Outcome.ACTED)) for one in passes),
        refused=tuple(case_id for one in passes for case_id in one.cases(Outcome.REFUSED)),
        failed=tuple(case_id for one in passes for case_id in one.cases(Outcome.FAILED)),
        full=any(one.full for one in passes),
    )


async def _warn(found: Found, now: datetime) -> Outcome:
    async with database.transaction():
        # The case first, as every act locks it first: the other order would deadlock with them.
        case = await case_store.case_by_id(SYSTEM, found.case_id, for_act=True)
        row = await database.fetch_row(_WARNED, found.clock_id, now)
        if row is None:
            return Outcome.SEEN_TO
        data = ClockData(state=case.state, version=case.version, clock=row["kind"], due_at=row["due_at"])
        await note(case, EntryKind.CLOCK_WARNED, data, (SYSTEM, "SYSTEM", now))
        return Outcome.TOLD


async def _breach(found: Found, city: City, now: datetime) -> Outcome:
    async with database.transaction():
        case = await case_store.case_by_id(SYSTEM, found.case_id, for_act=True)
        row = await database.fetch_row(_BREACH, found.clock_id, now)
        if row is None:
            return Outcome.SEEN_TO
        data = ClockData(state=case.state, version=case.version, clock=row["kind"], due_at=row["due_at"])
        await note(case, EntryKind.CLOCK_BREACHED, data, (SYSTEM, "SYSTEM", now))
        consequence = _CONSEQUENCES.get(ClockKind(row["kind"]))
        act = None if consequence is None else consequence((await cases.know(SYSTEM, case.id)).facts)
        if act is None:
            return Outcome.TOLD
        try:
            await act_with_defaults(
                ActRequest(case.id, act, case.version, channel="SYSTEM"), SYSTEM, city, now
            )
        except ActRefused:
            # What was found stays on record, and somebody has to look.
            return Outcome.REFUSED
        return Outcome.ACTED


async def _go_on(found: Found, now: datetime) -> Outcome:
    """Work set aside until a day goes on by itself when the day is there."""
    async with database.transaction():
        known = await cases.know(SYSTEM, found.case_id, for_act=True)
        # Asked again under the lock: it may have gone on meanwhile, or have been set aside anew.
        if not await database.fetch(_SET_ASIDE_UNTIL, now, 1, [], found.case_id):
            return Outcome.SEEN_TO
        act = _GOES_ON[known.facts.state]
        request = ActRequest(found.case_id, act, known.case.version, channel="SYSTEM")
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
