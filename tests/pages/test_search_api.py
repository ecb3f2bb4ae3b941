"""Searching cases with the text in the body: names and numbers stand in no address."""

import pytest

from tests.pages.bodies import PERSON, an_application, an_incident
from tests.pages.driving import taken_in
from tests.pages.people import Visitors

ADDRESS = "/api/v1/cases/search"
HOME = {**PERSON, "area_path": "350300/350304/"}


@pytest.mark.parametrize("question", ["陈测试", "chenceshi", "0016", PERSON["number"], PERSON["phone"]])
async def test_a_case_is_found_by_what_is_known_of_its_subject(visitors: Visitors, question: str) -> None:
    drive = await taken_in(visitors, "clerk", "applications", an_application(subject=HOME))
    await taken_in(visitors, "worker", "incidents", an_incident())
    clerk = await visitors.the("clerk")

    found = (await clerk.post(ADDRESS, json={"q": question})).json()

    assert [one["case_no"] for one in found["cases"]] == [drive.case_no]


async def test_a_search_narrows_and_turns_pages_as_the_list_does(visitors: Visitors) -> None:
    drives = [
        await taken_in(visitors, "clerk", "applications", an_application(subject=HOME)) for _ in range(3)
    ]
    clerk = await visitors.the("clerk")
    asked = {"q": "陈测试", "kind": "application", "only": ["mine"], "limit": 2}

    first = (await clerk.post(ADDRESS, json=asked)).json()
    second = (await clerk.post(ADDRESS, json={**asked, "after": first["next"]})).json()

    found = [one["case_no"] for one in (*first["cases"], *second["cases"])]
    assert (len(first["cases"]), sorted(found)) == (2, sorted(drive.case_no for drive in drives))
    assert (await clerk.post(ADDRESS, json={**asked, "kind": "incident"})).json()["cases"] == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/q"),
        ({"q": "x"}, "/q"),
        ({"q": "陈测试", "after": "?"}, "/after"),
        ({"q": "xx", "only": ["?"]}, "/only/0"),
    ],
)
async def test_faults_of_a_search_are_told_at_their_place(
    visitors: Visitors, body: dict[str, object], pointer: str
) -> None:
    clerk = await visitors.the("clerk")

    answer = await clerk.post(ADDRESS, json=body)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_a_search_finds_no_case_out_of_reach(visitors: Visitors) -> None:
    await taken_in(visitors, "clerk", "applications", an_application(subject=HOME))
    stranger = await visitors.the("stranger")

    assert (await stranger.post(ADDRESS, json={"q": PERSON["number"]})).json()["cases"] == []
