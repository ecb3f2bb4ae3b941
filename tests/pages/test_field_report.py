"""A worker's report as his phone sends it: taken in once, with photos and place, nothing lost on the way."""

import httpx

import database
from bench.page_forms import PageForm, form_to
from dispatch.captures import captures_of
from dispatch.case_store import case_by_no
from reach import SYSTEM
from tests import builders_grid as grid
from tests.pages.bodies import an_incident
from tests.pages.driving import a_picture, taken_in
from tests.pages.people import Visitors
from tests.world import PIPE, RUBBISH

HTML = {"accept": "text/html"}


async def _worker(visitors: Visitors) -> httpx.AsyncClient:
    return await visitors.the("worker")


async def _form(visitors: Visitors, code: str = RUBBISH) -> PageForm:
    answer = await (await _worker(visitors)).get(f"/m/report?class={code}", headers=HTML)
    assert answer.status_code == 200
    return form_to(answer, "/m/report")


def _here(x: float = 1.5, y: float = 1.5) -> dict[str, str]:
    """What a script fills in of where the device is."""
    at = grid.at(x, y)
    return {"lon": str(at.lon), "lat": str(at.lat), "accuracy": "8"}


async def test_what_is_frequent_here_comes_first(visitors: Visitors) -> None:
    await taken_in(visitors, "worker", "incidents", an_incident(class_code=PIPE))

    answer = await (await _worker(visitors)).get("/m/report", headers=HTML)

    assert 0 < answer.text.index(f"class={PIPE}") < answer.text.index(f"class={RUBBISH}")


async def test_a_report_is_taken_in_with_its_photo_and_what_the_device_says(visitors: Visitors) -> None:
    form = await _form(visitors)
    captured = {
        "captured.at": "2026-03-02T01:20:00Z",
        "captured.lon": _here()["lon"],
        "captured.lat": _here()["lat"],
    }

    answer = await form.send(
        await _worker(visitors), {"photos": a_picture()}, do="send", **_here(), **captured
    )

    assert answer.status_code == 303, answer.text
    case_no = answer.headers["location"].removeprefix("/m/tasks/").removesuffix("?new=1")
    case = await case_by_no(SYSTEM, case_no)
    assert (case.channel, case.from_public) == ("FIELD", False)
    kept = (await captures_of(case))[0]
    assert (kept.seq, kept.from_case_m) == (1, 0)
    shown = await (await _worker(visitors)).get(answer.headers["location"], headers=HTML)
    assert "已上报" in shown.text
    assert "/api/v1/files/" in shown.text


async def test_a_report_sent_twice_is_one_case(visitors: Visitors) -> None:
    form, client = await _form(visitors), await _worker(visitors)

    first, second = [await form.send(client, {"photos": a_picture()}, do="send", **_here()) for _ in range(2)]

    assert first.headers["location"] == second.headers["location"]


async def test_without_a_place_the_form_comes_back_with_its_photo(visitors: Visitors) -> None:
    form, client = await _form(visitors), await _worker(visitors)

    answer = await form.send(client, {"photos": a_picture()}, do="send", description="垃圾很多")

    assert answer.status_code == 422
    assert 'id="f-where-error"' in answer.text
    again = form_to(answer, "/m/report")
    assert again.values["description"] == ["垃圾很多"]
    assert len(again.values["photo"]) == 1
    taken = await again.send(client, None, do="send", **_here())
    assert taken.status_code == 303
    shown = await client.get(taken.headers["location"], headers=HTML)
    assert "/api/v1/files/" in shown.text


async def test_a_place_elsewhere_is_found_by_its_name_without_script(visitors: Visitors) -> None:
    form, client = await _form(visitors), await _worker(visitors)

    found = await form.send(client, None, do="where", where="350304001")

    assert found.status_code == 200
    again = form_to(found, "/m/report")
    choice = again.choices["place"][0]
    answer = await again.send(client, None, do="send", place=choice)
    assert answer.status_code == 303, answer.text


async def test_a_file_that_is_no_picture_is_told_of_at_the_photos(visitors: Visitors) -> None:
    form = await _form(visitors)

    answer = await form.send(await _worker(visitors), {"photos": b"no picture"}, do="send", **_here())

    assert answer.status_code == 422
    assert 'id="f-photos-error"' in answer.text


async def test_a_place_outside_the_city_is_told_of_at_the_place(visitors: Visitors) -> None:
    form = await _form(visitors)

    answer = await form.send(await _worker(visitors), None, do="send", lon="100", lat="30")

    assert answer.status_code == 422
    assert 'id="f-where-error"' in answer.text


async def test_a_report_nobody_answers_for_comes_back_with_why_and_its_photo(visitors: Visitors) -> None:
    form = await _form(visitors)
    await database.execute("UPDATE dispatch.calendars SET current = false")

    back = await form.send(await _worker(visitors), {"photos": a_picture()}, do="send", **_here())

    assert back.status_code == 503
    assert 'role="alert"' in back.text
    assert form_to(back, "/m/report").values["photo"]
