"""What the window says while one types: all panels in one answer, look-ups, drafts that are one's own."""

import httpx
import pytest

import database
from desk.pages.window import people, registering, seen
from integrations.licences.store import LicenceStore
from tests.pages.people import Visitors
from tests.pages.test_window import an_application, an_incident, cases, send
from tests.world import ALLOWANCE

_CANARY = "金丝雀阿福"


async def test_one_answer_fills_every_panel(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await send(clerk, "/window/preview", an_application(brought=[]))

    assert answer.status_code == 200
    for part in ('id="beside"', 'id="known"', 'id="asked"'):
        assert part in answer.text
    for said in ("荔城区民政局", "申请表", "是否独居", "受理期限"):
        assert said in answer.text, said
    assert await cases() == 0


async def test_a_known_person_is_shown_masked_with_his_last_cases(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    await send(clerk, "/window", an_application())

    answer = await send(clerk, "/window/preview", {"subject_number": "999999199001010016"})

    assert "陈*试" in answer.text
    assert "陈测试" not in answer.text
    assert "高龄补贴" in answer.text


async def test_the_same_matter_of_the_same_person_is_pointed_at(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    await send(clerk, "/window", an_application())

    answer = await send(clerk, "/window/preview", an_application(key="form-7"))

    assert "可能重复" in answer.text


async def test_a_look_at_a_person_is_recorded_once_for_a_form(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    await send(clerk, "/window", an_application())

    for _ in range(3):
        await send(clerk, "/window/preview", {"subject_number": "999999199001010016"})

    looks = "SELECT count(*) FROM registry.audit WHERE kind = 'dossier_seen'"
    assert await database.fetch_value(looks) == 1


async def test_asking_for_somebody_out_of_reach_shows_nothing_and_is_recorded_once(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_looks", {})
    clerk = await visitors.the("clerk")
    await send(clerk, "/window", an_application())
    await database.execute("UPDATE registry.subject SET area_path = '350300/350399/'")
    refused = "SELECT count(*) FROM registry.audit WHERE stream = 'security' AND kind = 'refused'"
    before = await database.fetch_value(refused)

    monkeypatch.setattr(people, "_looks", {})
    answers = [await send(clerk, "/window/preview", {"subject_phone": "13800000000"}) for _ in range(3)]

    assert "登记在其他区域" in answers[0].text
    assert "陈*试" not in answers[0].text
    assert await database.fetch_value(refused) == before + 1


async def test_a_place_outside_the_map_does_not_empty_the_other_panels(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await send(clerk, "/window/preview", an_application(place="point:10.0,10.0,5"))

    assert answer.status_code == 200
    assert "申请表" in answer.text


async def test_an_item_is_found_by_code_name_initials_and_part_of_a_word(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    for words in ("350105002", "高龄", "gaoling", "glbt", "aged"):
        answer = await send(clerk, "/window/matters", {"matter_words": words})
        assert 'data-value="item:350105002000"' in answer.text, words


async def test_an_incident_class_is_found_by_code_and_name(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    for words in ("0102", "垃圾", "laji", "rubbish"):
        answer = await send(clerk, "/window/matters", {"matter_words": words})
        assert 'data-value="class:0102"' in answer.text, words


async def test_a_sentence_finds_what_comes_nearest_and_says_so(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    guess = await send(clerk, "/window/matters", {"matter_words": "他家楼下暴露垃圾很多"})
    whole = await send(clerk, "/window/matters", {"matter_words": "暴露垃圾"})

    assert 'data-value="class:0102"' in guess.text
    assert 'data-value="class:0102"' in whole.text
    assert ["相近" in guess.text, "相近" in whole.text] == [True, False]


async def test_an_area_is_found_as_a_place(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await send(clerk, "/window/places", {"place_words": "350304001001001"})

    assert 'data-value="area:350304001001001"' in answer.text


async def test_an_address_is_opened_for_a_document_and_not_for_a_phone(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    await send(clerk, "/window", an_application(subject_address="文献路一百号"))
    opened = "SELECT count(*) FROM registry.audit WHERE kind = 'revealed'"

    by_phone = await send(clerk, "/window/places", {"subject_phone": "13800000000"})
    unopened = await database.fetch_value(opened)
    await send(clerk, "/window/places", {"subject_number": "999999199001010016"})

    assert "登记住址所在区域" in by_phone.text
    assert (unopened, await database.fetch_value(opened)) == (0, 1)


async def test_a_draft_is_sealed_and_comes_back_to_its_clerk_alone(visitors: Visitors) -> None:
    clerk, other = await visitors.the("clerk"), await visitors.the("other clerk")

    answer = await send(clerk, "/window/drafts", an_application(subject_name=_CANARY))

    assert answer.status_code == 204
    kept = await database.fetch_value("SELECT row_to_json(d)::text FROM desk.drafts d")
    assert _CANARY not in kept
    assert _CANARY in (await clerk.get("/window?draft=form-1")).text
    assert _CANARY not in (await other.get("/window?draft=form-1")).text
    assert "金***福" in (await clerk.get("/window")).text


async def test_a_draft_goes_once_its_form_is_handed_in(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    await send(clerk, "/window/drafts", an_application())

    await send(clerk, "/window", an_application())
    await send(clerk, "/window/drafts", an_application(description="晚到的保存"))

    assert await database.fetch_value("SELECT count(*) FROM desk.drafts") == 0


async def test_a_parked_draft_can_be_thrown_away_by_its_clerk_only(visitors: Visitors) -> None:
    clerk, other = await visitors.the("clerk"), await visitors.the("other clerk")
    await send(clerk, "/window/drafts", {**an_incident(), "parked": "yes"})

    await send(other, "/window/drafts/form-2/discard", {})
    assert "暂存" in (await clerk.get("/window/drafts")).text
    await send(clerk, "/window/drafts/form-2/discard", {})

    assert await database.fetch_value("SELECT count(*) FROM desk.drafts") == 0


async def test_the_store_of_licences_is_asked_on_record_once_for_a_form(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = await visitors.the("clerk")
    held = httpx.MockTransport(lambda _: httpx.Response(200, json={"licences": []}))
    store = LicenceStore(httpx.AsyncClient(transport=held), "http://city-of-this-test")
    monkeypatch.setattr(seen, "licence_store", lambda: store)
    monkeypatch.setattr(registering, "licence_store", lambda: store)

    for _ in range(3):
        await send(clerk, "/window/preview", an_application(key="form-of-this-test"))
    await send(clerk, "/window", an_application(key="form-of-this-test"))

    asked = "SELECT data->>'item' FROM registry.audit WHERE kind = 'licences_asked'"
    assert [row[0] for row in await database.fetch(asked)] == [ALLOWANCE]
