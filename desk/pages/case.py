"""The page of a case for everybody who works on it, and what it reveals for a purpose."""

from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from desk.guards import any_role
from desk.pages.act_buttons import SERVED_AS
from desk.pages.act_view import act_part, form_asked_for
from desk.pages.case_view import case_view, standing_over
from desk.pages.forms import Form, read_form
from desk.pages.rendering import page, wants_fragment
from desk.requests import DeskRequest
from desk.revealing import Look, kept_texts, look_into
from dispatch.present import present
from dispatch.rules.change import Card
from dispatch.rules.side_moves import WORKING
from registry.rules.purposes import Purpose

_Word = Annotated[str, QueryParameter(required=False, max_length=32)]


@get("/cases/{case_no:str}", guards=[any_role(WORKING)])
async def case_page(
    request: DeskRequest, case_no: FromPath[str], act: _Word = "", done: _Word = "", card: _Word = ""
) -> Response[str]:
    """The case as it stands; `act` opens a form over it, `done` and `card` tell of the act before."""
    standing = await standing_over(request.reach, case_no, await present())
    form = await form_asked_for(act, standing)
    if form is not None and wants_fragment(request):
        return await page(request, "case/_act.html", view=act_part(standing, form))
    view = await case_view(standing, form)
    return await page(
        request,
        "case/case.html",
        view=view,
        done=SERVED_AS[done].act if done in SERVED_AS else None,
        card=Card(card) if card in set(Card) else None,
    )


@post("/cases/{case_no:str}/reveal", status_code=200, guards=[any_role(WORKING)])
async def reveal_page(request: DeskRequest, case_no: FromPath[str]) -> Response[str]:
    """The same page with texts or personal data opened for the purpose stated; the look is recorded."""
    form = await read_form(request)
    reach, now = request.reach, await present()
    standing = await standing_over(reach, case_no, now)
    if form["purpose"] not in set(Purpose):
        view = await case_view(standing)
        return await page(request, "case/case.html", status=422, view=view, without_purpose=True)
    case, kept = standing.known.case, kept_texts(standing.known.entries)
    opened = await look_into(case, _look(form, [text.id for text in kept]), kept, (reach, now))
    return await page(request, "case/case.html", view=await case_view(standing, revealed=opened))


def _look(form: Form, texts: list[int]) -> Look:
    return Look(
        Purpose(form["purpose"]), texts if form["texts"] else (), bool(form["subject"]), bool(form["papers"])
    )


ROUTES = (case_page, reveal_page)
