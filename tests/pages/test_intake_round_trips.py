"""How often an intake over HTTP goes to the database, from the cookie to the answer."""

import httpx
import pytest

from tests.faces.overhearing import overhearing
from tests.pages.bodies import an_application, an_incident
from tests.pages.people import Visitors

_MOST = 10
_OF_THE_TRANSACTION = 2  # it is opened and ended, which is not heard


@pytest.mark.parametrize(
    ("post", "address", "body"),
    [("worker", "incidents", an_incident()), ("clerk", "applications", an_application())],
)
async def test_an_intake_over_http_goes_to_the_database_ten_times_at_most(
    visitors: Visitors, db: str, post: str, address: str, body: dict[str, object]
) -> None:
    somebody = await visitors.the(post)
    async with overhearing(db) as heard:
        # The first of a process also reads what it then keeps.
        await _taken_in(somebody, address, body, "first")
        heard.clear()

        await _taken_in(somebody, address, body, "second")

    assert len(heard) <= _MOST - _OF_THE_TRANSACTION, "\n".join(heard)


async def test_a_connection_goes_back_without_being_cleaned(visitors: Visitors, db: str) -> None:
    worker = await visitors.the("worker")
    async with overhearing(db) as heard:
        await worker.get("/api/v1/me")

    assert heard
    assert not [one for one in heard if "unlisten" in one.lower() or "reset all" in one.lower()]


async def _taken_in(somebody: httpx.AsyncClient, address: str, body: dict[str, object], key: str) -> None:
    answer = await somebody.post(f"/api/v1/{address}", json=body, headers={"idempotency-key": key})
    assert answer.status_code == 201, answer.text
