"""The stored responsibility list: proof, publication by a second person, and the rulebook in force."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

import database
from dispatch import responsibilities, responsibility_drafts, responsibility_editions
from dispatch.errors import (
    DutyNotProven,
    NoResponsibilitiesPublished,
    NothingToProve,
    ResponsibilitiesChanged,
    ResponsibilitiesNotDraft,
    SecondPersonNeeded,
    UnknownResponsibilityEdition,
)
from dispatch.responsibilities import Ground
from dispatch.rules.conditions import AnswerIs, AttributeIs, During
from dispatch.rules.proof import Living
from dispatch.rules.responsibility import GridWorkerHandler, Place, PoolHandler, Responsibility
from dispatch.rules.rulebook import route
from grid.location import AreaRef, Location, OverlayHit
from grid.rules.coordinates import Position
from grid.rules.levels import Level
from reach import SYSTEM, Reach, ReachKind
from registry import audit
from tests.databases import CLUSTER
from tests.responsibility_builders import (
    CELL,
    CITY,
    GRID,
    HERE,
    NOW,
    SHANGHAI,
    a_department,
    a_row,
    an_incident,
)

AUTHOR, EDITOR = Reach(ReachKind.STAFF, 11), Reach(ReachKind.STAFF, 12)
LIVING = Living(departments=frozenset({1, 2, 3}), staff=frozenset({40}), staffed_areas=frozenset({GRID}))
GROUND = Ground((an_incident("0101"), an_incident("0201")), (HERE,), LIVING)


async def a_draft(*rows: Responsibility, reach: Reach = AUTHOR, empty: bool = True) -> int:
    draft = await responsibility_drafts.begin_draft(reach, "test", NOW, empty=empty)
    await responsibility_drafts.add_rows(reach, draft.id, rows)
    return draft.id


async def a_published(*rows: Responsibility) -> int:
    edition_id = await a_draft(*rows)
    await responsibilities.publish(EDITOR, edition_id, GROUND, NOW)
    return edition_id


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


async def test_a_list_with_a_hole_is_refused_with_the_pair(db: str) -> None:
    edition_id = await a_draft(a_row(1, "0101"))

    with pytest.raises(DutyNotProven) as refusal:
        await responsibilities.publish(EDITOR, edition_id, GROUND, NOW)

    assert refusal.value.total == 1
    assert refusal.value.faults[0][:2] == ("/matters/0201", "HOLE")
    assert CELL in refusal.value.faults[0][2]
    assert (await responsibility_editions.edition(edition_id)).status == "draft"


async def test_the_refusal_names_rows_by_their_ids(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"), a_row(2, "0101", lead=a_department(99)), a_row(3, "0999"))
    _, gone, dead = await responsibility_drafts.rows_of(edition_id)

    with pytest.raises(DutyNotProven) as refusal:
        await responsibilities.publish(EDITOR, edition_id, GROUND, NOW)

    assert refusal.value.faults == (
        (f"/rows/{dead.id}", "NO_SUCH_MATTER", ""),
        (f"/rows/{gone.id}", "HANDLER_GONE", ""),
    )


@pytest.mark.parametrize("ground", [Ground((), (HERE,), LIVING), Ground((an_incident(),), (), LIVING)])
async def test_a_proof_of_nothing_is_no_proof(db: str, ground: Ground) -> None:
    edition_id = await a_draft()

    with pytest.raises(NothingToProve):
        await responsibilities.publish(EDITOR, edition_id, ground, NOW)


async def test_checking_a_draft_changes_nothing(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"))
    before = await responsibility_editions.edition(edition_id)

    proof = await responsibilities.check(edition_id, GROUND, NOW)

    assert proof.holds
    assert await responsibility_editions.edition(edition_id) == before


async def test_who_wrote_at_a_draft_may_not_publish_it(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"))
    await responsibility_drafts.add_rows(EDITOR, edition_id, [a_row(2, "0101")])

    for writer in (AUTHOR, EDITOR):
        with pytest.raises(SecondPersonNeeded):
            await responsibilities.publish(writer, edition_id, GROUND, NOW)


async def test_the_set_up_of_a_city_needs_no_second_person(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"), reach=SYSTEM)

    published = await responsibilities.publish(SYSTEM, edition_id, GROUND, NOW)

    assert (published.status, published.published_by, published.published_at) == ("published", "system", NOW)


async def test_publication_is_recorded_in_the_audit_chain(db: str) -> None:
    await a_published(a_row(1, "*"))

    (entry,) = await audit.entries(audit.CONFIG)

    assert (entry.kind, entry.actor, entry.at) == ("responsibilities_published", "staff:12", NOW)
    assert entry.data == {"number": 1, "written_by": ["staff:11"], "matters": 2, "places": 1}


async def test_a_draft_changed_while_it_is_proven_is_not_published(db: str) -> None:
    edition_id = await a_draft(a_row(1, "*"))
    areas = tuple(Place(f"{GRID}{number}/") for number in range(60_000))
    publication = asyncio.create_task(
        responsibilities.publish(EDITOR, edition_id, Ground(GROUND.matters, areas, LIVING), NOW)
    )

    while not publication.done():
        await responsibility_drafts.add_rows(AUTHOR, edition_id, [])
        await asyncio.sleep(0.01)

    with pytest.raises(ResponsibilitiesChanged):
        publication.result()


async def test_of_two_publications_at_once_one_follows_the_other(db: str) -> None:
    one, other = await a_draft(a_row(1, "*")), await a_draft(a_row(2, "*"))

    await asyncio.gather(
        responsibilities.publish(EDITOR, one, GROUND, NOW),
        responsibilities.publish(EDITOR, other, GROUND, NOW),
    )

    assert sorted(edition.status for edition in await responsibility_editions.editions()) == [
        "published",
        "superseded",
    ]


async def test_a_published_list_cannot_be_published_again(db: str) -> None:
    edition_id = await a_published(a_row(1, "*"))

    with pytest.raises(ResponsibilitiesNotDraft):
        await responsibilities.publish(EDITOR, edition_id, GROUND, NOW)


def test_a_location_is_a_place_with_its_overlays() -> None:
    cell = AreaRef(Level.CELL, "003", "", "", CELL)
    location = Location(1, 1, Position(119.0, 25.4), (cell,), (OverlayHit("police", "C11", ""),))

    assert responsibilities.place_of(location) == Place(CELL, ("police/C11",))
    assert CELL.startswith(CITY)
