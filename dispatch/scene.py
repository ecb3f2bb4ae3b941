"""What a place is for whoever takes something in there: areas, who answers, who is on duty, calendar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dispatch.calendar_store import calendar_version, current_version
from dispatch.responsibilities import book_of, in_force
from dispatch.roster import on_duty_over
from dispatch.rules.assignment import OnDuty
from dispatch.rules.calendar import Calendar
from dispatch.rules.rulebook import Rulebook
from grid.city import City
from grid.locate import paths_around
from grid.location import Location
from together import Answers, Query, ask_together


@dataclass(frozen=True, slots=True)
class Scene:
    """A located place with the list and the calendar in force, and everybody on duty around it."""

    location: Location
    book: Rulebook
    calendar: Calendar
    on_duty: tuple[OnDuty, ...]


async def scene(
    place: Query[Location], city: City, at: datetime, **also: Query[Any]
) -> tuple[Scene, Answers]:
    """All of it as it stands, with the roster of a moment (UTC), in one round trip; `also` is asked with it.

    Of list and calendar the number in force is asked anew each time; what a number stands for never changes
    and is kept by this process. Raises what is wrong with the place, NoResponsibilitiesPublished,
    UnknownCalendar.
    """
    book, calendar = in_force(), current_version(city.calendar_code)
    roster = on_duty_over(paths_around("place"), at)
    told = await ask_together(place=place, book=book, calendar=calendar, roster=roster, **also)
    return Scene(
        told.of(place),
        await book_of(told.of(book), city.zone),
        await calendar_version(city.calendar_code, told.of(calendar)),
        told.of(roster),
    ), told
