"""The bench of growth over a small desk: what it counts is what was done, and nothing it counts stays."""

from datetime import UTC, datetime

import database
from bench.growth import cases, staff, subscribers
from bench.growth.counting import counted
from bench.growth.slopes import Point
from grid.city import load_city

_COUNT = "SELECT count(*) FROM dispatch.cases"


async def _an_intake() -> object:
    now = datetime.now(UTC)
    return await cases.intake(await load_city(), await cases.staff(cases.CLERK, now), now, 1)


def _by_name(points: list[Point]) -> dict[str, float]:
    return {point.name: point.value for point in points}


async def test_what_is_counted_is_not_kept(city: str) -> None:
    cost = await counted(_an_intake)

    assert cost.written > 3
    assert cost.statements > 3
    assert cost.pages.keys() >= {"dispatch.cases", "dispatch.journal", "grid.areas"}
    assert await database.fetch_value(_COUNT) == 0


async def test_a_table_read_from_end_to_end_is_noticed(city: str) -> None:
    cost = await counted(
        lambda: database.fetch("SELECT count(*) FROM registry.staff WHERE display_name = 'x'")
    )

    assert cost.read_whole == {"registry.staff": 1}
    assert cost.pages.keys() == {"registry.staff"}


async def test_every_question_of_the_bench_can_be_asked(city: str) -> None:
    await _an_intake()

    found = _by_name(await cases.points())

    assert found["intake"] > found["by number"] > 0
    assert found["journal, rows"] > 0


async def test_an_entry_raises_a_row_for_each_subscriber(city: str) -> None:
    await _an_intake()
    await subscribers.add(1, 3)
    few = _by_name(await subscribers.points())
    await subscribers.add(4, 8)

    more = _by_name(await subscribers.points())

    assert (few["an entry raises, rows"], more["an entry raises, rows"]) == (3, 8)
    assert more["a round of the pump, statements"] > few["a round of the pump, statements"]


async def test_staff_are_added_with_all_that_is_measured(city: str) -> None:
    cost = await counted(lambda: staff.add(1, 40))

    # Forty accounts with a password, a post and a session each; of twenty, twelve are on duty somewhere.
    assert cost.written == 4 * 40 + 24
