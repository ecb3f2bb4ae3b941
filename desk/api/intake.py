"""Taking a matter in over HTTP: incidents, applications, and reports of residents who are not signed in."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from litestar import Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from desk import attempts, intake, metrics
from desk.api.answering import Key, answered_before, answered_once, identity_of
from desk.api.intake_answers import RegisteredAnswer, registered_answer
from desk.api.intake_bodies import (
    ApplicationBody,
    IncidentBody,
    ReportBody,
    application,
    incident,
    now_or_earlier,
    report,
)
from desk.api.reported import ReportedAnswer, reported_answer
from desk.doing import check_in_reach
from desk.guards import may
from desk.idempotency import RequestIdentity
from desk.input_errors import FieldError, InvalidInput
from desk.licence_store import licence_store
from desk.new_case import NewCase, Registered
from desk.requests import LARGEST_PUBLIC_BODY, DeskRequest
from dispatch.present import present
from dispatch.rules.states import Act
from grid.city import load_city
from grid.errors import UnknownAddress, UnknownArea
from reach import Reach, ReachKind
from registry.keys import keyed_index
from registry.service_points import service_points

_ANSWER = {201: ResponseSpec(RegisteredAnswer, description="Taken in", generate_examples=False)}
_REPORTED = {201: ResponseSpec(ReportedAnswer, description="Taken in", generate_examples=False)}
Telling = Callable[[Registered], Awaitable[object]]
# Somebody nobody knows: a resident without a file of his own.
_RESIDENT = Reach(ReachKind.SUBJECT, 0)


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
    if (before := await answered_before(identity)) is not None:
        return before
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
    if (before := await answered_before(identity)) is not None:
        return before
    return await _taken_in(application(data, request.reach), request.reach, identity)


@post(
    "/reports",
    tags=["intake"],
    summary="Report something as a resident",
    responses=_REPORTED,
    request_max_body_size=LARGEST_PUBLIC_BODY,
)
async def take_report(
    request: DeskRequest, data: JSONBody[ReportBody], idempotency_key: Key = None
) -> Response[bytes]:
    """Open to everybody, some twenty in ten minutes from one address; answers with the tracking number."""
    # A key belongs to its sender, and all that is known of this one is the address.
    sender = f"source:{keyed_index('source', request.sender).hex()}"
    identity = await identity_of(request, idempotency_key, sender)
    if (before := await answered_before(identity)) is not None:
        return before
    await attempts.count_attempt(f"report:{request.sender}", attempts.REPORT_BY_SOURCE, datetime.now(UTC))
    return await _taken_in(report(data), _RESIDENT, identity, reported_answer)


async def _taken_in(
    new: NewCase, reach: Reach, identity: RequestIdentity, told: Telling = registered_answer
) -> Response[bytes]:
    now, city = await present(), await load_city()
    now_or_earlier(new, now)
    await _check_named(new, reach)
    prepared = await intake.prepare(new, city, now, licence_store())

    async def work() -> object:
        return await told(await intake.register_prepared(prepared, reach, city))

    try:
        answer = await answered_once(identity, work, 201)
    except UnknownAddress as error:
        raise InvalidInput(FieldError("/place/address_id", "not_found", str(error))) from error
    except UnknownArea as error:
        raise InvalidInput(FieldError("/place/area_code", "not_found", str(error))) from error
    if "idempotency-replayed" not in answer.headers:
        metrics.INTAKES.labels(new.kind.value, new.channel.value).inc()
    return answer


async def _check_named(new: NewCase, reach: Reach) -> None:
    """The service point exists, the window is one of its, and an earlier case named is in reach."""
    if new.origin_case is not None:
        await check_in_reach(reach, new.origin_case, "/origin_case")
    if new.service_point_id is None:
        if new.window_id is not None:
            raise InvalidInput(FieldError("/window_id", "invalid", "a window belongs to a service point"))
        return
    found = await service_points([new.service_point_id])
    if not found:
        raise InvalidInput(FieldError("/service_point_id", "not_found", "there is no such service point"))
    if new.window_id is not None and new.window_id not in {window.id for window in found[0].windows}:
        raise InvalidInput(FieldError("/window_id", "not_found", "is no window of this service point"))


ROUTES = (take_incident, take_application, take_report)
