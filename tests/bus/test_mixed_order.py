"""A city that mixes requests up takes some after it has said that they failed; cases stay in order."""

from tests.bus.processes import PretendCity
from tests.bus.relaying import Pumping
from tests.journal_builders import saved_case, saved_entries
from tests.polling import until


async def test_however_requests_overtake_each_other_each_case_arrives_in_order(
    city: PretendCity, pumping: Pumping
) -> None:
    await city.switch(reorder_ms=20)
    cases = [await saved_case(entries=2) for _ in range(20)]
    while not await city.has(1):
        await pumping.after_the_pause()
    for case in cases:
        await saved_entries(case, 1)
    while not await city.has(60):
        await pumping.after_the_pause()

    assert [await city.sequences(case.case_no) for case in cases] == [[1, 2, 3]] * 20
    assert await city.faults() == []


async def test_what_was_said_to_have_failed_is_taken_all_the_same(
    city: PretendCity, pumping: Pumping
) -> None:
    await city.switch(reorder_ms=1)
    while (await city.counts())["duplicates"] == 0:
        await saved_case(entries=1)
        await pumping.after_the_pause()
    await city.switch()

    async def told() -> bool:
        return await pumping.after_the_pause() == 0

    await until(told)
    assert await city.faults() == []
