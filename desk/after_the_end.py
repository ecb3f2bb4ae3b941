"""What the holder of number and password may still do once his matter is over: judge it, ask again."""

from datetime import datetime

import database
from desk import acting
from desk.dissatisfaction import prepare_again, register_again
from desk.new_case import Channel, Registered
from desk.surveying import Prepared
from dispatch.case_store import case_by_id
from dispatch.cases import ActRequest
from dispatch.errors import AlreadyDone
from dispatch.follow_ups import has_open_follow_up
from dispatch.rules.shared_facts import Rating
from dispatch.rules.states import Act
from grid.city import City
from reach import Reach

_CHANNEL = Channel.RESIDENT


async def rate(holder: Reach, rating: Rating, city: City, now: datetime) -> None:
    """Keeps the one judgement a case takes (一次一评); `now` is UTC.

    Raises AlreadyDone, TooLate, FactMissing for other than one to five stars, ActNotAllowed before the end.
    """
    async with database.transaction():
        case = await case_by_id(holder, int(holder.who), for_act=True)
        request = ActRequest(case.id, Act.RATE, case.version, rating, channel=_CHANNEL.value)
        await acting.act(request, holder, city, now)


async def prepare_asking(holder: Reach, text: str, city: City, now: datetime) -> Prepared:
    """What `ask_again` does before its transaction; raises what `dissatisfaction.prepare_again` raises."""
    said = {"description": text}
    return await prepare_again(int(holder.who), said, _CHANNEL, holder, (city, now, None))


async def ask_again(prepared: Prepared, holder: Reach, city: City, now: datetime) -> Registered:
    """Takes a closed incident in again for its holder, one at a time; `now` is UTC.

    In the caller's transaction or one of its own. Raises what `intake.register` raises, and AlreadyDone while
    what was asked for before is open.
    """
    async with database.transaction():
        if await has_open_follow_up(await case_by_id(holder, int(holder.who), for_act=True)):
            raise AlreadyDone("it was asked for again, and that is still open")
        return await register_again(prepared, holder, city, now)
