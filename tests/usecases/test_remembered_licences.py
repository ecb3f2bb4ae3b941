"""A form that asks at every change asks the store of licences once a minute, and waits for it once."""

import httpx
import pytest

from desk.remembered_licences import remembering
from integrations.errors import LicencesUnavailable
from integrations.licences.store import LicenceStore
from registry.rules.identity_numbers import NumberKind

pytestmark = pytest.mark.usefixtures("db")


class Store:
    """A store that counts how often it is asked."""

    def __init__(self, status: int = 200) -> None:
        self.asked = 0
        self.status = status

    def answer(self, _: httpx.Request) -> httpx.Response:
        self.asked += 1
        return httpx.Response(self.status, json={"licences": [{"kind": "id_card"}]})

    def at(self, url: str) -> LicenceStore:
        return LicenceStore(httpx.AsyncClient(transport=httpx.MockTransport(self.answer)), url)


async def test_a_holder_is_asked_for_once(request: pytest.FixtureRequest) -> None:
    told = Store()
    store = remembering(told.at(f"http://{request.node.name}"))
    assert store is not None

    held = [await store.held_by("999999199001010016", NumberKind.RESIDENT_ID) for _ in range(3)]

    assert [one[0].kind for one in held] == ["id_card"] * 3
    assert told.asked == 1


async def test_another_holder_is_asked_for_again(request: pytest.FixtureRequest) -> None:
    told = Store()
    store = remembering(told.at(f"http://{request.node.name}"))
    assert store is not None

    await store.held_by("999999199001010016", NumberKind.RESIDENT_ID)
    await store.held_by("ED0123456", NumberKind.PASSPORT)

    assert told.asked == 2


async def test_a_store_that_is_away_is_not_waited_for_at_every_change(request: pytest.FixtureRequest) -> None:
    told = Store(503)
    store = remembering(told.at(f"http://{request.node.name}"))
    assert store is not None

    for _ in range(3):
        with pytest.raises(LicencesUnavailable):
            await store.held_by("999999199001010016", NumberKind.RESIDENT_ID)

    assert told.asked == 1


def test_without_a_store_there_is_nothing_to_remember() -> None:
    assert remembering(None) is None
