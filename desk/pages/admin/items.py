"""The pages of the catalogue of items: what stands, drafting a change, publishing it by a second person."""

from dataclasses import dataclass

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from desk.guards import has_duty
from desk.pages import names
from desk.pages.admin.item_form import LABELS, changed, differences, filled_in, rows_of
from desk.pages.fault_words import sentence
from desk.pages.forms import Form, read_form
from desk.pages.rendering import page
from desk.pages.translations import gettext as _
from desk.problem_answers import kind_of
from desk.requests import DeskRequest
from dispatch.present import present
from dispatch.rules.permissions import Duty
from registry.errors import DefinitionRefused, DraftChanged, SecondPersonRequired, VersionNotFound
from registry.items import (
    ItemVersion,
    draft_item,
    publish_item,
    published_item,
    published_items,
    waiting_items,
)
from registry.rules.item_definition import CaseKind, Obtain, PlaceRule

_PUBLISHES = has_duty(Duty.PUBLISH_CONTENT)
_CHOICES = {"kinds": tuple(CaseKind), "places": tuple(PlaceRule), "obtains": tuple(Obtain)}


@dataclass(frozen=True, slots=True)
class _Known:
    """An item as it stands and as it is drafted, one of them at least, and whether the viewer drafted it."""

    standing: ItemVersion | None
    draft: ItemVersion | None
    own: bool

    @property
    def newest(self) -> ItemVersion:
        found = self.draft or self.standing
        if found is None:
            raise VersionNotFound("neither published nor drafted")
        return found


@get("/admin/items", guards=[_PUBLISHES])
async def items(request: DeskRequest) -> Response[str]:
    """Every item with its version, and whether a draft waits."""
    drafts = await waiting_items()
    standing = {one.item.code: one for one in await published_items()}
    rows = [(code, standing.get(code), drafts.get(code)) for code in sorted(standing.keys() | drafts.keys())]
    return await page(request, "admin/items.html", rows=rows)


@get("/admin/items/{code:str}", guards=[_PUBLISHES])
async def item(request: DeskRequest, code: FromPath[str]) -> Response[str]:
    """One item: what stands, what a draft would change, and the form."""
    return await _page(request, await _known(request, code))


@post("/admin/items/{code:str}", status_code=303, guards=[_PUBLISHES])
async def draft(request: DeskRequest, code: FromPath[str]) -> Response[str] | Redirect:
    """Keeps a draft; one that could not be published comes back with every fault at its field."""
    known, form = await _known(request, code), await read_form(request)
    made, errors = changed(known.newest.item, form)
    if errors:
        return await _page(request, known, form.with_errors(errors), 422)
    await draft_item(request.reach, made, await present())
    return Redirect(f"/admin/items/{code}?done=drafted", status_code=303)


@post("/admin/items/{code:str}/publish", status_code=303, guards=[_PUBLISHES])
async def publish(request: DeskRequest, code: FromPath[str]) -> Response[str] | Redirect:
    """Publishes a draft of somebody else; cases taken in before keep the version they have."""
    known, seen = await _known(request, code), (await read_form(request))["seen"]
    try:
        await publish_item(request.reach, code, await present(), seen)
    except (SecondPersonRequired, DefinitionRefused, DraftChanged) as error:
        problem = kind_of(error)
        refused = filled_in(known.newest.item).with_errors({"": (sentence(problem),)})
        return await _page(request, known, refused, problem.status)
    return Redirect(f"/admin/items/{code}?done=published", status_code=303)


async def _known(request: DeskRequest, code: str) -> _Known:
    drafted = (await waiting_items()).get(code)
    try:
        standing = await published_item(code)
    except VersionNotFound:
        if drafted is None:
            raise
        standing = None
    return _Known(standing, drafted, drafted is not None and drafted.drafted_by == request.reach.actor)


async def _page(
    request: DeskRequest, known: _Known, form: Form | None = None, status: int = 200
) -> Response[str]:
    author = known.draft.drafted_by if known.draft else ""
    staff_id = int(author.partition(":")[2]) if author.startswith("staff:") else 0
    return await page(
        request,
        "admin/item.html",
        status=status,
        known=known,
        item=known.newest.item,
        form=form or filled_in(known.newest.item),
        rows=rows_of(known.newest.item),
        changes=differences(known.standing.item, known.draft.item) if known.standing and known.draft else [],
        author=(await names.staff([staff_id])).get(staff_id, ""),
        labels_spoken={name: _(label) for name, label in LABELS.items()},
        choices=_CHOICES,
        done=request.query_params.get("done", ""),
    )


ROUTES = (items, item, draft, publish)
