"""The page of a case: what it shows, to whom, and the acts done with its forms."""

import httpx
import pytest

from bench.page_forms import form_to
from tests.pages.bodies import an_application, an_incident
from tests.pages.driving import Drive, a_picture, taken_in
from tests.pages.people import Visitors
from tests.world import CARD

HTML = {"accept": "text/html"}


async def _page(visitors: Visitors, who: str, drive: Drive, query: str = "") -> httpx.Response:
    client = await visitors.the(who)
    return await client.get(f"/cases/{drive.case_no}{query}", headers=HTML)


async def _to_review(visitors: Visitors) -> Drive:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    await drive.does("clerk", "accept")
    await drive.does("handler", "sign-for")
    await drive.does("handler", "handle", text="材料齐全")
    return drive


async def test_the_page_shows_the_case_in_words(visitors: Visitors) -> None:
    drive = await _to_review(visitors)

    answer = await _page(visitors, "reviewer", drive)

    assert answer.status_code == 200
    for words in ("高龄补贴", "审核中", "陈", "申请表", "时限", "荔城区民政局"):
        assert words in answer.text
    assert "陈测试" not in answer.text
    assert "材料齐全" not in answer.text


async def test_an_act_is_done_with_its_form(visitors: Visitors) -> None:
    drive = await _to_review(visitors)
    client = await visitors.the("reviewer")
    form = form_to(await _page(visitors, "reviewer", drive, "?act=review"), "/acts/review")

    answer = await form.send(client, text="同意")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/cases/{drive.case_no}?done=review"
    after = await client.get(answer.headers["location"], headers=HTML)
    assert "批准中" in after.text


async def test_a_second_press_does_nothing_twice(visitors: Visitors) -> None:
    drive = await _to_review(visitors)
    client = await visitors.the("reviewer")
    form = form_to(await _page(visitors, "reviewer", drive, "?act=comment"), "/acts/comment")
    await form.send(client, text="已电话核对")

    again = await form.send(client, text="已电话核对")

    assert again.status_code == 303
    journal = (await client.get(f"/api/v1/cases/{drive.case_no}/journal")).json()
    assert [entry["kind"] for entry in journal].count("commented") == 1


async def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(visitors: Visitors) -> None:
    drive = await _to_review(visitors)
    await drive.does("reviewer", "review", text="同意")
    client = await visitors.the("approver")
    form = form_to(await _page(visitors, "approver", drive, "?act=deny"), "/acts/deny")

    answer = await form.send(client, reasons="", remedies="六十日内申请复议")

    assert answer.status_code == 422
    shown = form_to(answer, "/acts/deny")
    assert shown.values["remedies"] == ["六十日内申请复议"]
    assert 'id="f-reasons-error"' in answer.text


async def test_whoever_is_too_late_sees_what_changed_and_keeps_what_he_typed(visitors: Visitors) -> None:
    drive = await _to_review(visitors)
    client = await visitors.the("reviewer")
    form = form_to(await _page(visitors, "reviewer", drive, "?act=review"), "/acts/review")
    await drive.does("reviewer", "send-back", text="请补充说明")
    await drive.does("handler", "handle", text="已补充")

    answer = await form.send(client, text="同意通过")

    assert answer.status_code == 409
    assert "handler" in answer.text
    shown = form_to(answer, "/acts/review")
    assert shown.values["text"] == ["同意通过"]
    again = await shown.send(client)
    assert again.status_code == 303


async def test_files_are_kept_where_the_rest_is_refused(visitors: Visitors) -> None:
    body = an_incident()
    drive = await taken_in(visitors, "worker", "incidents", body)
    await drive.does("operator", "file", class_code=body["class_code"], situation="1", criterion_met=True)
    await drive.does("dispatcher", "dispatch")
    await drive.does("upkeep", "sign-for")
    client = await visitors.the("upkeep")
    form = form_to(await _page(visitors, "upkeep", drive, "?act=feedback"), "/acts/feedback")

    refused = await form.send(client, files={"after": a_picture()}, text="")

    assert refused.status_code == 422
    assert "photo.png" in refused.text
    again = await form_to(refused, "/acts/feedback").send(client, text="已清理")
    assert again.status_code == 303
    shown = (await _page(visitors, "upkeep", drive)).text
    address = shown.partition('<img src="')[2].partition('"')[0]
    assert address.endswith("/small")
    assert (await client.get(address)).headers["content-type"] == "image/jpeg"


async def test_a_case_out_of_reach_is_not_there(visitors: Visitors) -> None:
    drive = await _to_review(visitors)

    assert (await _page(visitors, "stranger", drive)).status_code == 404


async def test_sealed_texts_are_opened_for_a_purpose_only(visitors: Visitors) -> None:
    drive = await _to_review(visitors)
    client = await visitors.the("reviewer")
    form = form_to(await _page(visitors, "reviewer", drive), "/reveal")

    opened = await form.send(client, purpose="decision", texts="yes")
    refused = await form.send(client, purpose="", texts="yes")

    assert (opened.status_code, refused.status_code) == (200, 422)
    assert "材料齐全" in opened.text
    assert "材料齐全" not in refused.text


async def test_papers_are_shown_small_for_a_purpose_and_not_before(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application())
    clerk = await visitors.the("clerk")
    await drive.does("clerk", "attach", files=[await drive.photo("clerk")])
    page = await _page(visitors, "clerk", drive)

    opened = await form_to(page, "/reveal").send(clerk, purpose="decision", papers="yes")

    assert "<img" not in page.text
    address = opened.text.partition('<img src="')[2].partition('"')[0]
    assert address.endswith("/small?purpose=decision")
    assert (await clerk.get(address)).status_code == 200


async def test_the_place_of_a_case_is_told_and_where_people_acted_over_it(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    there = {"at": "2026-03-02T01:25:00Z", "point": {"lon": 119.0215, "lat": 25.4325, "accuracy_m": 12}}
    await drive.does("worker", "comment", text="到场看过", captured=there)

    shown = (await _page(visitors, "operator", drive)).text

    place = shown.partition('id="case-place"')[2]
    assert "纬度 25.43" in place
    assert 'id="case-map"' in shown
    assert "25.43250, 119.02150，误差约 12 米，距案件地点" in place
    assert "2026年3月2日 09:25" in shown


async def test_the_subject_is_shown_for_a_purpose(visitors: Visitors) -> None:
    drive = await _to_review(visitors)
    client = await visitors.the("reviewer")
    form = form_to(await _page(visitors, "reviewer", drive), "/reveal")

    opened = await form.send(client, purpose="identity_check", subject="yes")

    assert "陈测试" in opened.text
    assert "999999199001010016" in opened.text


@pytest.mark.parametrize("act", ["nonsense", "grant"])
async def test_a_form_that_is_not_allowed_is_not_opened(visitors: Visitors, act: str) -> None:
    drive = await _to_review(visitors)

    answer = await _page(visitors, "reviewer", drive, f"?act={act}")

    assert answer.status_code == 200
    assert "act-form" not in answer.text


@pytest.mark.parametrize("who", ["approver", "clerk"])
async def test_the_only_body_somebody_can_decide_for_is_chosen(visitors: Visitors, who: str) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(item=CARD, answers={}))
    await drive.does("clerk", "accept-instant")

    form = form_to(await _page(visitors, who, drive, "?act=grant-instant"), "/acts/grant-instant")

    assert form.choices["deciding_body"] == ["", form.fields["deciding_body"]]
