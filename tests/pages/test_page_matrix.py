"""Every page and form, for every role, over cases of the own and of a foreign area."""

import httpx
import pytest

from desk.pages import board
from reach import Post, Role
from tests.pages.bodies import an_incident
from tests.pages.driving import taken_in
from tests.pages.page_doors import DOORS, OPEN_PAGES
from tests.pages.people import Visitors, an_account
from tests.pages.route_table import STAFF, Served, served
from tests.world import DISTRICT

PAGES = [one for one in served() if one.is_page]
GUARDED = sorted(
    (one for one in PAGES if one.name not in OPEN_PAGES), key=lambda one: one.name == "POST /logout"
)
FOREIGN = "350300/350303/"


@pytest.fixture(autouse=True)
def short_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of events ends after its first word; left alone it would hold its answer back for minutes."""
    monkeypatch.setattr(board, "_QUIET", 0.05)
    monkeypatch.setattr(board, "_LINE_HOLDS", 0.0)


def test_every_page_and_form_is_in_the_table() -> None:
    assert {one.name for one in GUARDED} == set(DOORS)


async def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(visitors: Visitors) -> None:
    stranger = visitors.stranger()

    answers = {one.name: await _ask(stranger, one, "x") for one in GUARDED}

    assert {
        name: f"{answer.status_code} {answer.headers.get('location')}"
        for name, answer in answers.items()
        if answer.status_code != 303 or not answer.headers["location"].startswith("/login?next=/")
    } == {}


@pytest.mark.parametrize("own", [True, False], ids=["own area", "foreign area"])
@pytest.mark.parametrize("role", sorted(STAFF))
async def test_a_role_opens_its_own_pages_and_no_other(visitors: Visitors, role: Role, own: bool) -> None:
    case = await taken_in(visitors, "worker", "incidents", an_incident())
    client = await _somebody(visitors, role, DISTRICT if own else FOREIGN)

    wrong = []
    for one in GUARDED:
        answer = await _ask(client, one, case.case_no)
        if not _as_meant(one, role, answer, own):
            wrong.append(f"{one.name}: {answer.status_code} {answer.headers.get('location', '')}")

    assert wrong == []


async def test_a_form_without_the_token_of_the_session_changes_nothing(visitors: Visitors) -> None:
    case = await taken_in(visitors, "worker", "incidents", an_incident())
    clients = {role: await _somebody(visitors, role, DISTRICT) for role in sorted(STAFF)}
    for client in clients.values():
        client.headers.pop("x-csrf-token")

    statuses = {
        one.name: (await _ask(clients[min(DOORS[one.name])], one, case.case_no)).status_code
        for one in GUARDED
        if one.method != "GET"
    }

    assert {name: status for name, status in statuses.items() if status != 403} == {}


async def _somebody(visitors: Visitors, role: Role, area: str) -> httpx.AsyncClient:
    account = await an_account(f"one.{role.value}".replace("_", "-"), Post(role, area))
    return await visitors.signed_in(f"{role} {area}", account.id)


def _as_meant(one: Served, role: Role, answer: httpx.Response, visible: bool) -> bool:
    status = answer.status_code
    if role not in DOORS[one.name]:
        return status == 403 and answer.headers["content-type"].startswith("text/html")
    if status in (401, 405) or status >= 500 or answer.headers.get("location", "").startswith("/login"):
        # Signing out is what leads there of itself.
        return one.name == "POST /logout"
    if "{subscriber}" in one.template:
        # Nobody refused anything of this case, so there is no such page for its own people either.
        return status == 404 if "{case_no}" in one.template else status != 403
    if "{case_no}" in one.template:
        return (status == 404) != visible
    return one.method != "GET" or status != 403


class _Filling(dict[str, str]):
    """Anything a template asks for: there is no such thing, but it is spelled like one."""

    def __missing__(self, name: str) -> str:
        return "1"


async def _ask(client: httpx.AsyncClient, one: Served, case_no: str) -> httpx.Response:
    path = one.template.format_map(_Filling(case_no=case_no))
    headers = {"accept": "text/html"}
    if one.method == "GET":
        return await client.get(path, headers=headers)
    return await client.request(one.method, path, data={}, headers=headers)
