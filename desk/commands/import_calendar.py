"""The command import-calendar: a year's notice of days off, shown on the open clocks and then installed."""

import argparse
import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desk.commands.importing import told
from desk.imports.console import complain, say
from desk.imports.errors import DefinitionWrong, FileUnreadable
from dispatch.calendar_store import current_calendar
from dispatch.errors import CalendarRefused
from dispatch.present import present
from dispatch.recounting_cases import Recount, install_and_recount, preview
from dispatch.rules.calendar import Calendar
from dispatch.rules.calendar_year import CalendarYear
from dispatch.rules.kept_clock import Clock
from dispatch.rules.notice_form import parse_year
from grid.city import load_city
from reach import SYSTEM
from registry.rules.allowances import Unit

_DAYS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY)
_LARGEST = 1_000_000  # bytes: a year has 366 days
_FORM = (
    '{"year": 2027, "notice": "…", "holidays": [{"name": "…", "off": ["2027-01-01/2027-01-03"], "work": []}]}'
)


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "import-calendar",
        help="show what a year's notice of days off would move, and with --apply install it",
        epilog=f"the file: {_FORM}; off are days off, work are weekend days worked instead",
    )
    parser.add_argument("file", type=Path, help="one year's notice, as JSON")
    parser.add_argument("--apply", action="store_true", help="install it and count the open clocks again")
    parser.set_defaults(run=_run)


@told
async def _run(asked: argparse.Namespace) -> int:
    city = await load_city()
    known = await current_calendar(city.calendar_code)
    year = _notice(asked.file, known)
    if known.years.get(year.year) == year:
        say(f"{year.notice} is in force already; there is nothing to do.")
        return 0
    calendar = known.with_year(year)
    await _show(calendar, city.zone)
    if not asked.apply:
        say("Nothing was changed; --apply installs it.")
        return 0
    await install_and_recount(SYSTEM, calendar, await present())
    if (await current_calendar(calendar.code)).years.get(year.year) != year:
        complain("Somebody installed another version meanwhile; look again.")
        return 1
    say(f"Calendar {calendar.code} {calendar.version} is in force; the worker counts the open clocks again.")
    return 0


def _notice(path: Path, known: Calendar) -> CalendarYear:
    """The year a file tells of; raises FileUnreadable, DefinitionWrong."""
    try:
        raw = path.read_bytes()
        data = json.loads(raw[:_LARGEST])
    except OSError as error:
        raise FileUnreadable(str(path), None, error.strerror or "cannot be read") from error
    except ValueError as error:
        raise FileUnreadable(str(path), None, f"is no JSON in UTF-8 of at most {_LARGEST} bytes") from error
    try:
        year = parse_year(data, known.weekend)
    except CalendarRefused as refused:
        faults = ((pointer, _sentence(code, detail)) for pointer, code, detail in refused.faults)
        raise DefinitionWrong(tuple(faults)) from refused
    if year.notice is None:
        # Expected days are not announced ones: clocks counted by them would wrongly be final.
        raise DefinitionWrong((("/notice", "names no notice that announced these days"),))
    return year


def _sentence(code: str, detail: str) -> str:
    return f"{code.replace('_', ' ').lower()} {detail}".rstrip()


async def _show(calendar: Calendar, zone: ZoneInfo) -> None:
    """Every open clock that moves, old and new, in local time; and how many."""
    clocks, cases = 0, set()
    async for one in preview(SYSTEM, calendar):
        say(_line(one, zone))
        clocks += 1
        cases.add(one.case_id)
    say(f"Open clocks that move: {clocks}; cases: {len(cases)}.")


def _line(one: Recount, zone: ZoneInfo) -> str:
    return f"{one.case_no}  {one.before.kind.value}  {_due(one.before, zone)} → {_due(one.after, zone)}"


def _due(clock: Clock, zone: ZoneInfo) -> str:
    said = "paused" if clock.due_at is None else _last(clock, clock.due_at, zone)
    return f"{said} (provisional)" if clock.provisional else said


def _last(clock: Clock, due_at: datetime, zone: ZoneInfo) -> str:
    """The last day in time for a limit in days, which ends with it; the instant for one in hours."""
    if clock.allowance is not None and clock.allowance.unit in _DAYS:
        return str((due_at - timedelta.resolution).astimezone(zone).date())
    return due_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
