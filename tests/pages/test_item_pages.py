"""Items are drafted by one content administrator and published by another, every fault at its field."""

from dataclasses import replace

import httpx
import pytest

from bench.page_forms import fill_in, form_to
from reach import SYSTEM, Post, Role
from registry.items import draft_item, published_item
from tests.pages.people import Visitors, an_account
from tests.world import ALLOWANCE, NOW

_PAGE = f"/admin/items/{ALLOWANCE}"
Pair = tuple[httpx.AsyncClient, httpx.AsyncClient]


@pytest.fixture
async def two(visitors: Visitors) -> Pair:
    """Two content administrators."""
    clients = []
    for name in ("first", "second"):
        account = await an_account(f"content-{name}", Post(Role.CONTENT_ADMIN))
        clients.append(await visitors.signed_in(f"content-{name}", account.id))
    return clients[0], clients[1]


async def test_the_form_shows_the_item_as_it_stands(two: Pair) -> None:
    standing = (await published_item(ALLOWANCE)).item

    fields = form_to((await two[0].get(_PAGE)).text, _PAGE).fields

    assert (fields["name"], fields["promised"]) == (standing.name, str(standing.limits.promised.amount))
    assert fields["m0-code"] == standing.materials[0].code


async def test_a_draft_sent_back_unchanged_changes_nothing_of_the_item(two: Pair) -> None:
    before = (await published_item(ALLOWANCE)).item
    await fill_in(two[0], (await two[0].get(_PAGE)).text, _PAGE)

    await fill_in(two[1], (await two[1].get(_PAGE)).text, f"{_PAGE}/publish")

    assert (await published_item(ALLOWANCE)).item == before


async def test_a_change_stands_once_a_second_person_has_published_it(two: Pair) -> None:
    await fill_in(two[0], (await two[0].get(_PAGE)).text, _PAGE, promised="3", everyday_words="老年补贴")
    seen = (await two[1].get(_PAGE)).text

    answer = await fill_in(two[1], seen, f"{_PAGE}/publish")

    now = (await published_item(ALLOWANCE)).item
    assert answer.headers["location"] == f"{_PAGE}?done=published"
    assert "老年补贴" in seen
    assert (now.limits.promised.amount, now.everyday_words) == (3, ("老年补贴",))


async def test_nobody_publishes_his_own_draft(two: Pair) -> None:
    await fill_in(two[0], (await two[0].get(_PAGE)).text, _PAGE, name="改名")
    page = (await two[0].get(_PAGE)).text
    token = form_to(page, _PAGE).fields["csrf_token"]

    answer = await two[0].post(f"{_PAGE}/publish", data={"csrf_token": token})

    assert (answer.status_code, f"{_PAGE}/publish" in page) == (409, False)
    assert (await published_item(ALLOWANCE)).item.name != "改名"


async def test_what_was_drafted_after_the_look_is_not_published(two: Pair) -> None:
    await fill_in(two[0], (await two[0].get(_PAGE)).text, _PAGE, about="看过的")
    seen = (await two[1].get(_PAGE)).text
    await fill_in(two[0], (await two[0].get(_PAGE)).text, _PAGE, about="没看过的")

    answer = await fill_in(two[1], seen, f"{_PAGE}/publish")

    assert (answer.status_code, "没看过的" in answer.text) == (409, True)
    assert (await published_item(ALLOWANCE)).item.about != "没看过的"


async def test_faults_stand_at_their_fields_and_what_was_typed_stays(two: Pair) -> None:
    page = (await two[0].get(_PAGE)).text

    answer = await fill_in(two[0], page, _PAGE, name="", statutory="99", promised="x", about="新的说明")

    fields = form_to(answer.text, _PAGE).fields
    assert answer.status_code == 422
    assert (fields["name"], fields["statutory"], fields["about"]) == ("", "99", "新的说明")
    assert {name for name in ("name", "promised", "statutory") if f'id="f-{name}-error"' in answer.text} == {
        "name",
        "promised",
        "statutory",
    }


async def test_a_material_is_added_and_another_taken_away(two: Pair) -> None:
    standing = (await published_item(ALLOWANCE)).item
    spare = f"m{len(standing.materials)}"
    typed = {f"{spare}-code": "photo", f"{spare}-name": "近照", f"{spare}-name_en": "Photo", "m0-gone": "yes"}
    await fill_in(two[0], (await two[0].get(_PAGE)).text, _PAGE, **typed)

    await fill_in(two[1], (await two[1].get(_PAGE)).text, f"{_PAGE}/publish")

    codes = [one.code for one in (await published_item(ALLOWANCE)).item.materials]
    assert codes == [*(one.code for one in standing.materials[1:]), "photo"]


async def test_the_list_says_which_items_have_a_draft(two: Pair) -> None:
    item = (await published_item(ALLOWANCE)).item
    assert "等待发布" not in (await two[0].get("/admin/items")).text

    await draft_item(SYSTEM, replace(item, name="另一个名称"), NOW)

    assert "等待发布" in (await two[0].get("/admin/items")).text


async def test_an_item_nobody_knows_has_no_page(two: Pair) -> None:
    assert (await two[0].get("/admin/items/none")).status_code == 404
