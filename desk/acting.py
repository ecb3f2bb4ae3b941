"""The one door for acts at the desk: what asks for materials or brings them has rules of its own."""

from datetime import datetime

from desk import supplements
from dispatch.acting import act_with_defaults
from dispatch.cases import Acted, ActRequest
from dispatch.rules.states import Act
from grid.city import City
from reach import Reach

_ASKING = frozenset({Act.NOTIFY_SUPPLEMENT, Act.FAIL_PRE_REVIEW, Act.ASK_LATER})
_BRINGING = frozenset({Act.SUPPLEMENT, Act.SUBMIT_LATER})


async def act(request: ActRequest, reach: Reach, city: City, now: datetime) -> Acted:
    """Does one act with everything that belongs to it, in the caller's transaction or one of its own.

    `now` is UTC. Raises what `dispatch.acting.act_with_defaults` raises, and InvalidInput with every fault of
    a list of materials asked for.
    """
    if request.act in _ASKING:
        return await supplements.ask(request, reach, city, now)
    if request.act in _BRINGING:
        return await supplements.bring(request, reach, city, now)
    return await act_with_defaults(request, reach, city, now)
