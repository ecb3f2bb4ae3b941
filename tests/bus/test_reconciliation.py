"""Both sides agree after any number of repetitions, and what one of them lacks or has too much shows."""

import httpx
import pytest

import database
from desk.bus_reconciliation import differences
from dispatch import refusals
from integrations.bus.reconciliation import Difference, Differs
from integrations.errors import RecordUnavailable
from reach import SYSTEM
from tests.bus.processes import PretendCity
from tests.bus.relaying import Pumping
from tests.journal_builders import saved_case


async def _differences(client: httpx.AsyncClient, city: PretendCity) -> list[Difference]:
    return await differences(client, "city", "generic-json", f"{city.address}/record/counts")


async def test_after_repetitions_both_sides_have_the_same(
    city: PretendCity, pumping: Pumping, client: httpx.AsyncClient
) -> None:
    cases = [await saved_case(entries=4) for _ in range(5)]
    await pumping.until_idle()
    await refusals.replay(SYSTEM, "city", cases[0].id, from_seq=1)
    await pumping.until_idle()

    assert await _differences(client, city) == []


async def test_a_record_that_was_lost_shows_as_missing_and_a_replay_mends_it(
    city: PretendCity, pumping: Pumping, client: httpx.AsyncClient
) -> None:
    case = await saved_case(entries=4)
    await pumping.until_idle()
    await client.delete(f"{city.address}/record")

    (difference,) = await _differences(client, city)
    assert (difference.case_no, difference.differs) == (case.case_no, Differs.MISSING)
    await refusals.replay(SYSTEM, "city", case.id, from_seq=1)
    await pumping.until_idle()
    assert await _differences(client, city) == []


async def test_an_entry_taken_but_not_recorded_here_shows_as_surplus(
    city: PretendCity, pumping: Pumping, client: httpx.AsyncClient
) -> None:
    await saved_case(entries=4)
    await pumping.until_idle()
    await database.execute("UPDATE dispatch.deliveries SET next_seq = 3")

    assert [difference.differs for difference in await _differences(client, city)] == [Differs.SURPLUS]


async def test_a_record_that_cannot_be_asked_is_not_an_agreement(
    city: PretendCity, client: httpx.AsyncClient
) -> None:
    with pytest.raises(RecordUnavailable):
        await differences(client, "city", "generic-json", "http://127.0.0.1:9/record/counts")
