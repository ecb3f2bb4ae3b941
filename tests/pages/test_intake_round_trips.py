"""How often an intake over HTTP goes to the database, from the cookie to the answer."""

import httpx

from tests.faces.overhearing import overhearing
from tests.pages.bodies import an_incident
from tests.pages.people import Visitors

# Opening and ending the transaction are two more.
_MOST = 12


async def test_an_intake_over_http_goes_to_the_database_seldom(visitors: Visitors, db: str) -> None:
    worker = await visitors.the("worker")
    async with overhearing(db) as heard:
        # The first of a process also reads what it then keeps.
        await _taken_in(worker, "first")
        heard.clear()

        await _taken_in(worker, "second")

    assert len(heard) <= _MOST, "\n".join(heard)


async def test_a_connection_goes_back_without_being_cleaned(visitors: Visitors, db: str) -> None:
    worker = await visitors.the("worker")
    async with overhearing(db) as heard:
        await worker.get("/api/v1/me")

    assert heard
    assert not [one for one in heard if "unlisten" in one.lower() or "reset all" in one.lower()]


async def _taken_in(worker: httpx.AsyncClient, key: str) -> None:
    answer = await worker.post("/api/v1/incidents", json=an_incident(), headers={"idempotency-key": key})
    assert answer.status_code == 201, answer.text
