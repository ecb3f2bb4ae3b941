"""The pages of the phone: one's own tasks, their way on the spot, and what keeps it from going wrong."""

import re

import httpx
import pytest

from bench.page_forms import form_to
from tests.pages.bodies import an_incident
from tests.pages.driving import Drive, a_picture, taken_in
from tests.pages.people import Visitors

HTML = {"accept": "text/html"}


async def _seen(visitors: Visitors, address: str, who: str = "worker") -> httpx.Response:
    answer = await (await visitors.the(who)).get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer


async def _to_look_at(visitors: Visitors) -> Drive:
    """A report of the public that the worker was sent to."""
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    worker = visitors.world.who("worker").actor
    await drive.does("operator", "start-verify", lead={"worker": worker})
    return drive


async def _to_handle(visitors: Visitors) -> Drive:
    """An incident the worker himself is to put right."""
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    code = an_incident()["class_code"]
    await drive.does("operator", "file", class_code=code, situation="1", criterion_met=True)
    await drive.does("dispatcher", "dispatch", lead={"worker": visitors.world.who("worker").actor})
    return drive


async def _kinds(visitors: Visitors, drive: Drive) -> list[str]:
    client = await visitors.the("supervisor")
    return [
        str(entry["kind"]) for entry in (await client.get(f"/api/v1/cases/{drive.case_no}/journal")).json()
    ]


async def test_a_worker_sees_his_tasks_with_the_act_that_comes_next(visitors: Visitors) -> None:
    drive = await _to_handle(visitors)

    answer = await _seen(visitors, "/m/")

    assert "暴露垃圾" in answer.text
    assert f"/m/tasks/{drive.case_no}/acts/sign-for" in answer.text
    assert re.search(r'href="geo:[0-9.]+,[0-9.]+\?q=', answer.text)


async def test_a_task_of_somebody_else_is_not_in_the_list(visitors: Visitors) -> None:
    await _to_handle(visitors)

    answer = await _seen(visitors, "/m", "checker")

    assert "现在没有要办的任务。" in answer.text


async def test_a_task_is_signed_for_from_the_list_then_reached_then_told_of(visitors: Visitors) -> None:
    drive = await _to_handle(visitors)
    client = await visitors.the("worker")

    signed = await form_to(await _seen(visitors, "/m"), "/acts/sign-for").send(client)
    arrived = await form_to(await _seen(visitors, "/m"), "/acts/arrive").send(client)
    listed = await _seen(visitors, "/m")

    assert [signed.status_code, arrived.status_code] == [303, 303]
    assert (await _kinds(visitors, drive))[-2:] == ["signed_for", "arrived"]
    assert f"/m/tasks/{drive.case_no}?act=feedback" in listed.text


async def test_feedback_carries_photos_and_when_and_where_they_were_taken(visitors: Visitors) -> None:
    drive = await _to_handle(visitors)
    client = await visitors.the("worker")
    await drive.does("worker", "sign-for")
    form = form_to(await _seen(visitors, f"/m/tasks/{drive.case_no}?act=feedback"), "/acts/feedback")

    answer = await form.send(
        client,
        text="已清理",
        files={"after": a_picture()},
        **{"captured.at": "2026-03-02T01:20:00Z", "captured.lon": "119.0151", "captured.lat": "25.4351"},
    )

    assert answer.status_code == 303, answer.text
    assert (await _kinds(visitors, drive))[-1] == "fed_back"
    assert "距案件地点" in (await _seen(visitors, f"/m/tasks/{drive.case_no}")).text


async def test_what_a_device_makes_up_does_not_stop_the_work(visitors: Visitors) -> None:
    drive = await _to_look_at(visitors)
    client = await visitors.the("worker")
    form = form_to(await _seen(visitors, "/m"), "/acts/arrive")

    nonsense = {"captured.at": "soon", "captured.lon": "nan", "captured.lat": "9000", "captured.ahead": "x"}
    answer = await form.send(client, None, **nonsense)

    assert answer.status_code == 303
    assert (await _kinds(visitors, drive))[-1] == "arrived"


async def test_a_second_press_arrives_once_although_the_clock_has_moved_on(visitors: Visitors) -> None:
    drive = await _to_look_at(visitors)
    client = await visitors.the("worker")
    form = form_to(await _seen(visitors, "/m"), "/acts/arrive")

    for minute in (20, 21):
        answer = await form.send(client, None, **{"captured.at": f"2026-03-02T01:{minute}:00Z"})
        assert answer.status_code == 303

    assert (await _kinds(visitors, drive)).count("arrived") == 1


