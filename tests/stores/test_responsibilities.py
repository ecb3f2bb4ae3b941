"""The stored responsibility list: rows as they were written, and the rulebook in force."""

from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

import database
from dispatch import responsibilities, responsibility_drafts
from dispatch.errors import (
    NoResponsibilitiesPublished,
    UnknownResponsibilityEdition,
)
from dispatch.rules.conditions import AnswerIs, AttributeIs, During
from dispatch.rules.responsibility import GridWorkerHandler, Place, PoolHandler
from dispatch.rules.rulebook import route
from grid.location import AreaRef, Location, OverlayHit
from grid.rules.coordinates import Position
from grid.rules.levels import Level
from tests.databases import CLUSTER
from tests.responsibility_builders import (
    CELL,
    CITY,
    HERE,
    NOW,
    SHANGHAI,
    a_department,
    a_row,
    an_incident,
)
from tests.responsibility_lists import a_draft, a_published


async def handler_in_force() -> object:
    book = await responsibilities.published(SHANGHAI)
    return route(book, an_incident(), HERE, NOW).handler


async def test_rows_come_back_as_they_were_written(db: str) -> None:
    full = a_row(
        1,
        "01*",
        "overlay:park/lake",
        During(1320, 360, (5, 6)),
        AnswerIs("leaking", "yes"),
        AttributeIs("owner", "供电局"),
        lead=PoolHandler("night", 40),
        valid_to=NOW + timedelta(days=90),
        co_handlers=(a_department(2), GridWorkerHandler()),
    )

    edition_id = await a_draft(full, a_row(2, "*"))

    stored = await responsibility_drafts.rows_of(edition_id)
    assert [replace(row, id=number) for number, row in enumerate(stored, 1)] == [full, a_row(2, "*")]


async def test_nothing_is_routed_before_a_list_is_published(db: str) -> None:
    await a_draft(a_row(1, "*"))

    with pytest.raises(NoResponsibilitiesPublished):
        await responsibilities.published(SHANGHAI)


async def test_a_published_list_is_in_force_at_once(db: str) -> None:
    await a_published(a_row(1, "*"))
    before = await handler_in_force()

    await a_published(a_row(2, "*"))

    assert (before, await handler_in_force()) == (a_department(1), a_department(2))


async def test_a_publication_rolled_back_leaves_nothing_behind_in_memory(db: str) -> None:
    await a_published(a_row(1, "*"))
    seen = []

    async def publish_and_fail() -> None:
        async with database.transaction():
            await a_published(a_row(2, "*"))
            seen.append(await handler_in_force())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await publish_and_fail()

    assert [*seen, await handler_in_force()] == [a_department(2), a_department(1)]


async def test_a_list_published_elsewhere_is_seen_by_the_next_question(db: str) -> None:
    await a_published(a_row(1, "*"))
    await handler_in_force()
    other = await asyncpg.connect(CLUSTER.url("griddesk_app", db))
    edition_id = await a_draft(a_row(2, "*"))

    async with other.transaction():
        await other.execute(
            "UPDATE dispatch.responsibility_editions SET status = 'superseded' WHERE number = 1"
        )
        await other.execute(
            "UPDATE dispatch.responsibility_editions SET status = 'published', published_at = $2,"
            " published_by = 'system' WHERE id = $1",
            edition_id,
            NOW,
        )
    await other.close()

    assert await handler_in_force() == a_department(2)


async def test_the_rulebook_names_its_edition(db: str) -> None:
    await a_published(a_row(1, "*"))
    await a_published(a_row(2, "*"))

    assert (await responsibilities.published(SHANGHAI)).edition == 2


async def test_a_superseded_list_can_still_be_asked(db: str) -> None:
    await a_published(a_row(1, "*"))
    await a_published(a_row(2, "*"))

    old = await responsibilities.rulebook(1, SHANGHAI)

    assert route(old, an_incident(), HERE, NOW).handler == a_department(1)
    with pytest.raises(UnknownResponsibilityEdition):
        await responsibilities.rulebook(9, SHANGHAI)


def test_a_location_is_a_place_with_its_overlays() -> None:
    cell = AreaRef(Level.CELL, "003", "", "", CELL)
    location = Location(1, 1, Position(119.0, 25.4), (cell,), (OverlayHit("police", "C11", ""),))

    assert responsibilities.place_of(location) == Place(CELL, ("police/C11",))
    assert CELL.startswith(CITY)
