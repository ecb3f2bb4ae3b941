"""An intake over HTTP meets another change: a map that is being published, and its own repeat."""

import asyncio

import pytest

import database
from grid.editions import EditionState, publish
from tests.builders_grid import NOW, a_draft
from tests.pages.bodies import an_incident
from tests.pages.people import Visitors
from tests.polling import somebody_waits, until

KEY = {"idempotency-key": "visit-1"}
INCIDENTS = "/api/v1/incidents"


async def test_an_intake_that_waits_for_a_publication_lies_on_the_new_map(visitors: Visitors) -> None:
    worker, draft = await visitors.the("worker"), await a_draft()
    flipped, may_end = asyncio.Event(), asyncio.Event()

    async def publishing() -> EditionState:
        async with database.transaction():
            done = await publish(draft.id, NOW)
            flipped.set()
            await may_end.wait()
            return done

    flip = asyncio.create_task(publishing())
    await flipped.wait()
    taking_in = asyncio.create_task(worker.post(INCIDENTS, json=an_incident(), headers=KEY))
    await until(somebody_waits)
    may_end.set()
    new = await flip

    assert (await taking_in).status_code == 201
    assert await database.fetch_value("SELECT edition_id FROM dispatch.cases") == new.id


async def test_a_repeat_takes_no_number(visitors: Visitors) -> None:
    worker = await visitors.the("worker")
    for _ in range(3):
        await worker.post(INCIDENTS, json=an_incident(), headers=KEY)

    assert await database.fetch_value("SELECT last FROM dispatch.case_numbers") == 1


async def test_a_matter_nobody_knows_takes_no_number(visitors: Visitors) -> None:
    worker = await visitors.the("worker")

    answer = await worker.post(INCIDENTS, json=an_incident(class_code="9999"), headers=KEY)

    assert answer.status_code == 422
    assert await database.fetch_value("SELECT count(*) FROM dispatch.case_numbers") == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE registry.catalogue_version SET valid_to = now() - interval '1 second'",
        "UPDATE dispatch.cases SET area_path = '1/', first_responder = 1",
    ],
    ids=["its class is no more", "the case it names is out of reach"],
)
async def test_a_repeat_is_answered_whatever_is_wrong_with_it_by_now(visitors: Visitors, change: str) -> None:
    worker = await visitors.the("worker")
    named = (await worker.post(INCIDENTS, json=an_incident())).json()["case_id"]
    first = await worker.post(INCIDENTS, json=an_incident(origin_case=named), headers=KEY)
    await database.execute(change)

    second = await worker.post(INCIDENTS, json=an_incident(origin_case=named), headers=KEY)

    assert (first.status_code, second.json()) == (201, first.json())


async def test_a_used_key_is_told_before_what_is_wrong_with_another_request(visitors: Visitors) -> None:
    worker = await visitors.the("worker")
    await worker.post(INCIDENTS, json=an_incident(), headers=KEY)

    answer = await worker.post(INCIDENTS, json=an_incident(origin_case=99), headers=KEY)

    assert answer.json()["type"] == "/problems/idempotency-key-reused"
