"""Does one act on a case as API and pages ask for it, and tells who was too late what happened since."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from desk import acting, metrics
from desk.api.act_bodies import ActBody, captured_in, facts_in
from desk.api.act_table import ServedAct
from desk.errors import MovedOn, Since
from desk.input_errors import FieldError, InvalidInput, told_at
from dispatch import captures, cases, journal
from dispatch.case_store import Case, case_by_id, case_by_no
from dispatch.cases import ActRequest
from dispatch.errors import (
    NotVisible,
    StaleVersion,
    SupplementAskedAlready,
    UnknownMatter,
    UnknownSituation,
)
from dispatch.field_work import WALKING
from dispatch.present import present
from dispatch.rules.application_facts import Materials
from dispatch.rules.asked import ActFacts
from dispatch.rules.incident_facts import Done, Filing, Visit
from dispatch.rules.shared_facts import Attachments, Tie
from dispatch.rules.states import Act
from grid.city import load_city
from reach import SYSTEM, Reach, ReachKind
from registry.data_keys import case_owner
from registry.file_owners import not_owned


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: the case as it is now, its entry's number, a card shown, the acts now possible."""

    case: Case
    seq: int
    card: str | None
    acts: tuple[Act, ...]


async def do(
    served: ServedAct, case_no: str, body: ActBody, reach: Reach
) -> Outcome | SupplementAskedAlready:
    """Does the act in the caller's transaction; raises what `desk.acting.act` raises, and MovedOn.

    A notice that asks for the same twice is returned instead of raised, so that the record of the attempt
    commits.
    """
    now = await present()
    case = await case_by_no(reach, case_no)
    facts = facts_in(served, body, case.kind)
    await _check_named(facts, case, reach)
    request = ActRequest(case.id, served.act, body.version, facts, body.task_id, channel_of(reach))
    try:
        with _told_where(facts):
            acted = await acting.act(request, reach, await load_city(), now)
    except StaleVersion as stale:
        raise MovedOn(stale.present, await since(case, stale.expected)) from stale
    except SupplementAskedAlready as refused:
        return refused
    if (captured := captured_in(body)) is not None:
        await captures.keep_captured(reach, case, acted.seq, captured)
    metrics.ACTS.labels(served.act.value).inc()
    # Whoever acted may read the outcome, even where the act has just put the case out of his reach.
    known = await cases.know(SYSTEM, case.id)
    card = acted.change.card
    return Outcome(acted.case, acted.seq, card.value if card else None, cases.allowed_acts(reach, known))


@contextmanager
def _told_where(facts: ActFacts | None) -> Iterator[None]:
    """A class that is only named in filing is told where it stands; a class the case has is no input."""
    if not isinstance(facts, Filing):
        yield
        return
    with (
        told_at("/class_code", "unknown_matter", UnknownMatter),
        told_at("/situation", "unknown_matter", UnknownSituation),
    ):
        yield


def channel_of(reach: Reach) -> str:
    """The way in that goes with who acts: workers are in the field, machines on the bus."""
    if reach.kind is not ReachKind.STAFF:
        return "BUS"
    return "FIELD" if reach.roles & WALKING else "WINDOW"


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


async def since(case: Case, version: int) -> tuple[Since, ...]:
    """What happened to a case after it had this version."""
    entries = await journal.entries_of(case.id)
    later = [entry for entry in entries if int(str(entry.data["version"])) > version]
    return tuple(Since(entry.seq, entry.kind, entry.at, entry.actor) for entry in later)
