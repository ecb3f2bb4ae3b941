"""What comes in about a case without being an act: materials brought, and the matter itself once more."""

from typing import Annotated

from litestar import Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from desk import metrics
from desk.api.act_bodies import Code, Id
from desk.api.answering import Key, answered_before, answered_once, identity_of
from desk.api.answers import CaseAnswer, case_answer
from desk.api.channels import channel_faults, usual_channel
from desk.api.intake_answers import RegisteredAnswer, registered_answer
from desk.api.people_bodies import SubjectBody, subject_faults, subject_of
from desk.bringing import note_materials
from desk.dissatisfaction import prepare_again, register_again
from desk.doing import channel_of
from desk.guards import may
from desk.input_errors import InvalidInput
from desk.new_case import Channel
from desk.requests import DeskRequest
from dispatch.case_store import case_by_no
from dispatch.present import present
from dispatch.rules.application_facts import MaterialFile, Materials
from dispatch.rules.states import Act
from grid.city import load_city

_MOST = Meta(min_length=1, max_length=100)


class BroughtFile(Struct, forbid_unknown_fields=True):
    """Which stored file of the case a material was brought as."""

    code: Code
    file_id: Id


class BroughtBody(Struct, forbid_unknown_fields=True):
    """Materials by their codes in the item: on paper, or as the files named."""

    codes: Annotated[list[Code], _MOST]
    files: Annotated[list[BroughtFile], Meta(max_length=100)] = []


class AgainBody(Struct, forbid_unknown_fields=True):
    """What is not in order still, and who says so."""

    description: Annotated[str, Meta(min_length=1, max_length=4000)]
    channel: Channel | None = None
    subject: SubjectBody | None = None


@post(
    "/cases/{case_no:str}/materials",
    guards=[may(Act.SUPPLEMENT)],
    tags=["intake"],
    summary="Note materials brought without an act",
    responses={201: ResponseSpec(CaseAnswer, description="The case", generate_examples=False)},
)
async def bring_materials(
    request: DeskRequest, case_no: FromPath[str], data: JSONBody[BroughtBody], idempotency_key: Key = None
) -> Response[bytes]:
    """Before acceptance, with or without a notice; once nothing is missing the case can be accepted.

    While a notice is open this counts towards it: the act `supplement` ends it.
    """
    identity, reach = await identity_of(request, idempotency_key), request.reach

    async def work() -> object:
        case = await case_by_no(reach, case_no)
        files = tuple(MaterialFile(one.code, one.file_id) for one in data.files)
        brought = Materials(frozenset(data.codes), files=files)
        noted = await note_materials(case.id, brought, reach, await present(), channel_of(reach))
        return case_answer(noted)

    return await answered_once(identity, work, 201)


@post(
    "/cases/{case_no:str}/ask-again",
    guards=[may(Act.REPORT)],
    tags=["intake"],
    summary="Take a closed incident in again",
    responses={201: ResponseSpec(RegisteredAnswer, description="Taken in", generate_examples=False)},
)
async def take_in_again(
    request: DeskRequest, case_no: FromPath[str], data: JSONBody[AgainBody], idempotency_key: Key = None
) -> Response[bytes]:
    """Somebody is not content with how it was closed: a new case at the same place, tied to the old one."""
    identity, reach = await identity_of(request, idempotency_key), request.reach
    if (before := await answered_before(identity)) is not None:
        return before
    faults = [*channel_faults(data.channel, reach), *subject_faults(data.subject, "/subject")]
    if faults:
        raise InvalidInput(*faults)
    channel = data.channel or usual_channel(reach)
    city, now = await load_city(), await present()
    closed = await case_by_no(reach, case_no)
    via = (city, now, subject_of(data.subject))
    prepared = await prepare_again(closed.id, {"description": data.description}, channel, reach, via)

    async def work() -> object:
        return registered_answer(await register_again(prepared, reach, city, now))

    answer = await answered_once(identity, work, 201)
    if "idempotency-replayed" not in answer.headers:
        metrics.INTAKES.labels(prepared.new.kind.value, channel.value).inc()
    return answer


ROUTES = (bring_materials, take_in_again)
