"""Editions of the map follow each other, one at a time, and do not change once published."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

import database
from grid.city import load_city
from grid.editions import create_draft, discard_draft, edition, editions, publish, published
from grid.errors import EditionNotDraft, MapNotNested, NoCity, NoEditionPublished, UnknownEdition
from grid.loading import add_addresses, add_areas, add_overlays
from grid.locate import share_edition_lock
from grid.rules.levels import Level
from grid.rules.shapes import AddressPoint, AreaShape, OverlayShape
from tests.builders_grid import (
    NOW,
    a_box,
    a_city,
    a_draft,
    a_small_table,
    at,
    saved_small_city,
    small_map,
)
from tests.polling import somebody_waits, until

LATER = NOW + timedelta(days=1)


async def test_the_city_is_loaded_as_it_was_saved(db: str) -> None:
    with pytest.raises(NoCity):
        await load_city()

    await saved_small_city()

    assert await load_city() == a_city()
    assert (await load_city()).default_point_at(at(0.5, 0.5)) is not None
    assert (await load_city()).default_point_at(at(0.6, 0.5)) is None


async def test_a_published_edition_supersedes_the_one_before(db: str) -> None:
    first = await saved_small_city()
    second = await a_draft()

    await publish(second.id, LATER)

    assert (await published()).number == second.number == first.number + 1
    assert [state.status for state in await editions()] == ["published", "superseded"]


async def test_nothing_is_published_in_the_beginning(db: str) -> None:
    with pytest.raises(NoEditionPublished):
        await published()


async def test_an_edition_is_published_once(db: str) -> None:
    first = await saved_small_city()

    with pytest.raises(EditionNotDraft):
        await publish(first.id, LATER)
    with pytest.raises(EditionNotDraft):
        await discard_draft(first.id)
    with pytest.raises(UnknownEdition):
        await publish(first.id + 1, LATER)


async def test_a_draft_can_be_thrown_away_with_all_its_areas(db: str) -> None:
    draft = await a_draft()

    await discard_draft(draft.id)

    with pytest.raises(UnknownEdition):
        await edition(draft.id)
    assert await database.fetch_value("SELECT count(*) FROM grid.areas") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE grid.areas SET name = 'other'",
        "DELETE FROM grid.areas",
        "UPDATE grid.overlays SET code = code || '1'",
        "DELETE FROM grid.overlays",
        "DELETE FROM grid.editions",
    ],
)
async def test_the_map_of_a_published_edition_does_not_change(db: str, statement: str) -> None:
    await saved_small_city()

    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="published"):
        await database.execute(statement)


async def test_nothing_is_added_to_a_published_edition(db: str) -> None:
    held = await saved_small_city()

    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="published"):
        await add_overlays(held.id, [OverlayShape("ward", "1", "1", a_box(0, 0))])


async def test_the_size_of_an_area_is_measured_in_the_citys_own_system(db: str) -> None:
    await a_draft()

    size = await database.fetch_value("SELECT area_m2 FROM grid.areas WHERE code = '350304001001003'")

    assert size == pytest.approx(100.6 * 110.8, rel=0.002)


async def test_areas_that_form_no_tree_leave_nothing_behind(db: str) -> None:
    draft = await create_draft("broken", NOW)
    orphan = AreaShape(Level.CELL, "X", "X", a_box(0, 0), "nowhere")

    with pytest.raises(MapNotNested, match="nowhere"):
        await add_areas(draft.id, [*small_map(), orphan], 4549)

    assert await database.fetch_value("SELECT count(*) FROM grid.areas") == 0


async def test_publishing_gives_addresses_their_areas(db: str) -> None:
    await saved_small_city()
    here = at(3.5, 3.5)
    await add_addresses(
        [AddressPoint("A1", "文献路1号", "文献路", "1号", "", here.lon, here.lat)], a_small_table()
    )

    await publish((await a_draft()).id, LATER)

    row = await database.fetch_row("SELECT community_code, cell_code FROM grid.addresses")
    assert row is not None
    assert tuple(row) == ("350304001004", "350304001004002")


async def test_a_publication_waits_for_intakes_that_share_the_edition(db: str) -> None:
    first = await saved_small_city()
    second, locked, may_end = await a_draft(), asyncio.Event(), asyncio.Event()

    async def intake() -> int:
        async with database.transaction():
            await share_edition_lock()
            locked.set()
            await may_end.wait()
            return (await published()).id

    taking_in = asyncio.create_task(intake())
    await locked.wait()
    publishing = asyncio.create_task(publish(second.id, LATER))
    await until(somebody_waits)
    waited = not publishing.done()
    may_end.set()

    assert await taking_in == first.id
    assert waited
    assert (await publishing).id == second.id


async def test_drafts_begun_at_once_take_different_numbers(db: str) -> None:
    drafts = await asyncio.gather(*(create_draft(f"draft {n}", NOW) for n in range(6)))

    assert sorted(draft.number for draft in drafts) == [1, 2, 3, 4, 5, 6]
