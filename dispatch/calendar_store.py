"""The calendars of the installation: each version kept, one of them current."""

import json
from collections.abc import Sequence
from datetime import datetime

import database
from dispatch.errors import UnknownCalendar
from dispatch.rules.calendar import Calendar
from dispatch.rules.calendar_form import calendar_form, parse_calendar
from reach import Reach
from registry import audit
from together import Query, Row, ask

_CURRENT = "SELECT version FROM dispatch.calendars WHERE code = $1 AND current"
_BODY = "SELECT body FROM dispatch.calendars WHERE code = $1 AND version = $2"
_RETIRE = "UPDATE dispatch.calendars SET current = false WHERE code = $1 AND current"
_INSERT = """
INSERT INTO dispatch.calendars (code, version, body, current, imported_at) VALUES ($1, $2, $3, true, $4)
"""
# A version never changes once stored, so a process may keep it for ever.
_known: dict[tuple[str, int], Calendar] = {}


async def install_calendar(reach: Reach, calendar: Calendar, now: datetime) -> None:
    """Makes a version the current one of its code and records it in the audit chain; twice is once.

    Cases already open keep the version they were taken in under until they are recounted.
    """
    async with database.transaction():
        if await database.fetch_value(_BODY, calendar.code, calendar.version) is not None:
            return
        await database.execute(_RETIRE, calendar.code)
        body = json.dumps(calendar_form(calendar), ensure_ascii=False)
        await database.execute(_INSERT, calendar.code, calendar.version, body, now)
        said = {"code": calendar.code, "version": calendar.version}
        await audit.append(reach, audit.CONFIG, audit.Fact("calendar_installed", now, said))


async def calendar_version(code: str, version: int) -> Calendar:
    """One version of a calendar; raises UnknownCalendar."""
    if (code, version) not in _known:
        body = await database.fetch_value(_BODY, code, version)
        if body is None:
            raise UnknownCalendar(f"{code} {version}")
        _known[code, version] = parse_calendar(json.loads(body))
    return _known[code, version]


async def current_calendar(code: str) -> Calendar:
    """The version in force; raises UnknownCalendar."""
    return await calendar_version(code, await ask(current_version(code)))


def current_version(code: str) -> Query[int]:
    """The number of the version in force; its meaning raises UnknownCalendar."""

    def version(rows: Sequence[Row]) -> int:
        if not rows:
            raise UnknownCalendar(code)
        return int(rows[0][0])

    return Query(_CURRENT, (code,), version)
