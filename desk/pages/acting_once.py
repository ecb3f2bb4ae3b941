"""Does the act of a form once, however often it is sent, and says what came of it."""

import hashlib

import msgspec

from desk.api.act_bodies import ActBody
from desk.api.act_table import ServedAct
from desk.doing import Outcome, do
from desk.idempotency import Answer, RequestIdentity, checked_key, once
from desk.problem_answers import problem_body
from desk.problems import BY_CODE, Problem
from reach import Reach
from registry.keys import keyed_index

_REFUSED = 400


class Came(msgspec.Struct):
    """What is kept of an act that was done: the card it showed, if any."""

    card: str | None


async def act_once(served: ServedAct, case_no: str, body: ActBody, reach: Reach, key: str) -> Came | Problem:
    """The act under the key of its form; a Problem where it was refused and the attempt is kept.

    Raises what `desk.doing.do` raises, and KeyUsedOtherwise for other contents under the same key.
    """

    async def work() -> Answer:
        came = await do(served, case_no, body, reach)
        if isinstance(came, Outcome):
            return Answer(201, msgspec.json.encode(Came(came.card)))
        return Answer(*problem_body(came))

    answer = await once(_identity(served, case_no, body, reach, key), work)
    if answer.status >= _REFUSED:
        told = msgspec.json.decode(answer.body, type=_Told)
        return BY_CODE[told.type.rpartition("/")[2]]
    return msgspec.json.decode(answer.body, type=Came)


class _Told(msgspec.Struct):
    """The part of a problem that names its kind."""

    type: str


def _identity(served: ServedAct, case_no: str, body: ActBody, reach: Reach, key: str) -> RequestIdentity:
    """By what it says and not by its bytes: a browser cuts the same form in other parts each time.

    When and where it was pressed does not count: pressed twice it is the same act, and the first counts.
    """
    plain = msgspec.structs.replace(body, captured=None)
    said = hashlib.sha256(
        f"form\n{served.path}\n{case_no}\n".encode() + msgspec.json.encode(plain)
    ).hexdigest()
    return RequestIdentity(reach.actor, checked_key(key or None), keyed_index("request", said))
