"""Every kind of background job and the function that does it; other kinds wait for a newer worker."""

from datetime import datetime, timedelta

from desk import leftovers
from desk.anchor_watch import anchor_hourly
from dispatch import anchoring, clockwork, recounting_cases
from dispatch.periodic import Periodic, kinds_of
from dispatch.present import present
from dispatch.running import JobFunction
from grid.city import load_city
from grid.errors import NoCity

_CLOCKS_AT_ONCE = 200


async def sweep_clocks(now: datetime) -> bool:
    """One sweep of the clocks at `now` (UTC); says whether it ended before all were seen to."""
    try:
        city = await load_city()
    except NoCity:
        # A worker may run before its city is made: then there is no clock either.
        return False
    return (await clockwork.sweep(city, now, _CLOCKS_AT_ONCE)).full


PERIODIC: dict[str, Periodic] = {
    "sweep-clocks": Periodic(timedelta(seconds=20), sweep_clocks),
    "anchor": Periodic(anchoring.EVERY, anchor_hourly),
    "sweep-leftovers": Periodic(timedelta(hours=1), leftovers.sweep),
}
JOB_KINDS: dict[str, JobFunction] = {
    **kinds_of(PERIODIC, present),
    recounting_cases.KIND: recounting_cases.job(present),
}
