"""How often an intake over HTTP goes to the database, from the cookie to the answer."""

import httpx
import pytest

from desk.pages.forms import new_key
from tests import builders_grid
from tests.faces.overhearing import overhearing
from tests.pages.bodies import an_application, an_incident
from tests.pages.people import Visitors
from tests.pages.test_window import Fields, send
from tests.pages.test_window import an_incident as at_the_window
from tests.world import RUBBISH

_MOST = 10
_POINT = builders_grid.at(1.5, 1.5)
_ON_THE_WAY: Fields = {
    "class": RUBBISH, "do": "send", "description": "路边有垃圾", "accuracy": "8",
    "lon": str(_POINT.lon), "lat": str(_POINT.lat),
}  # fmt: skip
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


@pytest.mark.parametrize(
    ("post", "address", "form", "most"),
    [
        ("clerk", "/window", at_the_window(), 10),
        ("worker", "/m/report", _ON_THE_WAY, 8),
    ],
)
async def test_a_form_goes_to_the_database_seldom(
    visitors: Visitors, db: str, post: str, address: str, form: Fields, most: int
) -> None:
    somebody = await visitors.the(post)
    async with overhearing(db) as heard:
        await _sent(somebody, address, {**form, "key": new_key()})
        heard.clear()

        await _sent(somebody, address, {**form, "key": new_key()})

    assert len(heard) <= most, "\n".join(heard)


async def _sent(somebody: httpx.AsyncClient, address: str, form: Fields) -> None:
    answer = await send(somebody, address, form)
    assert answer.status_code == 303, answer.text
