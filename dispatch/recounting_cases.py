"""Counts the open clocks of cases again by a new version of the calendar: previewed, then done in rounds."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import database
from dispatch import clock_store, queue
from dispatch.calendar_store import calendar_version, install_calendar
from dispatch.case_store import Case, case_by_id
from dispatch.queue import Args
from dispatch.rules.calendar import Calendar
from dispatch.rules.change import CaseValues
from dispatch.rules.entry_data import MovedClock, RecountData
from dispatch.rules.entry_kinds import EntryKind
from dispatch.rules.kept_clock import Clock, ClockState, recounted
from dispatch.running import JobFunction
from dispatch.telling import entry, tell
from dispatch.visible import COUNT, VISIBLE, sight
from reach import SYSTEM, Reach

KIND = "recount-clocks"
_AT_ONCE = 200
_UNDER_OLDER = f"""
SELECT c.id FROM dispatch.cases c
WHERE c.calendar_code = ${COUNT + 1} AND c.calendar_version < ${COUNT + 2} AND c.id > ${COUNT + 3}
    AND {VISIBLE}
    AND EXISTS (SELECT 1 FROM dispatch.clocks k WHERE k.case_id = c.id AND k.state <> 'stopped')
ORDER BY c.id LIMIT ${COUNT + 4}
"""
_MOVE_ON = "UPDATE dispatch.clocks SET calendar_version = $2 WHERE case_id = $1 AND state <> 'stopped'"


@dataclass(frozen=True, slots=True)
class Recount:
    """What a calendar makes of one clock of a case: as it is, and as it will be."""

    case_id: int
    case_no: str
    before: Clock
    after: Clock

    @property
    def moves(self) -> bool:
        """Whether anybody would notice: another due time, or no longer (or only now) provisional."""
        before, after = self.before, self.after
        return (before.due_at, before.provisional) != (after.due_at, after.provisional)


async def preview(reach: Reach, calendar: Calendar) -> AsyncIterator[Recount]:
    """What installing this version would move among the open clocks in reach, by case; changes nothing."""
    after = 0
    while ids := await _under_older(reach, calendar, after):
        for case_id in ids:
            for one in await _recounts(await case_by_id(reach, case_id), calendar):
                if one.moves:
                    yield one
        after = ids[-1]


async def _under_older(reach: Reach, calendar: Calendar, after: int) -> list[int]:
    values = (*sight(reach).values, calendar.code, calendar.version, after, _AT_ONCE)
    return [row["id"] for row in await database.fetch(_UNDER_OLDER, *values)]


async def _recounts(case: Case, calendar: Calendar) -> list[Recount]:
    clocks = await clock_store.clocks_of(case)
    running = [clock for clock in clocks if clock.state is not ClockState.STOPPED]
    return [Recount(case.id, case.case_no, clock, recounted(clock, calendar)) for clock in running]


async def install_and_recount(reach: Reach, calendar: Calendar, now: datetime) -> None:
    """Installs a version of the calendar and asks for the recount of every open case, both or neither."""
    async with database.transaction():
        await install_calendar(reach, calendar, now)
        args = {"code": calendar.code, "version": calendar.version, "after": 0}
        await queue.enqueue(KIND, f"{calendar.code} {calendar.version}", args, now)


async def recount_case(case_id: int, calendar: Calendar, now: datetime) -> bool:
    """Moves one case on to a version of its calendar and journals it; False if it is there already."""
    async with database.transaction():
        case = await case_by_id(SYSTEM, case_id, for_act=True)
        if case.calendar_code != calendar.code or case.calendar_version >= calendar.version:
            return False
        found = await _recounts(case, calendar)
        await clock_store.update([one.after for one in found if one.after != one.before])
        await database.execute(_MOVE_ON, case.id, calendar.version)
        sets = CaseValues(calendar_version=calendar.version)
        moved = [
            MovedClock(one.before.kind.value, one.before.due_at, one.after.due_at)
            for one in found
            if one.moves
        ]
        data = RecountData(state=case.state, version=case.version, sets=sets, moved=moved)
        told = entry(EntryKind.CLOCKS_RECOUNTED, data, SYSTEM, "SYSTEM", now)
        await tell(case, [told], sets, clock_store.next_due([one.after for one in found]))
        await clock_store.spread_due(case.id)
        return True


def job(clock: Callable[[], Awaitable[datetime]]) -> JobFunction:
    """The job that recounts: a round of cases at a time, taken up where the round before ended."""

    async def run(args: Args) -> None:
        calendar = await calendar_version(str(args["code"]), int(str(args["version"])))
        after, now = int(str(args["after"])), await clock()
        ids = await _under_older(SYSTEM, calendar, after)
        for case_id in ids:
            await recount_case(case_id, calendar, now)
        # A case taken in while the version changed may have committed behind a round: over again until clean.
        if ids or after:
            key = f"{calendar.code} {calendar.version}"
            await queue.enqueue(KIND, key, {**args, "after": ids[-1] if ids else 0}, now)

    return run
