"""Every route, for every role, over cases of the own and of a foreign area."""

from dataclasses import dataclass, replace

import httpx
import pytest

import database
from desk.guards import PUBLIC, HoldsAny, SignedIn
from dispatch.rules.states import CaseKind
from reach import Post, Role
from tests.pages.bodies import an_application, an_incident
from tests.pages.driving import a_picture, taken_in
from tests.pages.page_doors import OPEN_PAGES
from tests.pages.people import Visitors, an_account
from tests.pages.route_table import OPEN, STAFF, Served, served
from tests.world import DISTRICT

ROUTES = served()
GUARDED = [one for one in ROUTES if one.name not in OPEN and not one.is_page]
FOREIGN = "350300/350303/"
_OPEN_FILE = frozenset({"GET /api/v1/files/{file_id}", "GET /api/v1/files/{file_id}/small"})
OFFICE = -1  # stands for the department of civil affairs, which is made with each world


def test_every_route_has_a_guard_or_a_place_in_public() -> None:
    bare = [
        one.name
        for one in ROUTES
        if (one.method, one.template) not in PUBLIC
        and not any(isinstance(guard, HoldsAny | SignedIn) for guard in one.handler.guards or ())
    ]

    assert bare == []


def test_what_is_open_to_everybody_is_what_was_meant_to_be() -> None:
    assert {f"{method} {path}" for method, path in PUBLIC} == OPEN | OPEN_PAGES


def test_every_route_is_in_the_table() -> None:
    missing = []
    for one in GUARDED:
        try:
            assert one.roles
        except KeyError:
            missing.append(one.name)

    assert missing == []


async def test_nobody_unknown_passes_a_guarded_door(visitors: Visitors) -> None:
    stranger = visitors.stranger()

    nothing = Cases("x", "x", 1, 1)

    passed = [one.name for one in GUARDED if (await _ask(stranger, one, nothing)).status_code != 401]

    assert passed == []


@pytest.mark.parametrize("role", sorted(STAFF))
async def test_a_role_passes_the_doors_that_are_its_own_and_no_other(visitors: Visitors, role: Role) -> None:
    cases = await _cases(visitors)
    client = await _somebody(visitors, role, DISTRICT)

    wrong = await _wrongly_answered(client, role, cases, visible=True)

    assert wrong == []


@pytest.mark.parametrize("role", sorted(STAFF))
async def test_a_role_sees_no_case_of_a_foreign_area(visitors: Visitors, role: Role) -> None:
    cases = await _cases(visitors)
    client = await _somebody(visitors, role, FOREIGN)

    wrong = await _wrongly_answered(client, role, cases, visible=False)

    assert wrong == []


@pytest.mark.parametrize("own", [True, False])
async def test_a_service_acts_on_what_it_brought_and_on_nothing_else(visitors: Visitors, own: bool) -> None:
    cases = await _cases(visitors)
    client = await visitors.service("hotline")
    if own:
        taken = await client.post("/api/v1/incidents", json=an_incident(external_ref="12345-1"))
        applied = await client.post("/api/v1/applications", json=an_application(external_ref="12345-2"))
        cases = replace(cases, incident=taken.json()["case_no"], application=applied.json()["case_no"])

    wrong = await _wrongly_answered(client, Role.MACHINE, cases, visible=own)

    assert wrong == []


# The posts somebody holds, and what he is answered for an application handled by civil affairs and for an
# incident, both of the district.
MIXED = {
    "administers the city, works elsewhere": (
        (Post(Role.CONTENT_ADMIN, "350300/"), Post(Role.CLERK, FOREIGN)),
        [404, 404],
    ),
    "mends the bus, works elsewhere": (
        (Post(Role.BUS_DESK, "350300/"), Post(Role.GRID_WORKER, FOREIGN)),
        [404, 404],
    ),
    "handles for a department": ((Post(Role.HANDLER, DISTRICT, OFFICE),), [200, 404]),
    "handles and works at a counter": (
        (Post(Role.HANDLER, DISTRICT, OFFICE), Post(Role.CLERK, DISTRICT)),
        [200, 200],
    ),
}


@pytest.mark.parametrize("who", sorted(MIXED))
async def test_a_post_opens_only_the_cases_it_has_work_on(visitors: Visitors, who: str) -> None:
    application = await taken_in(visitors, "clerk", "applications", an_application())
    await application.does("clerk", "accept")
    incident = await taken_in(visitors, "worker", "incidents", an_incident())
    posts, expected = MIXED[who]
    there = {OFFICE: visitors.world.civil_affairs}
    held = [replace(post, department_id=there.get(post.department_id or 0)) for post in posts]
    client = await visitors.signed_in(who, (await an_account("mixed", *held)).id)

    statuses = [
        (await client.get(f"/api/v1/cases/{case_no}")).status_code
        for case_no in (application.case_no, incident.case_no)
    ]

    assert statuses == expected


