"""The form of every act as a page shows it: drawn over a real case, refused without losing what was typed."""

import httpx
import pytest

from bench.page_forms import PageForm, forms_in
from desk.api.act_table import SERVED
from desk.pages.act_fields import Control
from desk.pages.act_forms import form_of
from desk.pages.act_view import act_view
from desk.pages.case_view import case_view, standing_over
from desk.pages.templating import ENVIRONMENT
from desk.pages.translations import speaking
from dispatch.rules.permissions import MAY
from dispatch.rules.states import CaseKind
from reach import Role
from tests.pages.bodies import an_application, an_incident
from tests.pages.driving import Drive, taken_in
from tests.pages.people import Visitors
from tests.world import NOW

HTML = {"accept": "text/html"}
# Who may do anything of the kind, by role; residents and machines do their acts elsewhere.
_WHO = {
    Role.CLERK: "clerk", Role.RESULT_CLERK: "result clerk", Role.GRID_WORKER: "worker",
    Role.OPERATOR: "operator", Role.DISPATCHER: "dispatcher", Role.HANDLER: "handler",
    Role.REVIEWER: "reviewer", Role.APPROVER: "approver", Role.CHECKER: "checker",
    Role.SUPERVISOR: "supervisor",
}  # fmt: skip


async def _case(visitors: Visitors, kind: CaseKind) -> Drive:
    if kind is CaseKind.INCIDENT:
        return await taken_in(visitors, "worker", "incidents", an_incident())
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    await drive.does("clerk", "accept")
    return drive


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", CaseKind)
async def test_every_form_is_drawn_with_all_its_fields(
    visitors: Visitors, kind: CaseKind, language: str
) -> None:
    drive = await _case(visitors, kind)
    reach = visitors.world.who("supervisor")
    standing = await standing_over(reach, drive.case_no, NOW)
    missing = []
    for served in SERVED:
        with speaking(language):
            view = await case_view(standing, await act_view(served.act, standing))
            text = _drawn(view, visitors, language)
        drawn = _form_of(text, served.path)
        for one in form_of(served.act, kind).fields:
            if one.control not in (Control.CLASS,) and not _has(drawn, one.name, one.control):
                missing.append(f"{served.path}: {one.name}")

    assert missing == []


def _drawn(view: object, visitors: Visitors, language: str) -> str:
    names = {"viewer": None, "city": visitors.world.city, "language": language, "size": "", "here": "/"}
    return ENVIRONMENT.get_template("case/_act.html").render(view=view, **names)


def _form_of(text: str, path: str) -> PageForm:
    forms = [one for one in forms_in(httpx.Response(200, text=text)) if one.action.endswith(f"/acts/{path}")]
    return forms[-1]


def _has(form: PageForm, name: str, control: Control) -> bool:
    if control in (Control.ASKED, Control.BROUGHT, Control.HELPERS):
        return True
    return name in form.values or name in form.choices or name in form.files


@pytest.mark.parametrize("kind", CaseKind)
async def test_an_act_out_of_time_is_refused_on_the_page_and_keeps_what_was_typed(
    visitors: Visitors, kind: CaseKind
) -> None:
    drive = await _case(visitors, kind)
    wrong = []
    for served in SERVED:
        who = next((_WHO[role] for role in sorted(MAY[served.act]) if role in _WHO), None)
        if who is None:
            continue
        client = await visitors.the(who)
        if (await client.get(f"/cases/{drive.case_no}", headers=HTML)).status_code == 404:
            continue
        typed = {"version": "999", "key": served.path, "text": "写了很久的话", "reason": "写了很久的话"}
        address = f"/cases/{drive.case_no}/acts/{served.path}"
        answer = await client.post(address, data=typed, headers=HTML)
        fields = {one.name for one in form_of(served.act, kind).fields if one.control is Control.TEXT}
        kept = not fields & {"text", "reason"} or "写了很久的话" in answer.text
        if answer.status_code not in (303, 403, 409, 422) or (answer.status_code != 303 and not kept):
            wrong.append(f"{served.path}: {answer.status_code}")

    assert wrong == []
