"""The pages of the audit administrator: a stream's entries in words, and the proof of the chains."""

from dataclasses import dataclass

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from desk.guards import has_duty
from desk.pages import names
from desk.pages.admin.audit_facts import told_entries
from desk.pages.forms import whole_number
from desk.pages.links import Link
from desk.pages.rendering import page
from desk.pages.telling.actors import actor_names
from desk.pages.translations import gettext as _
from desk.pages.wording import named
from desk.requests import DeskRequest
from dispatch.rules.permissions import Duty
from registry import audit
from registry.audit_proof import BrokenStream, verify_audit

_ROWS = 50
_LONGEST = 200
_ACCESS = "access/"


@dataclass(frozen=True, slots=True)
class Stream:
    """One chain of entries, how it is called, and the number of its last entry."""

    name: str
    title: str
    last: int

    @property
    def of_one(self) -> bool:
        """Whether it tells of one person's looks, whose name it bears."""
        return self.name.startswith(_ACCESS)


@dataclass(frozen=True, slots=True)
class Proof:
    """What going through every chain has found."""

    streams: int
    entries: int
    broken: tuple[BrokenStream, ...]


@get("/admin/audit", guards=[has_duty(Duty.READ_AUDIT)])
async def audit_page(request: DeskRequest) -> Response[str]:
    """The entries of a stream, the newest first; stream and page stand in the address."""
    return await _page(request, None)


@post("/admin/audit/verify", status_code=200, guards=[has_duty(Duty.VERIFY_AUDIT)])
async def verify(request: DeskRequest) -> Response[str]:
    """Goes through every chain, which takes a while, and says where one does not hold."""
    heads = await audit.heads()
    broken = await verify_audit()
    return await _page(request, Proof(len(heads), sum(head.seq for head in heads.values()), broken))


async def _page(request: DeskRequest, proof: Proof | None) -> Response[str]:
    asked = request.query_params
    chosen = asked.get("stream", audit.CONFIG)[:_LONGEST]
    before = asked.get("before", "")
    streams = await _streams()
    if chosen not in {one.name for one in streams} and chosen not in (audit.CONFIG, audit.SECURITY):
        raise NotFoundException
    mark = whole_number(before)
    found = await audit.latest(chosen, mark, _ROWS + 1)
    return await page(
        request,
        "admin/audit.html",
        streams=streams,
        chosen=chosen,
        entries=await told_entries(found[:_ROWS], await names.city()),
        link=Link("/admin/audit", (("stream", chosen),)),
        before=mark,
        next=str(found[_ROWS - 1].seq) if len(found) > _ROWS else "",
        proof=proof,
        titles={chosen: "", **{one.name: one.title for one in streams}},
    )


async def _streams() -> list[Stream]:
    """Every stream, those of all first, then those of single people by name."""
    heads = await audit.heads()
    people = await actor_names({name.removeprefix(_ACCESS) for name in heads if name.startswith(_ACCESS)})
    found = [Stream(name, _title(name, people), head.seq) for name, head in heads.items()]
    return sorted(found, key=lambda one: (one.name.startswith(_ACCESS), one.title, one.name))


def _title(stream: str, people: dict[str, str]) -> str:
    if not stream.startswith(_ACCESS):
        return named(stream, "audit_stream")
    who = people[stream.removeprefix(_ACCESS)]
    return _("%(what)s：%(who)s") % {"what": named("access", "audit_stream"), "who": who}


ROUTES = (audit_page, verify)