async def test_a_case_handled_elsewhere_is_seen_by_both_and_by_no_third(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    await drive.does("clerk", "accept")
    away = await an_account("away", Post(Role.HANDLER, department_id=visitors.world.civil_affairs))
    statuses = [
        (await client.get(f"/api/v1/cases/{drive.case_no}")).status_code
        for client in (
            await visitors.the("clerk"),
            await visitors.signed_in("away", away.id),
            await visitors.the("stranger"),
        )
    ]

    assert statuses == [200, 200, 404]


@dataclass(frozen=True, slots=True)
class Cases:
    """The numbers of a case of each kind, and a file of each."""

    incident: str
    application: str
    photo: int
    paper: int


async def _cases(visitors: Visitors) -> Cases:
    incident = await taken_in(visitors, "worker", "incidents", an_incident())
    application = await taken_in(visitors, "clerk", "applications", an_application())
    photo, paper = await incident.photo("worker"), await application.photo("clerk")
    return Cases(incident.case_no, application.case_no, photo, paper)


async def _somebody(visitors: Visitors, role: Role, area: str) -> httpx.AsyncClient:
    account = await an_account(f"one.{role.value}".replace("_", "-"), Post(role, area))
    return await visitors.signed_in(f"{role} {area}", account.id)


async def _wrongly_answered(
    client: httpx.AsyncClient, role: Role, cases: Cases, *, visible: bool
) -> list[str]:
    found = []
    for one in GUARDED:
        if role is Role.MACHINE and one.name in ("POST /api/v1/logout", "POST /api/v1/password"):
            continue
        answers = [await _ask(client, one, cases)]
        if one.name in _OPEN_FILE:
            paper = one.template.format(file_id=cases.paper)
            answers.append(await client.get(f"{paper}?purpose=decision"))
        found += [
            f"{one.name}: {answer.status_code} {answer.text[:120]}"
            for answer in answers
            if not _as_meant(one, role, answer, visible)
        ]
    return found


def _as_meant(one: Served, role: Role, answer: httpx.Response, visible: bool) -> bool:
    kind = "" if answer.status_code < 400 else answer.json()["type"]
    if role not in one.roles:
        return (answer.status_code, kind) == (403, "/problems/role-needed")
    if answer.status_code in (401, 500) or kind == "/problems/role-needed":
        return False
    if one.name in _OPEN_FILE:
        return answer.status_code == (200 if visible and role is not Role.MACHINE else 404)
    if not one.about_a_case:
        return True
    return (answer.status_code == 404) != visible


async def _ask(client: httpx.AsyncClient, one: Served, cases: Cases) -> httpx.Response:
    """Asks an act of applications of the application, everything else of the incident."""
    about = cases.application if _of_applications(one) else cases.incident
    filled = {"case_no": about, "file_id": cases.photo, "token_id": 1, "code": "x", "stream": "config"}
    filled |= {"z": 0, "x": 0, "row": "0.mvt"}
    path = one.template.format(**filled)
    if one.method == "GET":
        return await client.get(path)
    if one.name == "POST /api/v1/files":
        picture = {"file": ("photo.png", a_picture(), "image/png")}
        return await client.post(path, data={"case_no": about}, files=picture)
    return await client.request(one.method, path, json=one.body)


def _of_applications(one: Served) -> bool:
    kinds = {f"{CaseKind.APPLICATION.value} acts"} & set(one.handler.tags or ())
    return bool(kinds) or one.template.endswith("{case_no}/materials")


def test_both_kinds_of_case_have_served_acts() -> None:
    kinds = {tag for one in ROUTES if one.act for tag in one.handler.tags or ()}

    assert kinds == {"acts", *(f"{kind} acts" for kind in CaseKind)}


async def test_the_security_stream_tells_of_every_refusal(visitors: Visitors) -> None:
    cases = await _cases(visitors)
    client = await _somebody(visitors, Role.LEADER, FOREIGN)
    refused = 0
    for one in GUARDED[:20]:
        answer = await _ask(client, one, cases)
        refused += answer.status_code in (403, 404) and answer.json().get("type") in (
            "/problems/role-needed",
            "/problems/not-found",
        )

    recorded = await database.fetch_value(
        "SELECT count(*) FROM registry.audit WHERE stream = 'security' AND kind = 'refused'"
    )

    assert refused > 0
    assert recorded == refused
