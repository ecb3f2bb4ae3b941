"""The clerk's own day beside the form: figures, what was taken in last, and drafts that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.drafts import Draft, drafts_of
from desk.pages.window.people import PastCase, past_cases
from dispatch.front_desk import DeskDay, Span, desk_day, latest_of
from grid.city import City
from reach import Reach

_LATEST = 6
_SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """What the left column shows."""

    figures: DeskDay
    latest: tuple[PastCase, ...]
    drafts: Sequence[Draft]


async def day_of(reach: Reach, city: City, now: datetime) -> Day:
    """This clerk's day at `now` (UTC), from local midnight on; what is due within a day is due soon."""
    local = now.astimezone(city.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
    figures = await desk_day(reach, Span(midnight, now, now + _SOON))
    latest = await past_cases(await latest_of(reach, midnight, _LATEST))
    return Day(figures, latest, await drafts_of(reach))
