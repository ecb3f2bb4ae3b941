"""Reading one case: as it stands, its journal, clocks, tasks, routings, and what it keeps sealed."""

from collections.abc import Sequence
from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from desk.api.answers import (
    CaseAnswer,
    ClockAnswer,
    EntryAnswer,
    RoutingAnswer,
    TaskAnswer,
    case_answer,
    derived_clock,
    entry_answer,
    published_entry,
    routing_answer,
    task_answer,
    task_of_a_department,
)
from desk.guards import any_role, case_readers
from desk.materials import materials_of
from desk.requests import DeskRequest
from desk.revealing import Look, kept_texts, look_into
from dispatch import cases, clock_store, journal
from dispatch.calendar_store import calendar_version
from dispatch.case_store import Case, Task, case_by_no, routings_of, tasks_of
from dispatch.places import place_of
from dispatch.present import present
from dispatch.rules.entry_kinds import EntryKind, is_public
from dispatch.rules.side_moves import WORKING
from reach import Reach, ReachKind
from registry.dossiers import dossier
from registry.errors import SubjectNotFound
from registry.rules.purposes import Purpose, for_case

_LARGEST = 2**31 - 1


class PlaceAnswer(Struct):
    """The exact point: longitude and latitude, EPSG:4326, and how exact it is in metres."""

    lon: float
    lat: float
    precision_m: int | None
    source: str


class SubjectAnswer(Struct):
    """A person or organisation, masked."""

    id: int
    kind: str
    name: str
    numbers: dict[str, str]
    phone: str | None
    address: str | None


class TextAnswer(Struct):
    """A sealed text: in which entry it was written, in which field, and the id under which it is revealed."""

    seq: int
    field: str
    id: int


class MaterialAnswer(Struct):
    """A material of an application: given, fetched on line, pending on line, or missing; and from where."""

    code: str
    status: str
    source: str
    file_id: int | None
    more_files: list[int]


class CaseView(Struct):
    """A case with everything its page shows: who, where, which tasks, and what may be done now."""

    case: CaseAnswer
    acts: list[str]
    tasks: list[TaskAnswer]
    place: PlaceAnswer | None
    subject: SubjectAnswer | None
    agent: SubjectAnswer | None
    texts: list[TextAnswer]
    materials: list[MaterialAnswer]


class RevealBody(Struct, forbid_unknown_fields=True):
    """What shall be shown unmasked, and why: the purpose is recorded with the look."""

    purpose: Purpose
    texts: Annotated[list[Annotated[int, Meta(ge=1, le=2**63 - 1)]], Meta(max_length=200)] | None = None
    subject: bool = False


class RevealAnswer(Struct):
    """Plain texts by id (null where erased), and the subject's fields."""

    texts: dict[str, str | None]
    subject: dict[str, str]


@get("/cases/{case_no:str}", guards=[case_readers], tags=["cases"], summary="A case as it stands")
async def view_case(request: DeskRequest, case_no: FromPath[str]) -> CaseView:
    """The case masked, with its tasks and the acts this caller may try now."""
    reach = request.reach
    case = await case_by_no(reach, case_no)
    known = await cases.known_of(case)
    # Its area path says to services where a case lies, to the cell; the point is for those who go there.
    place = None if _is_service(reach) else await place_of(reach, case.id)
    return CaseView(
        case_answer(known.case),
        [act.value for act in cases.allowed_acts(reach, known)],
        _tasks(reach, known.tasks),
        None if place is None else PlaceAnswer(place.lon, place.lat, place.precision_m, place.source),
        await _masked(reach, case, case.subject_id),
        await _masked(reach, case, case.agent_id),
        [] if _is_service(reach) else _texts(known.entries),
        [
            MaterialAnswer(line.code, line.status, line.source, line.file_id, list(line.more_files))
            for line in (await materials_of(case.id)).values()
        ],
    )


def _is_service(reach: Reach) -> bool:
    return reach.kind is ReachKind.SERVICE


def _tasks(reach: Reach, tasks: Sequence[Task]) -> list[TaskAnswer]:
    return [(task_of_a_department if _is_service(reach) else task_answer)(task) for task in tasks]


async def _masked(reach: Reach, case: Case, subject_id: int | None) -> SubjectAnswer | None:
    if subject_id is None or reach.kind is not ReachKind.STAFF:
        return None
    try:
        found = await dossier(reach.for_purpose(for_case(case.id)), subject_id, await present())
    except SubjectNotFound:
        return None
    numbers = dict(found.numbers)
    return SubjectAnswer(found.id, found.kind.value, found.name, numbers, found.phone, found.address)


def _texts(entries: Sequence[journal.JournalEntry]) -> list[TextAnswer]:
    return [TextAnswer(text.seq, text.field, text.id) for text in kept_texts(entries)]


@get("/cases/{case_no:str}/journal", guards=[case_readers], tags=["cases"], summary="What happened to a case")
async def case_journal(
    request: DeskRequest,
    case_no: FromPath[str],
    after: Annotated[int, QueryParameter(required=False, ge=0, le=_LARGEST)] = 0,
) -> list[EntryAnswer]:
    """Every entry in order, with its place in the hash chain; to services only what the bus is told."""
    case = await case_by_no(request.reach, case_no)
    entries = await journal.entries_of(case.id, after)
    if _is_service(request.reach):
        return [published_entry(entry) for entry in entries if is_public(EntryKind(entry.kind))]
    return [entry_answer(entry) for entry in entries]


@get("/cases/{case_no:str}/clocks", guards=[case_readers], tags=["cases"], summary="By when, and why")
async def case_clocks(request: DeskRequest, case_no: FromPath[str]) -> list[ClockAnswer]:
    """Each clock with every day counted or skipped, derived anew by the calendar the case keeps."""
    case = await case_by_no(request.reach, case_no)
    calendar = await calendar_version(case.calendar_code, case.calendar_version)
    return [derived_clock(clock, calendar) for clock in await clock_store.clocks_of(case)]


@get("/cases/{case_no:str}/tasks", guards=[case_readers], tags=["cases"], summary="Who must do what")
async def case_tasks(request: DeskRequest, case_no: FromPath[str]) -> list[TaskAnswer]:
    """Every task, the ended ones too."""
    return _tasks(request.reach, await tasks_of(await case_by_no(request.reach, case_no)))


@get(
    "/cases/{case_no:str}/routings",
    guards=[any_role(WORKING)],
    tags=["cases"],
    summary="Why it went there",
)
async def case_routings(request: DeskRequest, case_no: FromPath[str]) -> list[RoutingAnswer]:
    """Every routing with the rows considered and why the winner won."""
    return [routing_answer(one) for one in await routings_of(await case_by_no(request.reach, case_no))]


@post(
    "/cases/{case_no:str}/reveal",
    status_code=200,
    guards=[any_role(WORKING)],
    tags=["cases"],
    summary="Show what is sealed or masked",
)
async def reveal_case(
    request: DeskRequest, case_no: FromPath[str], data: JSONBody[RevealBody]
) -> RevealAnswer:
    """Opens texts of a case, and its subject's data; who looked at what and why is recorded for good."""
    reach, now = request.reach, await present()
    case = await case_by_no(reach, case_no)
    kept = kept_texts(await journal.entries_of(case.id))
    texts = [text.id for text in kept] if data.texts is None else data.texts
    opened = await look_into(case, Look(data.purpose, texts, data.subject), kept, (reach, now))
    return RevealAnswer({str(text): plain for text, plain in opened.texts.items()}, dict(opened.subject))


ROUTES = (view_case, case_journal, case_clocks, case_tasks, case_routings, reveal_case)
