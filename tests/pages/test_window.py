"""The window over HTTP: every fault at its field, one registration however often it is sent, by steps."""

import re
from urllib.parse import urlencode

import httpx
import pytest

import database
from tests.pages.people import Visitors
from tests.world import ALLOWANCE, RUBBISH

Fields = dict[str, str | list[str]]
_WORLD = {"place": "area:350304001001001", "place_words": "文献社区"}


def an_application(**changes: str | list[str]) -> Fields:
    """The allowance for the aged as a clerk types it."""
    fields: Fields = {
        "key": "form-1",
        "subject_number": "999999199001010016",
        "subject_name": "陈测试",
        "subject_phone": "13800000000",
        "matter": f"item:{ALLOWANCE}",
        "answer-lives_alone": "no",
        "brought": ["application"],
        "description": "家中老人年满八十",
        **_WORLD,
    }
    return {**fields, **changes}


def an_incident(**changes: str | list[str]) -> Fields:
    """Rubbish, brought by nobody in particular."""
    return {"key": "form-2", "matter": f"class:{RUBBISH}", "description": "路边有垃圾", **_WORLD, **changes}


async def send(client: httpx.AsyncClient, address: str, fields: Fields) -> httpx.Response:
    """The form as a browser sends it."""
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
    return await client.post(address, content=urlencode(fields, doseq=True), headers=headers)


async def cases() -> int:
    return int(await database.fetch_value("SELECT count(*) FROM dispatch.cases"))


def error_at(answer: httpx.Response, field: str) -> str:
    """What stands below a field, tied to it; empty where nothing is wrong with it."""
    found = re.search(rf'id="f-{field}-error"[^>]*>([^<]*)<', answer.text)
    if found is None:
        return ""
    assert f'aria-describedby="f-{field}-error"' in answer.text
    return found[1]


async def test_what_is_wrong_with_a_field_is_said_once(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await send(clerk, "/window", an_application(subject_name=""))

    assert error_at(answer, "subject_name") == "请填写这一项。"


async def test_what_was_typed_is_registered_and_its_receipt_shown(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await send(clerk, "/window", an_application())

    assert answer.status_code == 303, answer.text
    receipt = await clerk.get(answer.headers["location"])
    assert receipt.status_code == 200
    row = await database.fetch_row("SELECT case_no, tracking_no FROM dispatch.cases")
    assert row is not None
    assert row["case_no"] in receipt.text
    assert row["tracking_no"] in receipt.text
    assert "<svg" in receipt.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject_name": ""}, "subject_name"),
        ({"subject_number": "999999199001010017"}, "subject_number"),
        ({"subject_phone": "abc"}, "subject_phone"),
        ({"answer-lives_alone": ""}, "answer-lives_alone"),
        ({"place": "", "place_words": "文献"}, "place"),
        ({"place": "area:nowhere"}, "place"),
        ({"matter": ""}, "matter"),
        ({"matter": "item:unknown"}, "matter"),
        ({"acting": "agent"}, "agent_name"),
        ({"acting": "agent", "agent_name": "李四", "agent_number": "1"}, "agent_number"),
        (
            {
                "acting": "agent",
                "agent_name": "李四",
                "agent_phone": "13900000000",
                "agent_standing": "child",
            },
            "agent_authority",
        ),
    ],
)
async def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(
    visitors: Visitors, changes: Fields, field: str
) -> None:
    clerk = await visitors.the("clerk")

    answer = await send(clerk, "/window", an_application(**changes))

    assert answer.status_code == 422
    assert error_at(answer, field)
    assert "家中老人年满八十" in answer.text
    assert await cases() == 0


async def test_all_faults_are_told_at_once(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await send(clerk, "/window", {"key": "k", "subject_number": "1", "subject_phone": "x"})

    fields = ("subject_number", "subject_phone", "subject_name", "place", "matter")
    assert [one for one in fields if not error_at(answer, one)] == []


async def test_a_number_known_under_another_name_is_told_at_the_name(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    await send(clerk, "/window", an_application())

    answer = await send(clerk, "/window", an_application(key="form-9", subject_name="王别人"))

    assert answer.status_code == 422
    assert error_at(answer, "subject_name")


async def test_a_form_sent_twice_is_registered_once(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    first = await send(clerk, "/window", an_application())
    again = await send(clerk, "/window", an_application())

    assert await cases() == 1
    assert again.headers["location"] == first.headers["location"]


async def test_a_form_changed_after_it_was_taken_in_says_so(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    await send(clerk, "/window", an_application())

    again = await send(clerk, "/window", an_application(description="另一句话"))

    assert await cases() == 1
    assert again.headers["location"].endswith("&changed=1")


async def test_an_incident_needs_nobody_named(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")

    answer = await send(clerk, "/window", an_incident())

    assert answer.status_code == 303, answer.text
    row = await database.fetch_row("SELECT kind, channel, subject_id FROM dispatch.cases")
    assert row is not None
    assert (row["kind"], row["channel"], row["subject_id"]) == ("incident", "WINDOW", None)


async def test_whoever_acts_for_another_is_kept_with_how_he_stands_to_him(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    agent = {
        "acting": "agent",
        "agent_name": "李四",
        "agent_phone": "13900000000",
        "agent_standing": "child",
        "agent_authority": "yes",
    }

    answer = await send(clerk, "/window", an_application(**agent))

    assert answer.status_code == 303, answer.text
    assert await database.fetch_value("SELECT agent_id FROM dispatch.cases") is not None
    fields = await database.fetch("SELECT field FROM registry.sealed_text")
    assert "agency" in {row["field"] for row in fields}


async def test_the_password_is_shown_to_the_clerk_with_the_slip_and_to_nobody_else(
    visitors: Visitors,
) -> None:
    clerk, other = await visitors.the("clerk"), await visitors.the("other clerk")
    address = (await send(clerk, "/window", an_application())).headers["location"]

    assert 'class="password"' in (await clerk.get(address)).text
    assert 'class="password"' not in (await other.get(address)).text
    assert 'class="password"' not in (await clerk.get(address.partition("?")[0])).text


async def test_the_same_person_can_bring_the_next_matter(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    slip = (await send(clerk, "/window", an_application())).headers["location"].partition("slip=")[2]

    answer = await clerk.get(f"/window?same={slip}")

    assert 'value="999999199001010016"' in answer.text
    assert 'value="陈测试"' in answer.text
    assert ALLOWANCE not in re.sub(r"<aside.*?</aside>", "", answer.text, flags=re.DOTALL)


async def test_without_script_a_matter_is_taken_in_step_by_step(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    typed: Fields = {
        "key": "steps",
        "place_words": "350304001001001",
        "matter_words": "高龄补贴",
        "do": "find",
    }

    found = await send(clerk, "/window", typed)
    place = re.search(r'type="radio" name="place" value="([^"]+)" checked', found.text)
    matter = re.search(r'type="radio" name="matter" value="([^"]+)" checked', found.text)
    assert place is not None
    assert matter is not None
    chosen = await send(clerk, "/window", {**typed, "place": place[1], "matter": matter[1]})
    assert 'name="answer-lives_alone"' in chosen.text
    whole = an_application(key="steps", place=place[1], matter=matter[1])
    answer = await send(clerk, "/window", whole)

    assert answer.status_code == 303, answer.text


async def test_a_page_without_the_token_of_its_session_changes_nothing(visitors: Visitors) -> None:
    clerk = await visitors.the("clerk")
    del clerk.headers["x-csrf-token"]

    answer = await send(clerk, "/window", an_application())

    assert answer.status_code == 403
    assert await cases() == 0
