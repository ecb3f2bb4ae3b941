"""What the city lost or altered is found entry for entry and told again; what it alone has is said."""

import httpx
import pytest

import database
from desk.bus_reconciliation import differences
from desk.bus_repairing import Line, Looked, Mended, look
from desk.worker_process import secret_of
from dispatch import deliveries, subscribers
from dispatch.leases import LEASE
from integrations.bus.reconciliation import entry_for_entry
from reach import SYSTEM
from tests.bus import tampering
from tests.bus.processes import PretendCity
from tests.bus.relaying import Pumping
from tests.journal_builders import SavedCase, saved_case, saved_entries


@pytest.fixture
async def case(city: PretendCity, pumping: Pumping) -> SavedCase:
    """A case of four entries the city was told of."""
    told = await saved_case(entries=4)
    await pumping.until_idle()
    return told


async def _repaired(client: httpx.AsyncClient, city: PretendCity) -> list[Looked]:
    subscriber = await subscribers.get("city")
    assert subscriber is not None
    line = Line(client, subscriber, secret_of, f"{city.address}/record/counts")
    found = await differences(client, "city", "generic-json", line.counts_url)
    return [await look(SYSTEM, line, one.case_no, mend=True) for one in found]


async def _agree(client: httpx.AsyncClient, city: PretendCity) -> bool:
    return await differences(client, "city", "generic-json", f"{city.address}/record/counts") == []


async def test_a_deleted_message_is_told_again_and_stands_in_order(
    case: SavedCase, city: PretendCity, pumping: Pumping, client: httpx.AsyncClient
) -> None:
    tampering.delete(city.store, case.case_no, 2)

    (looked,) = await _repaired(client, city)
    await pumping.until_idle()

    assert (looked.entries.missing, looked.mended) == ((2,), Mended.TOLD_AGAIN)
    assert await city.sequences(case.case_no) == [1, 2, 3, 4]
    assert await city.faults() == []
    assert await _agree(client, city)


async def test_an_altered_message_is_put_aside_and_told_as_it_was(
    case: SavedCase, city: PretendCity, pumping: Pumping, client: httpx.AsyncClient
) -> None:
    before = [message["event"] for message in await city.messages(case.case_no)]
    tampering.alter(city.store, case.case_no, 3)

    (looked,) = await _repaired(client, city)
    await saved_entries(case, 1)
    await pumping.until_idle()

    after = [message["event"] for message in await city.messages(case.case_no)]
    assert (looked.entries.altered, looked.mended) == ((3,), Mended.TOLD_AGAIN)
    assert (after[:4], len(after)) == (before, 5)
    assert await city.faults() == []
    assert await _agree(client, city)


async def test_what_the_city_has_and_we_never_told_is_said_and_left(
    case: SavedCase, city: PretendCity, pumping: Pumping, client: httpx.AsyncClient
) -> None:
    tampering.forge(city.store, case.case_no, 5)
    tampering.forge_case(city.store, "SJ000000000-20260302-00001", like=case.case_no)

    foreign, ours = await _repaired(client, city)
    await pumping.until_idle()

    assert (foreign.entries.surplus, foreign.mended) == ((1, 2, 3, 4, 5), Mended.NOT_OURS)
    assert (ours.entries.surplus, ours.mended) == ((5,), Mended.NOT_OURS)
    assert not await _agree(client, city)


async def test_an_entry_taken_there_and_not_noted_here_needs_no_repair(
    case: SavedCase, city: PretendCity, pumping: Pumping, client: httpx.AsyncClient
) -> None:
    await database.execute("UPDATE dispatch.deliveries SET next_seq = 3")

    (looked,) = await _repaired(client, city)
    await pumping.until_idle()

    assert looked.mended is Mended.UNDER_WAY
    assert await _agree(client, city)


async def test_a_case_in_other_hands_is_left_to_them(
    case: SavedCase, city: PretendCity, client: httpx.AsyncClient
) -> None:
    tampering.delete(city.store, case.case_no, 4)
    held = await deliveries.hold("city", case.id, LEASE)
    assert held is not None

    (looked,) = await _repaired(client, city)

    assert looked.mended is Mended.UNDER_WAY
    assert await city.sequences(case.case_no) == [1, 2, 3]


def test_entries_missing_doubled_and_never_told_are_told_apart() -> None:
    told = [b"1", b"2", b"3"]

    entries = entry_for_entry(told, [(1, b"1"), (3, None), (3, b"3"), (4, b"4")])

    assert (entries.missing, entries.altered, entries.surplus) == ((2,), (3,), (4,))
    assert entries.first_to_mend == 2


async def test_only_who_holds_the_secret_can_have_a_case_put_aside(
    case: SavedCase, city: PretendCity
) -> None:
    asked = {"case": case.case_no, "from_sequence": 1}

    answer = await city.client.post(f"{city.address}/record/anew", json=asked)

    assert answer.status_code == 401
    assert await city.sequences(case.case_no) == [1, 2, 3, 4]
