"""One route for each act: `POST /cases/{case_no}/acts/{act}`, with the body the act needs."""

from collections.abc import Iterator
from typing import Annotated

from litestar import Response, post
from litestar.enums import RequestEncodingType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import BodyKwarg, FromPath, JSONBody
from msgspec import Struct

from desk import acting, metrics
from desk.api.act_bodies import BODIES, ActBody, facts_in
from desk.api.act_table import SERVED, ServedAct
from desk.api.answering import Key, answered_once, identity_of
from desk.api.answers import CaseAnswer, case_answer
from desk.errors import MovedOn, Since
from desk.guards import may
from desk.idempotency import Answer
from desk.input_errors import FieldError, InvalidInput
from desk.problem_answers import problem_body
from desk.requests import DeskRequest
from dispatch import cases, journal
from dispatch.case_store import Case, case_by_id, case_by_no
from dispatch.cases import ActRequest
from dispatch.errors import NotVisible, StaleVersion, SupplementAskedAlready
from dispatch.present import present
from dispatch.rules.application_facts import Materials
from dispatch.rules.asked import ActFacts
from dispatch.rules.incident_facts import Done, Visit
from dispatch.rules.shared_facts import Attachments, Tie
from grid.city import load_city
from reach import SYSTEM, Reach, ReachKind, Role
from registry.data_keys import case_owner
from registry.file_owners import not_owned


class ActedAnswer(Struct):
    """What came of an act: the case as it is now, the number of the entry, the acts possible next."""

    case: CaseAnswer
    seq: int
    card: str | None
    acts: list[str]


async def do(served: ServedAct, case_no: str, body: ActBody, reach: Reach) -> ActedAnswer | Answer:
    """Does the act in the caller's transaction; raises what `desk.acting.act` raises, and MovedOn."""
    now = await present()
    case = await case_by_no(reach, case_no)
    facts = facts_in(served, body, case.kind)
    await _check_named(facts, case, reach)
    request = ActRequest(case.id, served.act, body.version, facts, body.task_id, channel_of(reach))
    try:
        acted = await acting.act(request, reach, await load_city(), now)
    except StaleVersion as stale:
        raise MovedOn(stale.present, await _since(case, stale.expected)) from stale
    except SupplementAskedAlready as refused:
        # Answered instead of raised, so that the record of the attempt commits.
        return Answer(*problem_body(refused))
    metrics.ACTS.labels(served.act.value).inc()
    # Whoever acted may read the outcome, even where the act has just put the case out of his reach.
    known = await cases.know(SYSTEM, case.id)
    card = acted.change.card
    return ActedAnswer(
        case_answer(acted.case),
        acted.seq,
        card.value if card else None,
        [act.value for act in cases.allowed_acts(reach, known)],
    )


def channel_of(reach: Reach) -> str:
    """The way in that goes with who acts: workers are in the field, machines on the bus."""
    if reach.kind is not ReachKind.STAFF:
        return "BUS"
    return "FIELD" if reach.roles & {Role.GRID_WORKER, Role.CHECKER} else "WINDOW"


async def _check_named(facts: ActFacts | None, case: Case, reach: Reach) -> None:
    """Files an act names belong to its case, and another case it names is in reach."""
    named: dict[str, tuple[int, ...]] = {}
    last = ""
    match facts:
        case Visit(photos=photos):
            named = {"photos": photos}
        case Done(before=before, after=after):
            named = {"before": before, "after": after}
        case Attachments(files=files):
            named = {"files": files}
        case Materials(files=brought):
            named, last = {"files": tuple(one.file_id for one in brought)}, "/file_id"
        case Tie(case_id=other):
            await check_in_reach(reach, other, "/case_id")
    for field, ids in named.items():
        foreign = set(await not_owned(case_owner(case.id), ids)) if ids else set()
        faults = [
            FieldError(f"/{field}/{place}{last}", "not_found", "is no file of this case")
            for place, file_id in enumerate(ids)
            if file_id in foreign
        ]
        if faults:
            raise InvalidInput(*faults)


async def check_in_reach(reach: Reach, case_id: int, pointer: str) -> None:
    """Raises InvalidInput at the pointer for a case that is unknown or out of reach."""
    try:
        await case_by_id(reach, case_id)
    except NotVisible as error:
        raise InvalidInput(FieldError(pointer, "not_found", "is no case in reach")) from error


async def _since(case: Case, version: int) -> tuple[Since, ...]:
    entries = await journal.entries_of(case.id)
    later = [entry for entry in entries if int(str(entry.data["version"])) > version]
    return tuple(Since(entry.seq, entry.kind, entry.at, entry.actor) for entry in later)


def _route(served: ServedAct) -> HTTPRouteHandler:
    body_type = BODIES[served.act]

    async def handle(
        request: DeskRequest, case_no: FromPath[str], data: JSONBody[ActBody], idempotency_key: Key = None
    ) -> Response[bytes]:
        identity = await identity_of(request, idempotency_key)

        async def work() -> object:
            return await do(served, case_no, data, request.reach)

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
