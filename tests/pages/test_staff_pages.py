"""Accounts are the system administrator's, posts the security administrator's, each fault at its field."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

import database
from bench.page_forms import fill_in, form_to, forms_in
from desk.authentication import signed_in_by
from reach import SYSTEM, Post, Role
from registry.accounts import account, posts_of
from registry.second_factor import set_totp
from registry.staff import reach_of
from tests.pages.people import CITY, PASSWORD, Account, Visitors, an_account, sign_in
from tests.world import DISTRICT

_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
async def system(visitors: Visitors) -> httpx.AsyncClient:
    """A system administrator."""
    made = await an_account("admin-system", Post(Role.SYSTEM_ADMIN, CITY))
    return await visitors.signed_in("system", made.id)


@pytest.fixture
async def security(visitors: Visitors) -> httpx.AsyncClient:
    """A security administrator."""
    made = await an_account("admin-security", Post(Role.SECURITY_ADMIN, CITY))
    return await visitors.signed_in("security", made.id)


def told_password(page: str) -> str:
    """The password a page tells, this once."""
    found = re.search(r"<output[^>]*>([^<]+)</output>", page)
    assert found, "no password is told"
    return found[1]


async def _engaged(system: httpx.AsyncClient, **typed: str) -> httpx.Response:
    page = (await system.get("/admin/staff")).text
    return await fill_in(system, page, "/admin/staff", **{"name": "林小梅", "login": "lin.xiaomei", **typed})


async def test_the_first_password_is_told_once_and_opens_only_the_choice_of_another(
    visitors: Visitors, system: httpx.AsyncClient
) -> None:
    told = await _engaged(system)
    newcomer = Account(0, "lin.xiaomei")
    password = told_password(told.text)

    answer = await sign_in(visitors.stranger(), newcomer, password)

    assert told.headers["cache-control"] == "no-store"
    assert password not in (await system.get("/admin/staff")).text
    assert answer.json()["must_change_password"] is True
    assert (await visitors.stranger().get("/api/v1/service-points")).status_code == 403


async def test_a_password_one_has_chosen_oneself_opens_everything(
    visitors: Visitors, system: httpx.AsyncClient
) -> None:
    password = told_password((await _engaged(system)).text)
    client = visitors.stranger()
    await sign_in(client, Account(0, "lin.xiaomei"), password)

    same = await client.post("/api/v1/password", json={"present": password, "new": password})
    other = await client.post("/api/v1/password", json={"present": password, "new": "Lantern-River-8"})

    assert (same.status_code, other.json().get("must_change_password", False)) == (422, False)


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"login": "Lin Xiaomei!"}, "login"), ({"login": "admin-system"}, "login"), ({"name": " "}, "name")],
)
async def test_a_fault_of_an_account_stands_at_its_field(
    system: httpx.AsyncClient, typed: dict[str, str], field: str
) -> None:
    answer = await _engaged(system, **typed)

    typed_back = form_to(answer.text, "/admin/staff").fields
    assert (answer.status_code, f'id="f-{field}-error"' in answer.text) == (422, True)
    assert typed_back["name" if field == "login" else "login"] in ("林小梅", "lin.xiaomei")


async def test_a_reset_password_ends_every_session(visitors: Visitors, system: httpx.AsyncClient) -> None:
    clerk = await an_account("chen")
    client = await visitors.signed_in("chen", clerk.id)
    page = (await system.get(f"/admin/staff/{clerk.id}")).text

    answer = await fill_in(system, page, f"/admin/staff/{clerk.id}/password")

    assert (await client.get("/api/v1/me")).status_code == 401
    assert (await sign_in(client, clerk)).status_code == 401
    assert (await sign_in(client, clerk, told_password(answer.text))).status_code == 200


async def test_who_is_dismissed_is_out_and_off_the_roster(
    visitors: Visitors, system: httpx.AsyncClient
) -> None:
    worker = int(visitors.world.who("worker").who)
    client = await visitors.the("worker")
    page = (await system.get(f"/admin/staff/{worker}")).text

    answer = await fill_in(system, page, f"/admin/staff/{worker}/dismiss")

    running = "SELECT count(*) FROM dispatch.duties WHERE staff_id = $1 AND valid_to IS NULL"
    assert answer.headers["location"] == f"/admin/staff/{worker}?done=dismissed"
    assert (await client.get("/api/v1/me")).status_code == 401
    assert await database.fetch_value(running, worker) == 0


async def test_a_lost_second_factor_is_taken_away(visitors: Visitors, system: httpx.AsyncClient) -> None:
    clerk = await an_account("chen")
    await set_totp(SYSTEM, clerk.id, _SECRET, datetime.now(UTC))
    client = await visitors.signed_in("chen", clerk.id)
    page = (await system.get(f"/admin/staff/{clerk.id}")).text

    await fill_in(system, page, f"/admin/staff/{clerk.id}/second-factor")

    assert not (await account(clerk.id)).has_second_factor
    assert await signed_in_by(client.cookies["session"]) is None


async def test_neither_administrator_is_offered_the_others_part(
    system: httpx.AsyncClient, security: httpx.AsyncClient
) -> None:
    clerk = await an_account("chen")
    address = f"/admin/staff/{clerk.id}"

    seen = [
        {form.action.removeprefix(address).split("/")[1] for form in forms_in((await who.get(address)).text)
         if form.action.startswith(f"{address}/")}
        for who in (system, security)
    ]  # fmt: skip

    assert seen == [{"dismiss", "name", "password"}, {"posts"}]


async def _appointed(client: httpx.AsyncClient, who: Account, role: str, **typed: str) -> httpx.Response:
    address = f"/admin/staff/{who.id}"
    page = (await client.get(f"{address}?role={role}")).text
    return await fill_in(client, page, f"{address}/posts", **typed)


async def test_a_post_given_today_holds_from_now_to_the_end_of_its_last_day(
    security: httpx.AsyncClient,
) -> None:
    newcomer = await an_account("newcomer", Post(Role.GRID_WORKER, DISTRICT))
    last = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()

    answer = await _appointed(security, newcomer, "checker", place=DISTRICT, last=last)

    held = next(one for one in await posts_of([newcomer.id]) if one.post.role is Role.CHECKER)
    assert answer.headers["location"] == f"/admin/staff/{newcomer.id}?done=appointed"
    assert held.post == Post(Role.CHECKER, DISTRICT)
    # The end of a day in the city is at four in the afternoon of UTC.
    assert held.valid_to == datetime.fromisoformat(f"{last}T16:00:00+00:00")
    assert Role.CHECKER in (await reach_of(newcomer.id, datetime.now(UTC))).roles


async def test_a_handlers_place_is_a_department(visitors: Visitors, security: httpx.AsyncClient) -> None:
    newcomer = await an_account("newcomer")
    body = visitors.world.civil_affairs

    await _appointed(security, newcomer, "handler", place=str(body))

    assert Post(Role.HANDLER, DISTRICT, body) in [one.post for one in await posts_of([newcomer.id])]


@pytest.mark.parametrize(
    ("role", "typed", "field"),
    [
        ("checker", {"first": "2020-01-01"}, "first"),
        ("checker", {"first": "9999-12-31"}, "first"),
        ("checker", {"first": "yesterday"}, "first"),
        ("checker", {"last": "2020-01-01"}, "last"),
        ("checker", {"place": "1/2/"}, "place"),
        ("handler", {"place": "999999"}, "place"),
        ("audit_admin", {}, "role"),
    ],
)
async def test_a_fault_of_an_appointment_stands_at_its_field(
    security: httpx.AsyncClient, role: str, typed: dict[str, str], field: str
) -> None:
    clerk = await an_account("chen", Post(Role.CLERK, CITY))

    answer = await _appointed(security, clerk, role, **typed)

    assert (answer.status_code, f'id="f-{field}-error"' in answer.text) == (422, True)
    assert len(await posts_of([clerk.id])) == 1


async def test_a_post_ends_at_once_and_one_to_come_is_taken_back(security: httpx.AsyncClient) -> None:
    clerk = await an_account("chen", Post(Role.CLERK, CITY))
    await _appointed(security, clerk, "checker", first="2090-01-01")
    address = f"/admin/staff/{clerk.id}"
    later, running = sorted((await posts_of([clerk.id])), key=lambda one: one.id, reverse=True)

    for one in (later, running):
        await fill_in(security, (await security.get(address)).text, f"{address}/posts/{one.id}/end")

    left = await posts_of([clerk.id])
    assert [(one.id, one.valid_to is not None) for one in left] == [(running.id, True)]
    assert (await reach_of(clerk.id, datetime.now(UTC))).posts == ()


async def test_the_list_is_narrowed_by_name_role_area_and_department(
    visitors: Visitors, system: httpx.AsyncClient
) -> None:
    await an_account("zz-elsewhere", Post(Role.CHECKER, "350300/350303/"))
    world = visitors.world

    async def logins(asked: str) -> set[str]:
        page = (await system.get(f"/admin/staff?{asked}")).text
        return set(re.findall(r'<span translate="no">([^<]+)</span>', page))

    page = (await system.get("/admin/staff?role=checker")).text
    found = (await fill_in(system, page, "/admin/staff/search", q="zz-else")).text
    assert re.findall(r'<span translate="no">([^<]+)</span>', found) == ["zz-elsewhere"]
    assert 'name="role" value="checker"' in found
    assert await logins("q=zz-else") == await logins("")
    assert "zz-elsewhere" in await logins("role=checker")
    assert "zz-elsewhere" not in await logins(f"role=checker&area={DISTRICT}")
    assert await logins(f"department={world.civil_affairs}")
    assert await logins("gone=yes") == set()
    assert await logins("after=zz") == {"zz-elsewhere"}


async def test_the_page_tells_when_somebody_last_signed_in(
    visitors: Visitors, system: httpx.AsyncClient
) -> None:
    clerk = await an_account("chen")
    before = (await account(clerk.id)).last_sign_in
    await sign_in(visitors.stranger(), clerk, PASSWORD)

    after = (await account(clerk.id)).last_sign_in

    assert (before, after is not None) == (None, True)
