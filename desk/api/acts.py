"""One route for each act: `POST /cases/{case_no}/acts/{act}`, with the body the act needs."""

from collections.abc import Iterator
from typing import Annotated

from litestar import Response, post
from litestar.enums import RequestEncodingType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import BodyKwarg, FromPath, JSONBody
from msgspec import Struct

from desk.api.act_bodies import BODIES, ActBody
from desk.api.act_table import SERVED, ServedAct
from desk.api.answering import Key, answered_once, identity_of
from desk.api.answers import CaseAnswer, case_answer
from desk.doing import Outcome, do
from desk.guards import may
from desk.idempotency import Answer
from desk.problem_answers import problem_body
from desk.requests import DeskRequest


class ActedAnswer(Struct):
    """What came of an act: the case as it is now, the number of the entry, the acts possible next."""

    case: CaseAnswer
    seq: int
    card: str | None
    acts: list[str]


def _acted_answer(outcome: Outcome) -> ActedAnswer:
    acts = [act.value for act in outcome.acts]
    return ActedAnswer(case_answer(outcome.case), outcome.seq, outcome.card, acts)


def _route(served: ServedAct) -> HTTPRouteHandler:
    body_type = BODIES[served.act]

    async def handle(
        request: DeskRequest, case_no: FromPath[str], data: JSONBody[ActBody], idempotency_key: Key = None
    ) -> Response[bytes]:
        identity = await identity_of(request, idempotency_key)

        async def work() -> object:
            came = await do(served, case_no, data, request.reach)
            return _acted_answer(came) if isinstance(came, Outcome) else Answer(*problem_body(came))

        return await answered_once(identity, work, 201)

    body = BodyKwarg(media_type=RequestEncodingType.JSON)
    handle.__annotations__["data"] = Annotated[body_type, body]
    handle.__name__ = f"act_{served.act.value}"
    handle.__doc__ = f"{body_type.__doc__} Version is needed where others' forms could go stale."
    return post(
        f"/cases/{{case_no:str}}/acts/{served.path}",
        guards=[may(served.act)],
        tags=[served.tag],
        summary=served.act.value.replace("_", " ").capitalize(),
        operation_id=f"act_{served.act.value}",
        responses={201: ResponseSpec(ActedAnswer, description="What came of it", generate_examples=False)},
    )(handle)


def _routes() -> Iterator[HTTPRouteHandler]:
    for served in SERVED:
        yield _route(served)


ROUTES = tuple(_routes())