async def test_whoever_is_too_late_keeps_his_words_and_photos_and_sees_what_changed(
    visitors: Visitors,
) -> None:
    drive = await _to_handle(visitors)
    client = await visitors.the("worker")
    await drive.does("worker", "sign-for")
    form = form_to(await _seen(visitors, f"/m/tasks/{drive.case_no}?act=feedback"), "/acts/feedback")
    await drive.does("supervisor", "supervise", text="今日办结", due="2030-01-01T00:00:00Z")

    answer = await form.send(client, text="已清理完毕", files={"after": a_picture()})

    assert answer.status_code == 409
    shown = form_to(answer, "/acts/feedback")
    assert shown.values["text"] == ["已清理完毕"]
    assert any("photo.png" in value for value in shown.values["kept.after"])
    assert "督办" in answer.text
    assert (await shown.send(client)).status_code == 303


async def test_a_visit_without_its_photo_comes_back_with_the_fault_at_the_photo(visitors: Visitors) -> None:
    drive = await _to_look_at(visitors)
    form = form_to(await _seen(visitors, f"/m/tasks/{drive.case_no}?act=verify"), "/acts/verify")

    answer = await form.send(await visitors.the("worker"), agrees="yes", text="确有垃圾")

    assert answer.status_code == 422
    assert 'id="f-photos-error"' in answer.text
    assert "确有垃圾" in answer.text


async def test_work_is_given_back_with_a_reason(visitors: Visitors) -> None:
    drive = await _to_handle(visitors)
    address = f"/m/tasks/{drive.case_no}?act=request-return"
    form = form_to(await _seen(visitors, address), "/acts/request-return")

    reason = next(one for one in form.choices["reason"] if one)

    answer = await form.send(await visitors.the("worker"), reason=reason, text="不在本网格")

    assert answer.status_code == 303
    assert (await _kinds(visitors, drive))[-1] == "return_requested"
    assert "等待他人处理" in (await _seen(visitors, "/m")).text


async def test_what_was_written_is_opened_for_a_purpose_only(visitors: Visitors) -> None:
    drive = await _to_look_at(visitors)
    page = await _seen(visitors, f"/m/tasks/{drive.case_no}")
    said = str(an_incident()["description"])
    client = await visitors.the("worker")

    without = await form_to(page, "/reveal").send(client, purpose="")
    opened = await form_to(page, "/reveal").send(client, purpose="contact")

    assert said not in page.text
    assert without.status_code == 422
    assert opened.status_code == 200
    assert said in opened.text


@pytest.mark.parametrize("size", [192, 512])
async def test_the_desk_can_be_put_on_the_first_screen(visitors: Visitors, size: int) -> None:
    stranger = visitors.stranger()

    manifest = await stranger.get("/m/manifest.webmanifest")
    icon = await stranger.get(f"/m/icons/{size}")

    assert f"/m/icons/{size}" in {one["src"] for one in manifest.json()["icons"]}
    assert manifest.json()["display"] == "standalone"
    assert icon.headers["content-type"] == "image/png"
    assert icon.content.startswith(b"\x89PNG")


async def test_a_checker_finds_his_check_and_says_on_the_spot_what_he_saw(visitors: Visitors) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    code = an_incident()["class_code"]
    await drive.does("operator", "file", class_code=code, situation="1", criterion_met=True)
    await drive.does("dispatcher", "dispatch")
    await drive.does("upkeep", "sign-for")
    await drive.does("upkeep", "feedback", text="已清理", after=[await drive.photo("upkeep")])
    await drive.does("operator", "start-check", lead={"worker": visitors.world.who("checker").actor})
    client = await visitors.the("checker")
    await form_to(await _seen(visitors, "/m", "checker"), "/acts/arrive").send(client)

    form = form_to(await _seen(visitors, f"/m/tasks/{drive.case_no}?act=check", "checker"), "/acts/check")
    answer = await form.send(client, {"photos": a_picture()}, agrees="no", text="仍有残留")

    assert answer.status_code == 303
    assert (await _kinds(visitors, drive))[-2:] == ["arrived", "checked"]
    assert "现在没有要办的任务。" in (await _seen(visitors, "/m", "checker")).text


async def test_what_a_worker_saw_is_solved_on_the_spot_with_photos_before_and_after(
    visitors: Visitors,
) -> None:
    drive = await taken_in(visitors, "worker", "incidents", an_incident())
    client = await visitors.the("worker")
    address = f"/m/tasks/{drive.case_no}?act=self-handle"
    form = form_to(await _seen(visitors, address), "/acts/self-handle")

    lacking = await form.send(client, {"after": a_picture()}, text="已清扫")
    done = await form_to(lacking, "/acts/self-handle").send(client, {"before": a_picture()})

    assert lacking.status_code == 422
    assert 'id="f-before-error"' in lacking.text
    assert done.status_code == 303
    assert "self_handled" in await _kinds(visitors, drive)
