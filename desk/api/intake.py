"""Taking a matter in over HTTP: incidents and applications."""

from litestar import Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from desk import intake, metrics
from desk.api.answering import Key, answered_before, answered_once, identity_of, response
from desk.api.intake_answers import RegisteredAnswer, registered_answer
from desk.api.intake_bodies import (
    ApplicationBody,
    IncidentBody,
    application,
    incident,
)
from desk.guards import may
from desk.idempotency import Answer, RequestIdentity
from desk.input_errors import InvalidInput
from desk.intake_faults import Read, every_fault_told
from desk.licence_store import licence_store
from desk.pages import names
from desk.requests import DeskRequest
from desk.surveying import Prepared
from dispatch.present import present
from dispatch.rules.states import Act
from grid.city import City
from grid.locate import edition_lock
from reach import Reach

_ANSWER = {201: ResponseSpec(RegisteredAnswer, description="Taken in", generate_examples=False)}


@post(
    "/incidents",
    guards=[may(Act.REPORT)],
    tags=["intake"],
    summary="Take an incident in",
    responses=_ANSWER,
)
async def take_incident(
    request: DeskRequest, data: JSONBody[IncidentBody], idempotency_key: Key = None
) -> Response[bytes]:
    """Places, routes and opens an incident; the same request under the same key is taken in once."""
    identity = await identity_of(request, idempotency_key)
    return await _taken_in(incident(data, request.reach), request.reach, identity)


@post(
    "/applications",
    guards=[may(Act.RECEIVE, Act.APPLY)],
    tags=["intake"],
    summary="Take an application in",
    responses=_ANSWER,
)
async def take_application(
    request: DeskRequest, data: JSONBody[ApplicationBody], idempotency_key: Key = None
) -> Response[bytes]:
    """Places, routes and opens an application, and says which materials are missing."""
    identity = await identity_of(request, idempotency_key)
    return await _taken_in(application(data, request.reach), request.reach, identity)


async def _taken_in(read: Read, reach: Reach, identity: RequestIdentity) -> Response[bytes]:
    now, city = await present(), await names.city()
    try:
        async with every_fault_told(read, reach, city, now):
            found = await intake.prepare_once(identity, read.new, (city, now), licence_store())
            return response(found) if isinstance(found, Answer) else await _once(identity, found, reach, city)
    except InvalidInput:
        # What was taken in before is answered as it was, whatever would be wrong with it by now.
        if (before := await answered_before(identity)) is not None:
            return before
        raise


async def _once(identity: RequestIdentity, prepared: Prepared, reach: Reach, city: City) -> Response[bytes]:
    async def work() -> object:
        return registered_answer(await intake.register_locked(prepared, reach, city))

    answer = await answered_once(identity, work, 201, beside=edition_lock())
    if "idempotency-replayed" not in answer.headers:
        metrics.INTAKES.labels(prepared.new.kind.value, prepared.new.channel.value).inc()
    return answer


ROUTES = (take_incident, take_application)
