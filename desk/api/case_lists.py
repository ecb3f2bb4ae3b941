"""The list of cases in reach: `GET /cases`, most urgent first, page by page."""

import contextlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from msgspec import Struct

from desk.guards import case_readers
from desk.input_errors import FieldError, InvalidInput, told_at
from desk.marks import mark, read_mark
from desk.requests import DeskRequest
from dispatch.case_lists import Listed, Wanted, cases_in
from dispatch.paging import Last
from dispatch.present import present
from dispatch.rules.states import CaseKind
from reach import Reach, ReachKind
from registry.dossiers import masked_names
from registry.errors import BadNumber, SearchTooShort
from registry.rules.identity_numbers import NumberKind
from registry.subject_search import subjects_of_cases
from registry.subjects import find_by_number

_LARGEST = 2**63 - 1
MOST = 200
_WHOLE = re.compile(r"[0-9A-Za-z]{18}|[0-9]{15}")
# Our own numbers have a hyphen; those of applications (GB/T 39554.1) are longer than any number of a person.
_NUMBER = re.compile(r"[0-9A-Z]{6,}-[0-9A-Z-]*|[0-9A-Z]{19,64}")


class ListedAnswer(Struct, omit_defaults=True):
    """A case as it stands in a list; the subject's name is masked."""

    id: int
    case_no: str
    kind: str
    state: str
    version: int
    matter: str
    area_path: str
    channel: str
    urgent: bool
    opened_at: datetime
    first_responder: int
    due_at: datetime | None = None
    closed_at: datetime | None = None
    subject: str | None = None


class ListAnswer(Struct):
    """A page of cases; `next` goes into `after` for the one that follows, null on the last."""

    cases: list[ListedAnswer]
    next: str | None


async def narrowed(
    kind: Annotated[CaseKind | None, QueryParameter(required=False)] = None,
    case_state: Annotated[str | None, QueryParameter(name="state", required=False, max_length=32)] = None,
    area: Annotated[
        str | None, QueryParameter(required=False, max_length=200, description="The beginning of a path")
    ] = None,
    department: Annotated[int | None, QueryParameter(required=False, ge=1, le=_LARGEST)] = None,
    still_open: Annotated[bool | None, QueryParameter(name="open", required=False)] = None,
) -> Wanted:
    """What the case is, and where."""
    return Wanted(kind, case_state, area, department, still_open=still_open)


async def paged(
    after: Annotated[
        str | None, QueryParameter(required=False, max_length=80, description="`next` of the page before")
    ] = None,
    limit: Annotated[int, QueryParameter(required=False, ge=1, le=MOST)] = 50,
) -> tuple[Last | None, int]:
    """Which page."""
    return (None if after is None else begins_after(after, "?after")), limit


def begins_after(after: str, pointer: str) -> Last:
    """Where the page before ended; raises InvalidInput at the pointer."""
    last = read_mark(after)
    if last is None:
        raise InvalidInput(FieldError(pointer, "invalid", "is not the `next` of a page"))
    return last


@get(
    "/cases",
    guards=[case_readers],
    tags=["cases"],
    summary="Find cases",
    dependencies={"wanted": Provide(narrowed), "page": Provide(paged)},
)
async def list_cases(
    request: DeskRequest,
    wanted: NamedDependency[Wanted],
    page: NamedDependency[tuple[Last | None, int]],
    q: Annotated[
        str | None,
        QueryParameter(
            required=False,
            min_length=2,
            max_length=64,
            description="Beginning of a case number, last four of a number or phone, name or pinyin",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        QueryParameter(required=False, max_items=2, description="mine, overdue"),
    ] = None,
) -> ListAnswer:
    """Cases in reach by due time, the most urgent first; those without a due time come last.

    Addresses are kept in logs: to search by a name or a number, use `POST /cases/search`.
    """
    with told_at("?q", "too_short", SearchTooShort):
        return await found_cases(request.reach, wanted, only or [], q, page)


async def found_cases(
    reach: Reach, wanted: Wanted, only: Sequence[str], question: str | None, page: tuple[Last | None, int]
) -> ListAnswer:
    """The page of cases; raises InvalidInput, SearchTooShort."""
    now = await present()
    wanted = _only(wanted, only, reach, now)
    if question is not None:
        wanted = await _asked(wanted, question.strip(), reach, now)
    after, limit = page
    found = await cases_in(reach, wanted, after, limit + 1)
    shown = found[:limit]
    names = await masked_names(reach, [one.subject_id for one in shown if one.subject_id])
    listed = [_listed(one, names.get(one.subject_id or 0)) for one in shown]
    return ListAnswer(listed, mark(Last(shown[-1].id, shown[-1].due_at)) if len(found) > limit else None)


def _only(wanted: Wanted, only: Sequence[str], reach: Reach, now: datetime) -> Wanted:
    unknown = set(only) - {"mine", "overdue"}
    if unknown:
        raise InvalidInput(FieldError("?only", "invalid", "is mine or overdue"))
    return replace(
        wanted,
        mine=reach.actor if "mine" in only else None,
        overdue_at=now if "overdue" in only else None,
    )


async def _asked(wanted: Wanted, question: str, reach: Reach, now: datetime) -> Wanted:
    """A question with a hyphen after digits is a case number; anything else is asked of the subjects."""
    if _NUMBER.fullmatch(question):
        return replace(wanted, number=question)
    if reach.kind is not ReachKind.STAFF:
        return replace(wanted, subjects=[])
    if _WHOLE.fullmatch(question):
        return replace(wanted, subjects=await _known_by(reach, question))
    return replace(wanted, subjects=await subjects_of_cases(reach, question, now))


async def _known_by(reach: Reach, number: str) -> list[int]:
    """Whoever is known by a whole number of any kind it can be."""
    found = set()
    for kind in (NumberKind.RESIDENT_ID, NumberKind.CREDIT_CODE):
        with contextlib.suppress(BadNumber):
            found.add(await find_by_number(reach, number, kind))
    return [one for one in found if one is not None]


def _listed(case: Listed, subject: str | None) -> ListedAnswer:
    told = {name: getattr(case, name) for name in ListedAnswer.__struct_fields__ if name != "subject"}
    return ListedAnswer(**told, subject=subject)


ROUTES = (list_cases,)
